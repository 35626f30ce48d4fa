import { pull } from '../api/pull.ts'
import { counted } from '../base/counted.ts'
import { KnexusError } from '../base/errors.ts'
import { textOf, type CommandFile } from './command.ts'
import { declareInModels } from './pull-into.ts'

export const command: CommandFile = {
  options: [
    [
      '--from <source>',
      'db (the default), env:NAME, a postgres:// URL, migrations[@NAME], models[:FILE] or a .sql file',
    ],
    ['--out <folder>', 'where the files go (default: the models folder of the knexfile)'],
    ['--into', 'add to the existing models what they do not declare yet, and leave the rest as it is'],
    ['--access', 'also declare owners, grants and default privileges'],
    ['--force', 'overwrite existing files'],
  ],
  exits: [['1', 'the models do not build all of it: the rest is listed']],
  examples: [
    'npx knexus pull --from db --out src/models',
    'npx knexus pull --from schema.sql --out models',
    'npx knexus pull --into --from migrations',
  ],
  async run(context, _args, options) {
    const [from = 'db', out] = [textOf(options, 'from'), textOf(options, 'out')]
    const access = options['access'] === true
    if (options['into'] === true) {
      if (out === undefined) return declareInModels(context, { from, access })
      throw new KnexusError('bad-option', '--into and --out cannot be used together.', 'Leave one of the two out.')
    }
    const force = options['force'] === true
    const pulled = await pull(context, { from, access, force, out: out ?? true })
    const { written, others, differences, source, objects, left, unmanaged, shadow } = pulled
    const log = context.log()
    if (others.length > 0) log.warn(`These models were there before and still count: ${others.join(', ')}`)
    if (left > 0)
      log.info(`left to the database: ${left} owners, grants and default privileges; --access declares them`)
    if (differences.length === 0)
      log.info(`Proved on ${shadow}: the models build ${source}, ${counted(objects, 'object')}.`)
    for (const line of differences) log.warn(`not the same: ${line}`)
    for (const one of unmanaged) log.warn(`not managed, and not in the models: ${one}`)
    const code = differences.length > 0 ? 1 : 0
    context.print(written.join('\n'), { written, objects, differences, unmanaged }, code)
    return code
  },
}
