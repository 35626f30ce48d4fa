import type { Expression, ObjectExpression, ParseResult } from 'oxc-parser'
import type { Given, Links, Span, Taken } from './links.ts'

type Program = ParseResult['program']
type Statement = Program['body'][number]

/** A value that CommonJS exports: `exports.users = table(...)`, or one of `module.exports = { users: table(...) }`. */
export interface Assigned {
  /** Nothing where it is all that the file exports: `module.exports = table(...)`. */
  readonly name: string | undefined
  readonly value: Expression
  readonly statement: Span
  readonly start: number
  /** The name it has in the file besides: `const users = exports.users = table(...)`. */
  readonly bound: string | undefined
  readonly isStatement: boolean
}

/** Reads how a file in CommonJS is tied to others. */
export function linksOfCommonJs(program: Program): Links {
  const required = program.body.flatMap((statement) => requiredBy(statement))
  const assigned = program.body.flatMap((statement) => assignedBy(statement))
  const all = program.body.flatMap((statement) => wholeExports(statement)).at(-1)
  const spread = all?.written?.properties.flatMap((one) =>
    one.type === 'SpreadElement' ? (specifierOf(one.argument) ?? []) : [],
  )
  const ofFiles = spread?.filter((specifier) => specifier.startsWith('.')) ?? []
  return {
    imports: required.flatMap(({ taken }) => taken),
    exports: assigned.flatMap(({ name, value, start, bound, isStatement }): Given[] => {
      const local = bound ?? (value.type === 'Identifier' ? value.name : undefined)
      return name === undefined ? [] : [{ name, local, start, isStatement }]
    }),
    specifiers: [...required.map(({ from }) => from), ...(spread ?? [])],
    end: required.at(-1)?.end,
    whole: ofFiles.length > 0 ? all!.statement : undefined,
    ...(all && { object: all }),
  }
}

/** What a statement exports. */
export function assignedBy(statement: Statement): Assigned[] {
  if (statement.type === 'VariableDeclaration')
    return statement.declarations.flatMap(({ id, init }) =>
      assignedIn(init, statement, id.type === 'Identifier' ? id.name : undefined),
    )
  return statement.type === 'ExpressionStatement' ? assignedIn(statement.expression, statement, undefined) : []
}

function assignedIn(expression: Expression | null, statement: Statement, bound: string | undefined): Assigned[] {
  if (expression?.type !== 'AssignmentExpression' || expression.operator !== '=') return []
  const { left, right: value } = expression
  const path = left.type === 'MemberExpression' ? pathOf(left) : undefined
  const isStatement = statement.type === 'ExpressionStatement'
  const all = { statement, start: statement.start, bound }
  if (path === 'module.exports')
    return value.type === 'ObjectExpression'
      ? membersOf(value).map((member) => ({ ...member, statement, bound: undefined, isStatement: false }))
      : [{ ...all, name: undefined, value, isStatement: false }]
  const [, name] = /^(?:module\.)?exports\.([^.]+)$/.exec(path ?? '') ?? []
  return name === undefined ? [] : [{ ...all, name, value, isStatement }]
}

function membersOf({ properties }: ObjectExpression): { name: string; value: Expression; start: number }[] {
  return properties.flatMap((property) =>
    property.type === 'Property' && !property.computed && property.key.type === 'Identifier'
      ? [{ name: property.key.name, value: property.value, start: property.start }]
      : [],
  )
}

/** A statement that sets all that the file exports. */
function wholeExports(statement: Statement): { statement: Span; written: ObjectExpression | undefined }[] {
  if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression') return []
  const { left, right } = statement.expression
  if (left.type !== 'MemberExpression' || pathOf(left) !== 'module.exports') return []
  return [{ statement, written: right.type === 'ObjectExpression' ? right : undefined }]
}

/** `module.exports.users`, where an expression is nothing else. */
function pathOf(expression: Expression): string | undefined {
  if (expression.type === 'Identifier') return expression.name
  if (expression.type !== 'MemberExpression' || expression.computed || expression.property.type !== 'Identifier')
    return undefined
  const owner = pathOf(expression.object)
  return owner === undefined ? undefined : `${owner}.${expression.property.name}`
}

interface Required {
  readonly from: string
  readonly end: number
  readonly taken: readonly Taken[]
}

function requiredBy(statement: Statement): Required[] {
  if (statement.type !== 'VariableDeclaration') return []
  return statement.declarations.flatMap(({ id, init }): Required[] => {
    const from = specifierOf(init)
    if (from === undefined) return []
    const of = { from, isType: false }
    if (id.type === 'Identifier')
      return [
        { from, end: statement.end, taken: [{ ...of, local: id.name, name: undefined, start: id.start, end: id.end }] },
      ]
    const properties = id.type === 'ObjectPattern' ? id.properties : []
    const taken = properties.flatMap((property): Taken[] =>
      property.type === 'Property' && property.key.type === 'Identifier' && property.value.type === 'Identifier'
        ? [{ ...of, local: property.value.name, name: property.key.name, start: property.start, end: property.end }]
        : [],
    )
    return [{ from, end: statement.end, taken }]
  })
}

/** `./users` of `require('./users')`. */
function specifierOf(expression: Expression | null): string | undefined {
  if (expression?.type !== 'CallExpression' || pathOf(expression.callee) !== 'require') return undefined
  const [first] = expression.arguments
  return first?.type === 'Literal' && typeof first.value === 'string' ? first.value : undefined
}
