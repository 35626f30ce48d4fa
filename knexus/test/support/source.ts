import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const TOKEN = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g

/** What a TypeScript file imports or exports again, as it is written there. */
export function importsOf(text: string): string[] {
  return [...withoutComments(text).matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!)
}

/** The contents of its quoted strings, but for those that `typeof` is compared with. */
export function stringsOf(text: string): string[] {
  return [
    ...withoutComments(text)
      .replaceAll(/typeof [\w.[\]]+ [!=]==? '\w+'/g, '')
      .matchAll(/'((?:\\.|[^'\\\n])*)'/g),
  ].map((match) => match[1]!)
}

/** Its code, with comments and the contents of strings taken away. */
export function codeOf(text: string): string {
  return text.replaceAll(TOKEN, (token) => (token.startsWith('/') ? '' : "''"))
}

function withoutComments(text: string): string {
  return text.replaceAll(TOKEN, (token) => (token.startsWith('/') ? '' : token))
}

/** The sources below a folder. What begins with a dot is a project that another test makes and takes away while this one reads. */
export function typescriptFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.name.startsWith('.') || entry.name === 'node_modules') return []
      return entry.isDirectory() ? typescriptFiles(path) : path.endsWith('.ts') ? [path] : []
    })
    .sort()
}
