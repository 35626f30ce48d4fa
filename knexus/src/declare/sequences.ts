import { sequenceWording, type Sequence, type SequenceWords } from '../kinds/sequences.ts'
import { attributesOf } from '../kinds/shared/wording.ts'
import { usualNumbering, type Numbering } from '../kinds/shared/numbering.ts'
import { commentOn, declaration, rename, type Declaration } from './context.ts'
import type { SequenceOptions } from './drafts.ts'
import { givenName } from './naming.ts'

/** A declared sequence. */
export interface DeclaredSequence extends Declaration {
  readonly schema: string
  readonly name: string
}

/** `sequence()` for a namespace, as `declareWith` returns it. */
export function sequenceIn(schema: string) {
  return function sequence(
    name: string,
    {
      comment,
      renamedFrom,
      ...options
    }: SequenceOptions &
      SequenceWords & {
        readonly comment?: string
        readonly renamedFrom?: string
      } = {},
  ): DeclaredSequence {
    const said = attributesOf(sequenceWording, options)
    const object: Sequence = {
      kind: 'sequence',
      schema,
      name: givenName('sequence', name),
      ...said,
      ...numberingOf(said.type, options),
    }
    return {
      [declaration]: true,
      schema,
      name,
      objects: [object, ...commentOn(object, comment)],
      renames: renamedFrom === undefined ? [] : [rename(object, { ...object, name: renamedFrom })],
    }
  }
}

/** The numbering of a sequence of this type, with PostgreSQL's defaults. */
export function numberingOf(type: string, options: SequenceOptions): Numbering {
  const usual = usualNumbering(type, String(options.increment ?? 1))
  const min = String(options.min ?? usual.min)
  const max = String(options.max ?? usual.max)
  const start = String(options.start ?? (usual.increment.startsWith('-') ? max : min))
  return {
    start,
    increment: usual.increment,
    min,
    max,
    cache: String(options.cache ?? 1),
    cycle: options.cycle ?? false,
  }
}
