import {
  badge,
  badges,
  call,
  DOC_TYPES,
  field,
  form,
  later,
  listed,
  look,
  make,
  options,
  quiet,
  tell,
} from './parts.js'
import { label, say, sayMoment } from './words.js'

const FORMATS = { md: 'markdown', markdown: 'markdown', json: 'json' }
const file = () =>
  field(say('file'), 'file', {
    type: 'file',
    required: true,
    accept: '.md,.markdown,.txt,.json,text/markdown,text/plain',
  })
const versionField = (value) => field(say('versionLabel'), 'label', { required: true, maxlength: 64, value })

/** Adds a version of a document, and asks for its text to be read. */
async function upload(documentId, { label, file }) {
  const format = FORMATS[file.name.split('.').pop().toLowerCase()] ?? 'text'
  const content = await file.text()
  const { id } = await call('POST', `/documents/${documentId}/versions`, { label, format, content })
  await call('POST', `/versions/${id}/ingest`)
}

/** The documents of a study, and a form to upload one. */
export async function showDocuments(studyId, again) {
  const list = await listed(
    `/studies/${studyId}/documents?limit=50`,
    ({ id, title, docType, lifecycle }) =>
      make(
        'li',
        null,
        make('h3', null, make('a', { href: `#/studies/${studyId}/documents/${id}` }, title)),
        badges(docType, lifecycle),
      ),
    say('noDocuments'),
  )
  const create = form(
    'document',
    { class: 'card', 'aria-labelledby': 'new' },
    [
      make('h3', { id: 'new' }, say('newDocument')),
      field(say('title'), 'title', { required: true, maxlength: 1000 }),
      field(say('docType'), 'docType', { options: options(DOC_TYPES) }),
      versionField('1.0'),
      file(),
    ],
    say('upload'),
    async ({ title, docType, ...version }) => {
      const { id } = await call('POST', `/studies/${studyId}/documents`, { docType, title })
      await upload(id, version)
      await again()
      return say('reading')
    },
  )
  return [make('div', { class: 'columns' }, list, create)]
}

/** A document: the text of a version by sections, and what changed between versions. */
export async function showDocument(id, again) {
  const versions = (await call('GET', `/documents/${id}/versions?limit=200`)).items
  const { title, docType, lifecycle } = await call('GET', `/documents/${id}`)
  const newest = versions.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))[0]
  const text = make('div', { class: 'text' })
  const choose = field(say('versionLabel'), 'version', {
    options: versions.map((one) => [one.id, one.label]),
    value: newest?.id,
    onchange: (event) => void look(() => showText(text, event.target.value)),
  })
  if (newest) await showText(text, newest.id)
  const add = make(
    'details',
    { open: versions.length === 0 },
    make('summary', null, say('addVersion')),
    form('version', null, [versionField(''), file()], say('upload'), async (given) => {
      await upload(id, given)
      await again()
      return say('reading')
    }),
  )
  return {
    title,
    view: [
      badges(docType, lifecycle),
      make(
        'div',
        { class: 'columns' },
        make(
          'section',
          { class: 'card stack', 'aria-labelledby': 'sections' },
          make('h3', { id: 'sections' }, say('sections')),
          ...(newest ? [choose, text] : [quiet(say('noSections'))]),
        ),
        make('div', { class: 'stack' }, add, await changesOf(id, versions, again)),
      ),
    ],
  }
}

/** The text of a version under its headings, each piece with its key. While it is being read, it is asked for again. */
async function showText(into, versionId, waited = false) {
  into.dataset.version = versionId
  const {
    items: [run],
  } = await call('GET', `/versions/${versionId}/runs?limit=1`)
  if (run?.status === 'running') {
    into.replaceChildren(quiet(say('reading')))
    setTimeout(() => {
      if (into.isConnected && into.dataset.version === versionId) void look(() => showText(into, versionId, true))
    }, 1000)
    return
  }
  if (run?.status === 'failed') {
    const text = say('readFailed', { reason: run.errors.join(', ') })
    into.replaceChildren(quiet(text))
    if (waited) tell(text, true)
    return
  }
  let path
  const pieces = await listed(
    `/versions/${versionId}/anchors?limit=100`,
    ({ sectionPath, zone, kind, key, body }) => {
      const begins = sectionPath !== path
      path = sectionPath
      const text = kind === 'hdr' && begins ? null : make('p', null, kind === 'li' ? `• ${body}` : body)
      return make(
        'div',
        null,
        begins ? make('h4', null, sectionPath || say('start'), ' ', badge(zone)) : null,
        make('div', { class: 'anchor' }, text, make('code', null, key)),
      )
    },
    say('noSections'),
    make('div'),
  )
  into.replaceChildren(pieces)
  if (waited) tell(say('read'))
}

/** The recorded changes of a document, and a form to record one. */
async function changesOf(documentId, versions, again) {
  const name = new Map(versions.map((one) => [one.id, one.label]))
  const choices = versions.map((one) => [one.id, one.label])
  const list = await listed(
    `/documents/${documentId}/changes?limit=20`,
    (one) =>
      make(
        'li',
        null,
        make('h4', null, say('change', { from: name.get(one.fromVersionId), to: name.get(one.toVersionId) })),
        quiet(say('summary', { kept: 0, changed: 0, dropped: 0, added: 0, ...one.summary })),
        quiet(sayMoment(one.createdAt)),
        later(say('matches'), async () => [
          await listed(
            `/changes/${one.id}/matches?limit=50&method=similar`,
            ({ fromBody, toBody }) =>
              make(
                'li',
                null,
                quiet(say('before')),
                make('blockquote', null, fromBody),
                quiet(say('after')),
                make('blockquote', null, toBody),
              ),
            say('noMatches'),
          ),
        ]),
      ),
    say('noChanges'),
  )
  const record = form(
    'change',
    null,
    [
      field(say('from'), 'from', { options: choices }),
      field(say('to'), 'to', { options: choices, value: choices.at(-1)?.[0] }),
    ],
    say('recordChange'),
    async ({ from, to }) => {
      await call('POST', `/versions/${from}/changes/${to}`)
      await again()
      return say('done')
    },
  )
  return make(
    'section',
    { class: 'card stack', 'aria-labelledby': 'changes' },
    make('h3', { id: 'changes' }, say('changes')),
    list,
    versions.length > 1 ? record : null,
  )
}

export const valueText = (value) => {
  const one = Object.keys(value).length === 1 && 'value' in value ? value.value : value
  return typeof one === 'string' ? one : JSON.stringify(one)
}

export const scopeText = ({ scope, scopeRef }) => [label(scope), scopeRef].filter(Boolean).join(' ')
