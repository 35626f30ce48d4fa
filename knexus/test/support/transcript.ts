import { exec } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** One step of a page: a file that the reader writes, edits or looks at, or a command with what it prints. */
export type Step =
  | { readonly step: 'write' | 'edit'; readonly file: string; readonly text: string }
  | { readonly step: 'see'; readonly file: string; readonly expected: string }
  | { readonly step: 'run'; readonly command: string; readonly expected: string }

/**
 * The steps of a page, in order. A block with `title="FILE"` is a file to write, or with `diff` an edit of one; a `console` block holds
 * commands behind `$ `, each with what it prints on both streams. `…` stands for any text, alone on a line for any lines. A title with `…` in it
 * is a file that was written by then: the newest that fits.
 */
export function stepsOf(page: string): Step[] {
  return [...page.matchAll(/^```(\w+)(?: title="([^"]+)")?\n([\s\S]*?)^```$/gm)].flatMap(
    ([, language, file, text = '']): Step[] => {
      if (file?.includes('…')) return [{ step: 'see', file, expected: text.trimEnd() }]
      if (file !== undefined) return [{ step: language === 'diff' ? 'edit' : 'write', file, text }]
      if (language !== 'console') return []
      return text
        .split(/^\$ /m)
        .slice(1)
        .map((part) => {
          const [command = '', ...lines] = part.trimEnd().split('\n')
          return { step: 'run', command, expected: lines.join('\n') }
        })
    },
  )
}

/** Where the steps of a page are done. */
export interface Desk {
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
}

/** Does one step. Answers with what a command printed, on both streams in the order in which it came, or with what is in a file. */
export async function take(step: Step, { folder, env }: Desk): Promise<string> {
  if (step.step === 'run')
    return new Promise((done) => {
      exec(`{ ${step.command}\n} 2>&1`, { cwd: folder, env, maxBuffer: 1 << 26 }, (_error, out) => done(out.trimEnd()))
    })
  const path = join(folder, step.file)
  if (step.step === 'see') {
    const names = (await readdir(dirname(path))).filter((name) => matches(name, basename(path)))
    return names.length === 0 ? '' : (await readFile(join(dirname(path), names.toSorted().at(-1)!), 'utf8')).trimEnd()
  }
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, step.step === 'write' ? step.text : edited(await readFile(path, 'utf8'), step))
  return ''
}

/** A file after an edit: the lines that the edit shows must be in it once. */
function edited(text: string, { file, text: edit }: { readonly file: string; readonly text: string }): string {
  const lines = edit.split('\n').slice(0, -1)
  const side = (sign: string) =>
    lines
      .filter((line) => !line.startsWith(sign))
      .map((line) => line.slice(1))
      .join('\n')
  const [before, ...rest] = text.split(side('+'))
  if (rest.length !== 1) throw new Error(`${file} holds the lines of the edit ${rest.length} times:\n${text}`)
  return `${before}${side('-')}${rest[0]}`
}

/** Whether a command printed what a page says. */
export function matches(printed: string, expected: string): boolean {
  const pattern = expected
    .split('\n')
    .map((line) => (line.trim() === '…' ? '(?:.*\n)*?' : `${line.split('…').map(escaped).join('.*')}\n`))
    .join('')
  return new RegExp(`^${pattern}$`).test(`${printed}\n`)
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}
