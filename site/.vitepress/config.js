import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitepress'
import { checkAnchors } from '../anchors.js'

const docs = join(import.meta.dirname, '../../docs')

/** A page of the sidebar, by its path below docs/ and the title it has there. */
const page = (path) => ({ text: titleOf(path), link: `/${path.replace(/README\.md$/, '').replace(/\.md$/, '')}` })

function titleOf(path) {
  return /^# (.+)$/m.exec(readFileSync(join(docs, path), 'utf8'))[1].replaceAll('`', '')
}

const GROUPS = {
  Start: [
    'start/this-stack.md',
    'start/new-project.md',
    'start/existing-knex-project.md',
    'start/old-database.md',
    'tour.md',
  ],
  'How to': [
    'models.md',
    'adopting.md',
    'running.md',
    'ci.md',
    'testing.md',
    'api.md',
    'coming-from.md',
    'clinnexus.md',
  ],
  Reference: [
    'commands.md',
    'configuration.md',
    'events.md',
    'kinds.md',
    'rules.md',
    'locks.md',
    'errors.md',
    'mistakes.md',
  ],
  'How it works': ['architecture.md', 'performance.md'],
}
const decisions = readdirSync(join(docs, 'decisions'))
  .filter((name) => /^\d/.test(name))
  .map((name) => page(`decisions/${name}`))
const listed = new Set(Object.values(GROUPS).flat())
const unlisted = readdirSync(docs, { recursive: true }).filter(
  (path) => path.endsWith('.md') && !path.startsWith('decisions/') && path !== 'README.md' && !listed.has(path),
)
if (unlisted.length > 0)
  throw new Error(`Pages that no group of site/.vitepress/config.js lists: ${unlisted.join(', ')}`)

/** The pages are not below the folder that has the packages. */
const packagesOfSite = {
  name: 'packages-of-site',
  enforce: 'pre',
  resolveId(source, importer, options) {
    return importer?.startsWith(docs) && /^vue\b/.test(source)
      ? this.resolve(source, import.meta.filename, { ...options, skipSelf: true })
      : undefined
  },
}

export default defineConfig({
  title: 'Knexus',
  description: 'Declare PostgreSQL tables once in TypeScript; get proven, plain Knex migrations.',
  lang: 'en',
  srcDir: '../docs',
  // A folder's page is README.md, as GitHub shows it.
  rewrites: { 'README.md': 'index.md', 'decisions/README.md': 'decisions/index.md' },
  lastUpdated: false,
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config(md) {
      titledFences(md)
      md.core.ruler.push('empty-headers', emptyHeaders)
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Start', link: '/start/new-project' },
      { text: 'Commands', link: '/commands' },
      { text: 'Models', link: '/models' },
    ],
    sidebar: [
      ...Object.entries(GROUPS).map(([text, paths]) => ({ text, items: paths.map(page) })),
      { text: 'Decisions', link: '/decisions/', collapsed: true, items: decisions },
    ],
  },
  vite: {
    plugins: [packagesOfSite],
    server: { fs: { allow: ['../..'] } },
  },
  buildEnd: ({ outDir }) => checkAnchors(outDir),
})

/** Shows the name of a file above what it holds: ```js title="knexfile.js" */
function titledFences(md) {
  const fence = md.renderer.rules.fence
  md.renderer.rules.fence = (tokens, index, ...rest) => {
    const title = /\btitle="([^"]+)"/.exec(tokens[index].info)?.[1]
    const html = fence(tokens, index, ...rest)
    return title ? `<p class="file-title">${md.utils.escapeHtml(title)}</p>${html}` : html
  }
}

/** A heading of a table that says nothing is no heading. */
function emptyHeaders({ tokens }) {
  for (const [index, token] of tokens.entries())
    if (token.type === 'th_open' && tokens[index + 1].content === '') token.tag = tokens[index + 2].tag = 'td'
}
