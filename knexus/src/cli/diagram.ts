import { writeFile } from 'node:fs/promises'
import { KnexusError } from '../base/errors.ts'
import { DIAGRAM_FORMATS, diagramOf } from '../diagram/index.ts'
import { scopeOf } from '../project/scope.ts'
import { sourceNamed } from '../sources/names.ts'
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
  async run(context, [text = 'models'], options) {
    const format = DIAGRAM_FORMATS.find((one) => one === (textOf(options, 'format') ?? 'html'))
    if (!format)
      throw new KnexusError(
        'bad-format',
        `There is no format "${textOf(options, 'format')}".`,
        `Use one of: ${DIAGRAM_FORMATS.join(', ')}.`,
      )
    const source = await sourceNamed(text, () => context.project())
    const scope = source.ofProject ? scopeOf(await context.project()) : {}
    const schema = await source.schema(() => context.shadow(source.live), scope)
    const picture = diagramOf(schema, format, `Tables of ${source.label}`)
    const out = textOf(options, 'out')
    if (out === undefined) context.print(picture, { format, diagram: picture })
    else {
      await writeFile(out, picture)
      context.print(`wrote ${out}\n`, { format, written: out })
    }
    return 0
  },
}
