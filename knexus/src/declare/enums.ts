import type { Enum } from '../kinds/enums.ts'
import { KnexusError } from '../base/errors.ts'
import type { Remap } from '../base/kind.ts'
import { qualifiedName, quoteLiteral } from '../base/sql.ts'
import { addressOf } from '../schema.ts'
import { column, type ColumnBuilder } from './column.ts'
import { commentOn, declaration, rename, type Declaration, type Rename } from './context.ts'
import { givenName } from './naming.ts'

/** A declared enum type, which `enumType()` returns. */
export interface DeclaredEnum<Label extends string> extends Declaration {
  readonly schema: string
  readonly name: string
  readonly labels: readonly Label[]
  /** A column of the type. The driver returns arrays of it as text: `{a,b}`. */
  column(): ColumnBuilder<{ row: Label; write: Label; list: string; nullable: true; optional: false; generated: false }>
}

/** The labels of an enum type as a TypeScript union: `Label<typeof studyStatus>`. */
export type Label<E extends DeclaredEnum<string>> = E['labels'][number]

export interface EnumOptions<L extends string> {
  readonly comment?: string
  /** The previous name of the type. */
  readonly renamedFrom?: string
  /** The previous names of renamed labels: `{ done: 'finished' }` renames `finished` to `done`. */
  readonly renamedLabels?: Readonly<Partial<Record<L, string>>>
  /**
   * What the values of removed labels become: `{ cancelled: 'closed' }` turns each `cancelled` into `closed`. `down` cannot
   * tell which values they were.
   */
  readonly removed?: Readonly<Record<string, NoInfer<L>>>
}

/** `enumType()` for a namespace, as `declareWith` returns it. */
export function enumTypeIn(schema: string) {
  return function enumType<const L extends string>(
    name: string,
    labels: readonly [L, ...L[]],
    options: EnumOptions<L> = {},
  ): DeclaredEnum<L> {
    const given: unknown = labels
    if (!Array.isArray(given))
      throw new TypeError(`the labels of enumType("${name}") are a list: write enumType('${name}', ['open', 'closed'])`)
    const { removed } = options
    const object: Enum = {
      kind: 'enum',
      schema,
      name: givenName('type', name),
      labels,
      ...(removed && { removed: checked(removed, labels) }),
    }
    const before: Enum = { ...object, name: options.renamedFrom ?? name }
    const { renamedFrom } = options
    const renames: Rename[] = renamedFrom === undefined ? [] : [rename(object, before)]
    for (const [label, old] of Object.entries(options.renamedLabels ?? {})) {
      renames.push({ from: addressOf(before), to: addressOf(object), part: [String(old), label] })
    }
    return {
      [declaration]: true,
      schema,
      name,
      labels,
      objects: [object, ...commentOn(object, options.comment)],
      renames,
      column: () => column(qualifiedName(schema, name), { needs: [addressOf(object)], labels }),
    }
  }
}

function checked(removed: Remap, labels: readonly string[]): Remap {
  for (const [old, label] of Object.entries(removed)) {
    if (labels.includes(label) && !labels.includes(old)) continue
    throw new KnexusError(
      'bad-label',
      labels.includes(old)
        ? `The label ${quoteLiteral(old)} is removed, and it is among the labels.`
        : `The values of the removed label ${quoteLiteral(old)} become ${quoteLiteral(label)}, which is not a label.`,
      `The labels are ${labels.map(quoteLiteral).join(', ')}: write \`removed: { old: 'new' }\`, where only the ` +
        'new one is among them.',
    )
  }
  return removed
}
