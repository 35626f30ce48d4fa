import { Workspace } from '../api/workspace.ts'
import { logEvent } from './log-event.ts'
import { createLog, type Logger } from './log.ts'

/** The options that every command has. */
export interface CommonOptions {
  readonly env?: string | undefined
  readonly knexfile?: string | undefined
  readonly shadow?: string | undefined
  readonly json: boolean
}

/** What a command works with. Everything is opened when it is first asked for, and closed at the end. */
export class Context extends Workspace {
  readonly json: boolean
  #log: Logger | undefined

  constructor(options: CommonOptions) {
    super(options, (event) => logEvent(event, this.log()))
    this.json = options.json
  }

  /** The log, on standard error: text, or JSON lines with LOG_FORMAT=json. */
  log(): Logger {
    this.#log ??= createLog()
    return this.#log
  }

  /**
   * Prints data, on standard output: as one document with `--json`, the text otherwise. `code` is the exit code it
   * comes with.
   */
  print(text: string, data: object, code: 0 | 1 = 0): void {
    if (this.json) this.printData(data, code)
    else process.stdout.write(text === '' || text.endsWith('\n') ? text : `${text}\n`)
  }

  /** Prints data as one JSON document that says first how it went. */
  printData(data: object, code: 0 | 1 = 0): void {
    process.stdout.write(`${JSON.stringify({ status: code === 0 ? 'ok' : 'no', ...data }, null, 2)}\n`)
  }

  /** Ends a stream of events, of which each is a line. */
  endStream(): void {
    if (this.json) process.stdout.write(`${JSON.stringify({ status: 'ok' })}\n`)
  }
}
