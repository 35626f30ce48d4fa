import { addressOf } from '../schema.ts'
import { call, print, wrap, type Uses } from './print.ts'
import { commentOf, say, type Pull, type Unit } from './state.ts'

/** The namespaces and extensions, as two lists. Every database has `public`. */
export function databaseUnits(pull: Pull): Unit[] {
  const uses: Uses = new Set()
  const namespaces: string[] = []
  const extensions: string[] = []
  for (const object of pull.schema.values()) {
    if (object.kind === 'namespace' && say(pull, object)) {
      const comment = commentOf(pull, addressOf(object))
      if (object.name !== 'public' || comment.comment !== undefined)
        namespaces.push(declaration('namespace', object.name, comment, uses))
    }
    if (object.kind === 'extension' && say(pull, object)) {
      extensions.push(
        declaration(
          'extension',
          object.name,
          object.schema === null || object.schema === 'public' ? {} : { schema: object.schema },
          uses,
        ),
      )
    }
  }
  const used = (word: string) => new Set([...uses].filter((one) => one === word))
  return [
    ...(namespaces.length > 0
      ? [{ address: 'namespaces', id: 'databaseNamespaces', code: wrap('[', namespaces, ']'), uses: used('namespace') }]
      : []),
    ...(extensions.length > 0
      ? [{ address: 'extensions', id: 'databaseExtensions', code: wrap('[', extensions, ']'), uses: used('extension') }]
      : []),
  ]
}

function declaration(word: string, name: string, options: object, uses: Uses): string {
  uses.add(word)
  return call(word, [print(name, uses), ...(Object.keys(options).length > 0 ? [print(options, uses)] : [])])
}
