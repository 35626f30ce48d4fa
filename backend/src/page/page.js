import { showDocument, showDocuments } from './documents.js'
import { showConflicts, showFacts, showTasks } from './follow-up.js'
import { $, attempt, call, make, signIn, tell } from './parts.js'
import { showSearch, showStudies, showZones } from './workspace.js'
import { say } from './words.js'

const PLACES = { studies: showStudies, search: showSearch, zones: showZones }
const PARTS = { documents: showDocuments, facts: showFacts, conflicts: showConflicts, tasks: showTasks }

/** Where the address leads: `#/studies/ID/documents/ID`. */
const where = () => location.hash.slice(2).split('/')

const links = (entries, current) =>
  make(
    'ul',
    null,
    ...entries.map(([href, text]) =>
      make('li', null, make('a', { href, 'aria-current': href === current && 'page' }, text)),
    ),
  )

/** Which showing is the latest: one that an earlier click asked for must not come over it. */
let turn = 0
let entered = false

/** Shows what the address says. `moved`: the reader is taken to its title. */
async function show(moved) {
  if (!entered) return
  turn += 1
  const mine = turn
  const [place = '', studyId, part = 'documents', documentId] = where()
  const known = place in PLACES ? place : 'studies'
  const workspaceId = $('workspace').value
  $('places').replaceChildren(
    links(
      Object.keys(PLACES).map((one) => [`#/${one}`, say(one)]),
      `#/${known}`,
    ),
  )
  const again = () => show(false)
  let title = say(known)
  let parts = []
  const trail = []
  let view
  if (known === 'studies' && studyId) {
    const study = await call('GET', `/studies/${studyId}`)
    title = `${study.code}: ${study.title}`
    const at = `#/studies/${studyId}`
    parts = Object.keys(PARTS).map((one) => [`${at}/${one}`, say(one)])
    trail.push(['#/studies', say('studies')])
    if (part === 'documents' && documentId) {
      trail.push([`${at}/documents`, study.code])
      const shown = await showDocument(documentId, again)
      title = shown.title
      view = shown.view
    } else view = await PARTS[part in PARTS ? part : 'documents'](studyId, again)
    if (mine !== turn) return
    $('parts').replaceChildren(links(parts, `${at}/${part}`))
  } else if (workspaceId === '') view = [say('noWorkspace')]
  else view = await PLACES[known](workspaceId, again)
  if (mine !== turn) return
  $('parts').hidden = parts.length === 0
  $('trail').hidden = trail.length === 0
  $('trail').replaceChildren(links(trail))
  $('title').textContent = title
  document.title = `${title} · ClinNexus`
  const lost = $('view').contains(document.activeElement)
  $('view').replaceChildren(...view)
  // What was pressed is gone: whoever reads by keyboard goes on from the title.
  if (moved || lost) $('title').focus()
}

function speak(language) {
  document.documentElement.lang = language
  for (const part of document.querySelectorAll('[data-say]')) part.textContent = say(part.dataset.say)
  for (const part of document.querySelectorAll('[data-label]')) part.setAttribute('aria-label', say(part.dataset.label))
  tell('')
  void showReady()
  void attempt(() => show(false))
}

/** Whether the database is as this service needs it. */
async function showReady() {
  const answer = await fetch('/ready')
  const read = await answer.json()
  const pending = read.details?.pending
  $('ready').textContent = answer.ok ? say('ready', read) : ''
  $('pending').replaceChildren(
    ...(answer.ok ? [] : [say(pending ? 'pending' : 'away')]),
    ...(pending ? [make('ul', null, ...pending.map((name) => make('li', null, name)))] : []),
  )
}

$('enter').addEventListener('submit', (event) => {
  event.preventDefault()
  void attempt(async () => {
    signIn(new FormData($('enter')).get('token').trim())
    const { items } = await call('GET', '/workspaces?limit=200')
    $('workspace').replaceChildren(...items.map(({ id, name }) => new Option(name, id)))
    entered = true
    $('enter').hidden = true
    for (const id of ['places', 'workspaces', 'title']) $(id).hidden = false
    await show(true)
  })
})
$('skip').addEventListener('click', (event) => {
  event.preventDefault()
  const goal = entered ? $('title') : $('enter').elements.token
  goal.focus()
})
$('workspace').addEventListener('change', () => {
  if (['', '#/studies'].includes(location.hash)) void attempt(() => show(true))
  else location.hash = '#/studies'
})
$('language').addEventListener('change', () => speak($('language').value))
addEventListener('hashchange', () => void attempt(() => show(true)))
$('language').value = navigator.language.startsWith('ru') ? 'ru' : 'en'
speak($('language').value)
