import { showDocument, showDocuments } from './documents.js'
import { showConflicts, showFacts, showTasks } from './follow-up.js'
import { $, attempt, call, look, lookAgain, make, refill, signIn, tell } from './parts.js'
import { showNoWorkspace, showSearch, showStudies, showZones } from './workspace.js'
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
const showAgain = () => show(false)
const showNew = () => show(true)

const known = (place) => (place in PLACES ? place : 'studies')

/** What is at the address: its title, the links to it and its parts, and what is shown. */
async function found() {
  const [place = '', studyId, part = 'documents', documentId] = where()
  if (known(place) === 'studies' && studyId) return await foundInStudy(studyId, part, documentId)
  const workspaceId = $('workspace').value
  const view = workspaceId === '' ? showNoWorkspace(showAgain) : await PLACES[known(place)](workspaceId, showAgain)
  return { title: say(known(place)), view }
}

async function foundInStudy(studyId, part, documentId) {
  const study = await call('GET', `/studies/${studyId}`)
  const at = `#/studies/${studyId}`
  const parts = links(
    Object.keys(PARTS).map((one) => [`${at}/${one}`, say(one)]),
    `${at}/${part}`,
  )
  const trail = [['#/studies', say('studies')]]
  if (part === 'documents' && documentId)
    return {
      parts,
      trail: links([...trail, [`${at}/documents`, study.code]]),
      ...(await showDocument(documentId, showAgain)),
    }
  const view = await PARTS[part in PARTS ? part : 'documents'](studyId, showAgain)
  return { title: `${study.code}: ${study.title}`, parts, trail: links(trail), view }
}

/** Shows what the address says. `moved`: the reader is taken to its title. */
async function show(moved) {
  if (!entered) return
  turn += 1
  const mine = turn
  const [place = ''] = where()
  $('places').replaceChildren(
    links(
      Object.keys(PLACES).map((one) => [`#/${one}`, say(one)]),
      `#/${known(place)}`,
    ),
  )
  const { title, view, ...nav } = await found()
  if (mine !== turn) return
  for (const id of ['trail', 'parts']) {
    $(id).hidden = nav[id] === undefined
    $(id).replaceChildren(nav[id] ?? '')
  }
  $('title').textContent = title
  document.title = `${title} · ClinNexus`
  const lost = $('view').contains(document.activeElement)
  if (moved) $('view').replaceChildren(...view)
  else refill($('view'), view)
  // What was pressed is gone: whoever reads by keyboard goes on from the title.
  if (moved || lost) $('title').focus()
}

function speak(language) {
  document.documentElement.lang = language
  for (const part of document.querySelectorAll('[data-say]')) part.textContent = say(part.dataset.say)
  for (const part of document.querySelectorAll('[data-label]')) part.setAttribute('aria-label', say(part.dataset.label))
  tell('')
  void showReady()
  void look(showAgain)
}

/** Whether the database is as this service needs it. */
async function showReady() {
  const answer = await fetch('/ready').catch(() => undefined)
  const read = await answer?.json().catch(() => undefined)
  const pending = read?.details?.pending
  $('ready').textContent = answer?.ok ? say('ready', read) : ''
  $('pending').replaceChildren(
    ...(answer?.ok ? [] : [say(pending ? 'pending' : 'away')]),
    ...(pending ? [make('ul', null, ...pending.map((name) => make('li', null, name)))] : []),
  )
}

/** Asks for a token, and says why: no token was accepted, or the one that was is no longer. What is open stays open below. */
function askForToken(why) {
  const said = $('why')
  said.dataset.say = why
  said.textContent = say(why)
  $('token').setAttribute('aria-invalid', 'true')
  $('enter').hidden = false
  $('token').focus()
  $('token').select()
}

/** The studies of the chosen workspace, wherever the page is. */
async function toStudies() {
  if (['', '#/studies'].includes(location.hash)) await show(true)
  else location.hash = '#/studies'
}

async function enter() {
  signIn(new FormData($('enter')).get('token').trim())
  const { items } = await call('GET', '/workspaces?limit=200')
  const choice = $('workspace')
  const before = choice.value
  choice.replaceChildren(...items.map(({ id, name }) => new Option(name, id)))
  const same = entered && items.some(({ id }) => id === before)
  if (same) choice.value = before
  delete $('why').dataset.say
  $('why').textContent = ''
  $('token').removeAttribute('aria-invalid')
  $('enter').reset()
  $('enter').hidden = true
  for (const id of ['places', 'workspaces', 'title']) $(id).hidden = false
  if (!entered) {
    entered = true
    return await show(true)
  }
  if (!same) {
    // Somebody else, who may not see what is open.
    $('view').replaceChildren()
    return await toStudies()
  }
  const goal = left?.isConnected ? left : $('title')
  goal.focus()
  await lookAgain()
  return say('signedInAgain')
}

$('enter').addEventListener('submit', (event) => {
  event.preventDefault()
  void attempt(enter, () => askForToken('wrongToken'))
})
/** What had the focus when the token was refused. */
let left
addEventListener('signed-out', () => {
  // Whoever is at the field already is not disturbed by what was still under way.
  if (!$('enter').hidden) return
  left = document.activeElement
  askForToken('tokenGone')
})
$('skip').addEventListener('click', (event) => {
  event.preventDefault()
  const goal = entered ? $('title') : $('enter').elements.token
  goal.focus()
})
$('workspace').addEventListener('change', () => void look(toStudies))
$('language').addEventListener('change', () => speak($('language').value))
addEventListener('hashchange', () => void look(showNew))
$('language').value = navigator.language.startsWith('ru') ? 'ru' : 'en'
speak($('language').value)
