import { parseSync } from 'oxc-parser'

/** One change to a source that a test ought to notice. */
export interface Mutant {
  readonly start: number
  readonly end: number
  /** What stands there instead. */
  readonly text: string
}

/** A node as ESTree has it. */
interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

/** Every mutant of a TypeScript source, in the order of the text. Types, imports and messages of errors are left alone. */
export function mutantsOf(name: string, source: string): Mutant[] {
  const found: Mutant[] = []
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk)
    if (!isNode(value) || isLeftAlone(value)) return
    const text = (node: unknown) => (isNode(node) ? source.slice(node.start, node.end) : '')
    for (const [at, instead] of MUTATORS[value.type]?.(value, text) ?? [])
      found.push({ start: at.start, end: at.end, text: instead })
    for (const [key, child] of Object.entries(value)) if (!isName(value, key)) walk(child)
  }
  walk(parseSync(name, source).program)
  return found.sort((a, b) => a.start - b.start || b.end - a.end)
}

type Mutations = readonly (readonly [at: Node, instead: string])[]

/** What becomes of each type of node. */
const MUTATORS: Readonly<Record<string, (node: Node, text: (node: unknown) => string) => Mutations>> = {
  BinaryExpression: (node, text) => swapped(node, text, COMPARED),
  LogicalExpression: (node, text) =>
    node.operator === '??' ? [[node, text(node.left)]] : swapped(node, text, { '&&': '||', '||': '&&' }),
  UnaryExpression: (node, text) => (node.operator === '!' ? [[node, text(node.argument)]] : []),
  ConditionalExpression: (node, text) => [
    [node, text(node.consequent)],
    [node, text(node.alternate)],
  ],
  IfStatement: ({ test }, text) => (isNode(test) ? [[test, `!(${text(test)})`]] : []),
  ExpressionStatement: (node) => (isCall(node.expression) ? [[node, ';']] : []),
  ContinueStatement: (node) => [[node, ';']],
  CallExpression: (node, text) => {
    const { callee } = node
    const method = isNode(callee) && callee.type === 'MemberExpression' ? text(callee.property) : ''
    if (!isNode(callee) || method === '') return []
    if (DROPPED.has(method)) return [[node, text(callee.object)]]
    const other = method === 'some' ? 'every' : method === 'every' ? 'some' : undefined
    return other && isNode(callee.property) ? [[callee.property, other]] : []
  },
  ArrayExpression: (node) => (Array.isArray(node.elements) && node.elements.length > 0 ? [[node, '[]']] : []),
  Literal: (node) => {
    if (typeof node.value === 'boolean') return [[node, String(!node.value)]]
    if (typeof node.value === 'number') return [[node, String(node.value + 1)]]
    return typeof node.value === 'string' && node.value !== '' ? [[node, "''"]] : []
  },
}

const COMPARED: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '+': '-',
  '-': '+',
}

/** Methods whose call may be left out: what they are called on has the same type. */
const DROPPED = new Set([
  'filter',
  'reverse',
  'toReversed',
  'sort',
  'toSorted',
  'slice',
  'replace',
  'replaceAll',
  'trim',
])

function swapped(node: Node, text: (node: unknown) => string, others: Readonly<Record<string, string>>): Mutations {
  const other = others[String(node.operator)]
  return other === undefined ? [] : [[node, `${text(node.left)} ${other} ${text(node.right)}`]]
}

function isLeftAlone(node: Node): boolean {
  return node.type.startsWith('TS') && !EXPRESSIONS.has(node.type)
    ? true
    : /^Import|^Export\w*From$|^ThrowStatement$/.test(node.type)
}

/** Nodes of TypeScript that hold an expression. */
const EXPRESSIONS = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSParameterProperty'])

/** The parts of a node that are names or types. */
function isName({ type, computed }: Node, key: string): boolean {
  if (key === 'typeAnnotation' || key === 'typeArguments' || key === 'typeParameters' || key === 'returnType')
    return true
  return (
    key === 'source' ||
    (key === 'key' && computed !== true) ||
    (type === 'MemberExpression' && key === 'property' && computed !== true)
  )
}

function isCall(node: unknown): boolean {
  return isNode(node) && (node.type === 'CallExpression' || (node.type === 'AwaitExpression' && isCall(node.argument)))
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value
  )
}
