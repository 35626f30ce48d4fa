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
