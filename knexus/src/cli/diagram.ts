import { writeFile } from 'node:fs/promises'
import { diagram } from '../api/diagram.ts'
import { KnexusError } from '../base/errors.ts'
import { DIAGRAM_FORMATS } from '../diagram/index.ts'
import { textOf, type CommandFile } from './command.ts'

export const command: CommandFile = {
  arguments: [
    ['[source]', 'models[:FILE] (the default), migrations[@NAME], db, env:NAME, a postgres:// URL or a .sql file'],
  ],
  options: [
    ['--format <format>', `${DIAGRAM_FORMATS.join(', ')}; html when not given`],
    ['--out <file>', 'write it to a file instead of standard output'],
  ],
  examples: ['npx knexus diagram --out schema.html', 'npx knexus diagram db --format mermaid'],
  async run(context, [source = 'models'], options) {
    const format = DIAGRAM_FORMATS.find((one) => one === (textOf(options, 'format') ?? 'html'))
    if (!format)
      throw new KnexusError(
        'bad-format',
        `There is no format "${textOf(options, 'format')}".`,
        `Use one of: ${DIAGRAM_FORMATS.join(', ')}.`,
      )
    const { diagram: picture } = await diagram(context, { source, format })
    const out = textOf(options, 'out')
    if (out === undefined) context.print(picture, { format, diagram: picture })
    else {
      await writeFile(out, picture)
      context.print(`wrote ${out}\n`, { format, written: out })
    }
    return 0
  },
}
