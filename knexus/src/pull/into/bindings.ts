import type { ParseResult } from 'oxc-parser'

type Statement = ParseResult['program']['body'][number]

/** The names that a statement binds. */
export function namesOf(statement: Statement): string[] {
  if (statement.type === 'ImportDeclaration') return statement.specifiers.map(({ local }) => local.name)
  if (statement.type === 'ExportNamedDeclaration')
    return [
      ...(statement.declaration ? namesOf(statement.declaration) : []),
      ...statement.specifiers.flatMap(({ exported }) => ('name' in exported ? [exported.name] : [])),
    ]
  if (statement.type === 'VariableDeclaration') return statement.declarations.flatMap(({ id }) => namesIn(id))
  return 'id' in statement && statement.id && 'name' in statement.id ? [statement.id.name] : []
}

type Pattern = Extract<Statement, { readonly type: 'VariableDeclaration' }>['declarations'][number]['id']

function namesIn(pattern: Pattern): string[] {
  if (pattern.type === 'Identifier') return [pattern.name]
  if (pattern.type === 'ObjectPattern')
    return pattern.properties.flatMap((property) =>
      namesIn(property.type === 'RestElement' ? property.argument : property.value),
    )
  if (pattern.type === 'ArrayPattern')
    return pattern.elements.flatMap((element) =>
      element ? namesIn(element.type === 'RestElement' ? element.argument : element) : [],
    )
  return pattern.type === 'AssignmentPattern' ? namesIn(pattern.left) : []
}
