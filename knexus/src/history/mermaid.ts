import { batchesOf, sayBatch, type EnvironmentHistory } from './places.ts'

/** The batches of each environment as a Mermaid `timeline`. A colon or a semicolon would end a text of it. */
export function historyAsMermaid(environments: readonly EnvironmentHistory[]): string {
  const sections = environments.map(({ environment, events, migrations, error }) => {
    const pending = migrations.filter(({ state }) => state === 'pending').map(({ name }) => name)
    const lines = batchesOf(events).map((batch) => {
      const names = batch.events.length > 1 ? batch.events.map(({ migration }) => migration) : []
      return line(batch.at?.slice(0, 10) ?? 'unknown day', [sayBatch(batch), ...names])
    })
    if (pending.length > 0) lines.push(line('pending', pending))
    if (error) lines.push(line('unknown', ['not reached']))
    return [`  section ${plain(environment)}`, ...(lines.length > 0 ? lines : [line('empty', ['nothing ran'])])]
  })
  return `${['timeline', '  title Migrations', ...sections.flat()].join('\n')}\n`
}

function line(when: string, texts: readonly string[]): string {
  return `    ${[when, ...texts.map(plain)].join(' : ')}`
}

function plain(text: string): string {
  return text.replaceAll(/[:;#\s]+/g, ' ').trim()
}
