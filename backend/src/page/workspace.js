import { $, badge, badges, call, DOC_TYPES, field, form, listed, make, marked, options, quiet, ZONES } from './parts.js'
import { label, say } from './words.js'

/** What somebody sees who is in no workspace yet: how to come into one, and a form that makes one. */
export function showNoWorkspace(again) {
  const create = form(
    'workspace',
    { class: 'card', 'aria-labelledby': 'new' },
    [
      make('h3', { id: 'new' }, say('newWorkspace')),
      field(say('workspaceName'), 'name', { required: true, maxlength: 200 }),
    ],
    say('createWorkspace'),
    async ({ name }) => {
      const { id } = await call('POST', '/workspaces', { name })
      $('workspace').append(new Option(name, id))
      await again()
      return say('done')
    },
  )
  return [make('div', { class: 'columns' }, quiet(say('noWorkspace')), create)]
}

/** The studies of a workspace, and a form for a new one. */
export async function showStudies(workspaceId, again) {
  const list = await listed(
    `/studies?limit=50&workspaceId=${workspaceId}`,
    ({ id, code, title, status }) =>
      make(
        'li',
        null,
        make('h3', null, make('a', { href: `#/studies/${id}/documents` }, `${code}: ${title}`)),
        badges(status),
      ),
    say('noStudies'),
  )
  const create = form(
    'study',
    { class: 'card', 'aria-labelledby': 'new' },
    [
      make('h3', { id: 'new' }, say('newStudy')),
      field(say('code'), 'code', { required: true, maxlength: 64 }),
      field(say('title'), 'title', { required: true, maxlength: 1000 }),
    ],
    say('createStudy'),
    async ({ code, title }) => {
      await call('POST', '/studies', { workspaceId, code, title })
      await again()
      return say('done')
    },
  )
  return [make('div', { class: 'columns' }, list, create)]
}

/** Search over everything that was read; the zone that the question is about raises what the crosswalk says about it. */
export async function showSearch(workspaceId) {
  const hits = make('ol', { class: 'list' })
  const count = make('p', { class: 'quiet-text', role: 'status' })
  const any = ['', say('anything')]
  const ask = form(
    'search',
    { class: 'card row', role: 'search' },
    [
      field(say('words'), 'query', { required: true, maxlength: 1000 }),
      field(say('mode'), 'mode', {
        options: [
          ['hybrid', say('modeHybrid')],
          ['vector', say('modeVector')],
          ['text', say('modeText')],
        ],
      }),
      field(say('aboutType'), 'docType', { options: [any, ...options(DOC_TYPES)] }),
      field(say('aboutZone'), 'zone', { options: [any, ...options(ZONES)] }),
    ],
    say('find'),
    async ({ query, mode, docType, zone }) => {
      const from = docType && zone ? { from: { docType, zone } } : {}
      const { items } = await call('POST', '/search', { workspaceId, query, mode, ...from })
      hits.replaceChildren(
        ...items.map((hit) =>
          make(
            'li',
            null,
            make('p', { class: 'quiet-text' }, hit.sectionPath || say('start')),
            make('blockquote', null, ...marked(hit.body, query)),
            make(
              'div',
              { class: 'badges' },
              badge(hit.docType),
              badge(hit.zone),
              make('a', { href: `#/studies/${hit.studyId}/documents/${hit.documentId}` }, say('openDocument')),
            ),
          ),
        ),
      )
      count.textContent = items.length > 0 ? say('found', { count: items.length }) : say('nothing')
    },
  )
  return [make('div', { class: 'stack' }, ask, count, hits)]
}

/** How much zones say about each other, and a form that sets it. */
export async function showZones(workspaceId, again) {
  const rows = make('tbody')
  const heads = [say('from'), say('to'), say('weight')].map((text) => make('th', { scope: 'col' }, text))
  make('table', null, make('caption', null, say('crosswalk')), make('thead', null, make('tr', null, ...heads)), rows)
  const list = await listed(
    `/zone-crosswalk?limit=50&workspaceId=${workspaceId}`,
    (one) =>
      make(
        'tr',
        null,
        make('td', null, label(one.fromZone), quiet(label(one.fromDocType))),
        make('td', null, label(one.toZone), quiet(label(one.toDocType))),
        make('td', null, one.weight, one.isActive ? null : quiet(say('off'))),
      ),
    say('noZones'),
    rows,
  )
  list.className = 'card'
  const set = form(
    'zone',
    { class: 'card', 'aria-labelledby': 'new' },
    [
      make('h3', { id: 'new' }, say('setWeight')),
      field(say('fromType'), 'fromDocType', { options: options(DOC_TYPES) }),
      field(say('fromZone'), 'fromZone', { options: options(ZONES) }),
      field(say('toType'), 'toDocType', { options: options(DOC_TYPES), value: 'sap' }),
      field(say('toZone'), 'toZone', { options: options(ZONES) }),
      field(say('weight'), 'weight', { type: 'number', min: 0, max: 1, step: 0.01, value: '0.5', required: true }),
    ],
    say('save'),
    async ({ weight, ...zones }) => {
      await call('PUT', '/zone-crosswalk', { workspaceId, ...zones, weight: Number(weight) })
      await again()
      return say('done')
    },
  )
  return [make('div', { class: 'columns' }, list, set)]
}
