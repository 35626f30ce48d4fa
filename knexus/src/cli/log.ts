import { pino, type DestinationStream, type Logger } from 'pino'

/** The log of a command, on standard error. LOG_FORMAT=json for lines of JSON, LOG_LEVEL for less or more. */
export async function createLog(): Promise<Logger> {
  const level = process.env['LOG_LEVEL'] ?? 'info'
  if (process.env['LOG_FORMAT'] === 'json')
    return pino({ level, base: null }, pino.destination({ dest: 2, sync: true }))
  return pino({ level, base: null }, process.stderr.isTTY ? await colored() : plain)
}

/** Where nobody sees colors there is nothing to make pretty: messages alone, in a twentieth of the time. */
const plain: DestinationStream = {
  write(line) {
    process.stderr.write(`${say(JSON.parse(line) as Line, 'msg')}\n`)
  },
}

async function colored(): Promise<DestinationStream> {
  const { default: pretty } = await import('pino-pretty')
  return pretty({
    destination: 2,
    sync: true,
    ignore: 'time,pid,hostname,level',
    colorize: true,
    hideObject: true,
    messageFormat: say,
  })
}

type Line = Readonly<Record<string, unknown>>

/** A message alone; a warning says that it is one. */
function say(line: Line, key: string): string {
  return `${Number(line['level']) >= 40 ? 'warning: ' : ''}${String(line[key])}`
}
