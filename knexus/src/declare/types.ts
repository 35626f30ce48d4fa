import type { Composite } from '../kinds/composites.ts'
import type { DomainConstraint } from '../kinds/domain-constraints.ts'
import type { Domain } from '../kinds/domains.ts'
import { rangeWording, type Range, type RangeWords } from '../kinds/ranges.ts'
import { attributesOf } from '../kinds/shared/wording.ts'
import type { AnyObject } from '../kinds/index.ts'
import { qualifiedName } from '../base/sql.ts'
import { addressOf } from '../schema.ts'
import { column, type ColumnBuilder } from './column.ts'
import { commentOn, declaration, rename, together, type Declaration, type Declared } from './context.ts'
import type { Shape, With } from './drafts.ts'
import { conventionalName, givenName, type Naming } from './naming.ts'
import type { Columns } from './table-parts.ts'

/** A declared type for columns. */
export interface DeclaredType<S extends Shape> extends Declaration {
  readonly schema: string
  readonly name: string
  /** A column of the type. */
  column(): ColumnBuilder<S>
}

export interface TypeOptions {
  readonly comment?: string
  readonly renamedFrom?: string
}

/** `domain()` for a namespace and a naming convention, as `declareWith` returns it. */
export function domainIn(schema: string, naming: Naming) {
  return function domain<S extends Shape>(
    name: string,
    base: ColumnBuilder<S>,
    options: TypeOptions = {},
  ): DeclaredType<With<S, { list: string }>> {
    const given: unknown = base
    if (typeof given !== 'object' || given === null || !('draft' in given))
      throw new TypeError(`domain("${name}") is made of a column: write domain('${name}', decimal(10, 2))`)
    const { type, collation, notNull, notNullOptions, defaultTo, needs, checks, json } = base.draft
    const object: Domain = {
      kind: 'domain',
      schema,
      name: givenName('domain', name),
      type,
      collation,
      notNull,
      notNullName: notNullOptions.name ?? null,
      default: defaultTo,
      ...(needs.length > 0 && { needs }),
    }
    const constraints = checks.map((check): Declared => {
      const { condition, name: short, options: given = {} } = check('value')
      const constraint: DomainConstraint = {
        kind: 'domain constraint',
        schema,
        domain: name,
        definition: `CHECK (${condition})`,
        validated: given.validated ?? true,
        name:
          given.name === undefined
            ? conventionalName(naming.ck, { table: name, name: short })
            : givenName('constraint', given.name),
      }
      const before = { ...constraint, domain: options.renamedFrom ?? name, name: given.renamedFrom ?? constraint.name }
      return {
        objects: [constraint, ...commentOn(constraint, given.comment)],
        renames: given.renamedFrom === undefined ? [] : [rename(constraint, before)],
      }
    })
    return {
      ...typed(object, { ...object, name: options.renamedFrom ?? name }, options, constraints),
      column: () => column(qualifiedName(schema, name), { json, needs: [addressOf(object)] }),
    }
  }
}

/** `composite()` for a namespace, as `declareWith` returns it. */
export function compositeIn(schema: string) {
  return function composite(name: string, attributes: Columns, options: TypeOptions = {}): DeclaredType<OwnType> {
    const needs = Object.values(attributes).flatMap(({ draft }) => draft.needs)
    const object: Composite = {
      kind: 'composite',
      schema,
      name: givenName('type', name),
      held: null,
      uses: null,
      attributes: Object.entries(attributes).map(([attribute, { draft }]) => ({
        name: givenName('attribute', attribute),
        type: draft.type,
        collation: draft.collation,
      })),
      ...(needs.length > 0 && { needs }),
    }
    const names = Object.entries(attributes).map(([attribute, { draft }]): Declared => {
      const part: AnyObject = { kind: 'composite attribute', schema, type: name, name: attribute }
      const { renamedFrom } = draft
      return {
        objects: [part, ...commentOn(part, draft.comment)],
        renames:
          renamedFrom === null ? [] : [rename(part, { ...part, type: options.renamedFrom ?? name, name: renamedFrom })],
      }
    })
    return {
      ...typed(object, { ...object, name: options.renamedFrom ?? name }, options, names),
      column: () => column(qualifiedName(schema, name), { needs: [addressOf(object)] }),
    }
  }
}

/** The shape of a type that the driver does not know, and returns as text. */
export interface OwnType extends Shape {
  readonly row: string
  readonly write: string
  readonly list: string
  readonly nullable: true
  readonly optional: false
  readonly generated: false
}

export interface RangeOptions extends TypeOptions, RangeWords {
  /** The name of the multirange type. The default is the name that PostgreSQL would give it. */
  readonly multirange?: string
}

/** `range()` for a namespace, as `declareWith` returns it. */
export function rangeIn(schema: string) {
  return function range(
    name: string,
    subtype: ColumnBuilder<Shape>,
    options: RangeOptions = {},
  ): DeclaredType<OwnType> {
    const { type, needs } = subtype.draft
    const object: Range = {
      kind: 'range',
      schema,
      name: givenName('type', name),
      subtype: type,
      ...attributesOf(rangeWording, options),
      multirange: options.multirange ?? multirangeOf(name),
      multirangeSchema: schema,
      ...(needs.length > 0 && { needs }),
    }
    return {
      ...typed(object, { ...object, name: options.renamedFrom ?? name }, options, []),
      column: () => column(qualifiedName(schema, name), { needs: [addressOf(object)] }),
    }
  }
}

/** PostgreSQL's own rule (`makeMultirangeTypeName`): the first `range` becomes `multirange`, or `_multirange` is appended. */
function multirangeOf(name: string): string {
  return name.includes('range') ? name.replace('range', 'multirange') : `${name}_multirange`
}

function typed<T extends Domain | Composite | Range>(
  object: T,
  before: T,
  options: TypeOptions,
  parts: readonly Declared[],
) {
  const { objects, renames } = together(parts)
  return {
    [declaration]: true as const,
    schema: object.schema,
    name: object.name,
    objects: [object, ...objects, ...commentOn(object, options.comment)],
    renames: [...(before.name === object.name ? [] : [rename(object, before)]), ...renames],
  }
}
