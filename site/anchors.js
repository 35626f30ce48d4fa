import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'

/** Throws where a built page links to a heading that is not there. VitePress itself looks at files only. */
export async function checkAnchors(folder) {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.html'))
  const texts = new Map(
    await Promise.all(names.map(async (name) => [resolve(folder, name), await readFile(join(folder, name), 'utf8')])),
  )
  const dead = []
  for (const [file, text] of texts) {
    for (const [, path, id] of text.matchAll(/href="([^"#:]*)#([^"]+)"/g)) {
      const target = path === '' ? file : path.startsWith('/') ? join(folder, path) : join(dirname(file), path)
      const there = [target, `${target}.html`, join(target, 'index.html')].map((name) => texts.get(name)).find(Boolean)
      if (!there?.includes(`id="${decodeURIComponent(id)}"`)) dead.push(`${relative(folder, file)}: ${path}#${id}`)
    }
  }
  if (dead.length > 0) throw new Error(`Links to headings that are not there:\n${[...new Set(dead)].join('\n')}`)
}
