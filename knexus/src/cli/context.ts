import type { Settings } from '../connection/connect.ts'
import { KnexusError } from '../base/errors.ts'
import { fingerprint } from '../cache.ts'
import { openProject, settingsOfConnection, type Project } from '../project/index.ts'
import { openShadow, type Shadow, type ShadowChoice } from '../shadow/index.ts'
import { settingsAt } from '../shadow/session.ts'
import { createLog, type Logger } from './log.ts'

/** The options that every command has. */
export interface CommonOptions {
  readonly env?: string | undefined
  readonly knexfile?: string | undefined
  readonly shadow?: string | undefined
  readonly json: boolean
}

/** Whether the environment speaks of a connection at all; one that is empty is a mistake, and is said. */
function hasConnection({ config }: Project): boolean {
  return 'connection' in config
}

/** What a command works with. Everything is opened when it is first asked for, and closed at the end. */
export class Context {
  readonly json: boolean
  readonly #options: CommonOptions
  #project: Promise<Project> | undefined
  #shadow: Promise<Shadow> | undefined
  #log: Logger | undefined

  constructor(options: CommonOptions) {
    this.#options = options
    this.json = options.json
  }

  /** The project around the working directory, in the environment that was asked for. */
  project(): Promise<Project> {
    this.#project ??= openProject(this.#options)
    return this.#project
  }

  /** The project, or nothing where there is no knexfile. */
  projectIfAny(): Promise<Project | undefined> {
    return this.project().catch((error: unknown) => {
      if (error instanceof KnexusError && error.code === 'no-knexfile' && this.#options.knexfile === undefined)
        return undefined
      throw error
    })
  }

  /**
   * The shadow: the one named by `--shadow`, else the knexfile's, else a scratch database beside `live`, else PGlite.
   * `live` is the environment's own server when absent; production is used for that only when it was asked for by name.
   */
  shadow(live?: Settings): Promise<Shadow> {
    this.#shadow ??= this.#openShadow(live)
    return this.#shadow
  }

  /** The place that `--shadow` names, for whoever opens it himself. */
  shadowIfNamed(): { readonly shadow?: string } {
    return this.#options.shadow === undefined ? {} : { shadow: this.#options.shadow }
  }

  /** A name for the place where the shadow would be, which opens nothing. */
  async shadowPlace(): Promise<string> {
    const { shadow, server } = await this.#shadowChoice()
    const named = typeof shadow === 'function' ? await shadow() : shadow
    return fingerprint(JSON.stringify(named ?? (server === undefined ? 'embedded' : 'beside')))
  }

  async #shadowChoice(live?: Settings): Promise<ShadowChoice> {
    const project = await this.projectIfAny()
    const beside = project && hasConnection(project) && !project.settings.production
    return {
      shadow: this.#options.shadow ?? project?.settings.shadow,
      server: live ?? (beside ? settingsOfConnection(project) : undefined),
    }
  }

  async #openShadow(live: Settings | undefined): Promise<Shadow> {
    const { shadow: named, server } = await this.#shadowChoice(live)
    const place = await openShadow({ shadow: named, server }, (reason) => this.log().debug(reason))
    // A shadow beside the database reads as it does; any other is told how.
    const shadow = live === undefined || named === undefined ? place : place.like(await settingsAt(live))
    this.log().info(`shadow: ${shadow.description}`)
    return shadow
  }

  /** The log, on standard error: text, or JSON lines with LOG_FORMAT=json. */
  log(): Logger {
    this.#log ??= createLog()
    return this.#log
  }

  /** Prints data, on standard output: as one document with `--json`, the text otherwise. `code` is the exit code it comes with. */
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

  /** Does some work, and closes everything. What goes wrong in closing is thrown only where the work went well. */
  async during<R>(work: () => Promise<R>): Promise<R> {
    const close = async () => (await this.#shadow?.catch(() => undefined))?.close()
    const result = await work().catch(async (error: unknown) => {
      await close().catch(() => undefined)
      throw error
    })
    await close()
    return result
  }
}
