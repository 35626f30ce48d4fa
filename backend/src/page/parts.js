import { label, say, sayRefusal } from './words.js'

export const $ = (id) => document.getElementById(id)

/**
 * An element: `make('a', { href: '#' }, 'text')`. What begins with `on` is listened to; false, null and undefined are
 * left out. Texts are text nodes.
 */
export function make(name, attributes, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === false || value === null || value === undefined) continue
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value)
    else made.setAttribute(key, value === true ? '' : value)
  }
  made.append(...children.filter((child) => child !== null && child !== undefined))
  return made
}

const access = { token: '' }
export const signIn = (token) => (access.token = token)

const refusal = (code, message, details = {}) => Object.assign(new Error(message), { code, details })

/** Asks the API. @throws what it refused, with `code`, `message` and `details` */
export async function call(method, path, body) {
  // What cannot stand in a header was never a token, and the browser would not send it.
  if (!/^[\x21-\x7e]+$/.test(access.token)) throw refusal('token-refused')
  const headers = { authorization: `Bearer ${access.token}`, ...(body && { 'content-type': 'application/json' }) }
  const sent = { method, headers, ...(body && { body: JSON.stringify(body) }) }
  const answer = await fetch(`/api${path}`, sent).catch(() => undefined)
  const read = await answer?.json().catch(() => undefined)
  if (!read) throw refusal('unreachable')
  if (!answer.ok) throw refusal(read.code, read.message, read.details)
  return read
}

/**
 * Says at the foot of the page what came of something, to screen readers too: politely what was done, at once what was
 * not.
 */
export function tell(text, bad = false) {
  $('told').textContent = bad ? '' : text
  $('refused').textContent = bad ? text : ''
}

/**
 * Does something, and says what came of it: its own text if it returns one. The page asks for another token where that
 * was refused.
 */
export async function attempt(act, unauthenticated = signedOut) {
  tell('')
  try {
    const text = await act()
    if (text !== undefined) tell(text)
  } catch (error) {
    if (error.code === 'token-refused') unauthenticated()
    else tell(sayRefusal(error), true)
  }
}

function signedOut() {
  dispatchEvent(new Event('signed-out'))
}

/** What could not be read without a token; what was to be written is left to whoever pressed for it. */
const unread = new Set()
/** Reads and shows something; where the token is no longer taken, again as soon as there is another. */
export const look = (act) =>
  attempt(act, () => {
    unread.add(act)
    signedOut()
  })
export async function lookAgain() {
  const acts = [...unread]
  unread.clear()
  await Promise.all(acts.map(look))
}

/** Does something when it is told to; told again before that is done, as by a second click, it does nothing. */
function once(control, act) {
  let busy = false
  return () => {
    if (busy) return
    busy = true
    control.setAttribute('aria-disabled', 'true')
    void attempt(act).finally(() => {
      busy = false
      control.removeAttribute('aria-disabled')
    })
  }
}

export function button(text, act, attributes) {
  const made = make('button', { type: 'button', ...attributes }, text)
  made.addEventListener('click', once(made, act))
  return made
}

/** A field with its label: of text, or with `options` a choice. */
export function field(text, name, { options, value, ...attributes } = {}) {
  fields += 1
  const id = `field-${fields}`
  const control = options
    ? make('select', { id, name, ...attributes }, ...options.map(([key, shown]) => new Option(shown, key)))
    : make('input', { id, name, ...attributes })
  if (value !== undefined) control.value = value
  return make('div', { class: 'field' }, make('label', { for: id }, text), control)
}
let fields = 0

/** The labels of an enum as options. */
export const options = (labels) => labels.map((one) => [one, label(one)])

/**
 * A form that hands over what was filled in, and cannot be sent twice at once. The field that the service refuses is
 * marked, and gets the focus.
 */
export function form(name, attributes, fields, submit, act) {
  const send = make('button', null, submit)
  const made = make('form', { ...attributes, 'data-form': name }, ...fields, send)
  const hand = once(send, async () => {
    for (const control of made.querySelectorAll('[aria-invalid]')) control.removeAttribute('aria-invalid')
    made.dataset.sent = ''
    try {
      return await act(Object.fromEntries(new FormData(made)))
    } catch (error) {
      delete made.dataset.sent
      const wrong = Object.keys(error.details ?? {}).flatMap((name) => made.elements[name] ?? [])
      for (const control of wrong) control.setAttribute('aria-invalid', 'true')
      wrong[0]?.focus()
      throw error
    }
  })
  made.addEventListener('submit', (event) => {
    event.preventDefault()
    hand()
  })
  return made
}

/** What was typed and not sent yet, by form and field. */
function* typed(view) {
  for (const made of view.querySelectorAll('form[data-form]'))
    if (made.dataset.sent === undefined)
      for (const control of made.elements) if (control.name) yield [`${made.dataset.form} ${control.name}`, control]
}

/**
 * Puts another showing of the same into a view, and keeps in it what was typed: an action beside a form, or another
 * language, takes nothing away.
 */
export function refill(view, children) {
  const before = new Map(typed(view))
  view.replaceChildren(...children)
  for (const [key, control] of typed(view)) {
    const old = before.get(key)
    if (old?.type === 'file') control.files = old.files
    else if (old) control.value = old.value
    if (old) control.dispatchEvent(new Event('change'))
  }
}

const TONES = {
  good: ['approved', 'validated', 'resolved', 'done', 'active'],
  warn: ['open', 'in_review', 'investigating', 'in_progress', 'needs_review', 'high', 'tbd', 'extracted'],
  bad: ['critical', 'conflicting', 'failed'],
}
export const badge = (name) => {
  const tone = Object.keys(TONES).find((key) => TONES[key].includes(name))
  return make('span', { class: tone ? `badge ${tone}` : 'badge' }, label(name))
}
export const badges = (...names) => make('p', { class: 'badges quiet-text' }, ...names.map((name) => badge(name)))
export const quiet = (text) => make('p', { class: 'quiet-text' }, text)

/** What the API lists, page by page, each as `show` makes it. */
export async function listed(path, show, empty, into = make('ul', { class: 'list' })) {
  const items = await call('GET', path)
  if (items.items.length === 0) return make('div', null, quiet(empty))
  const more = button(say('more'), () => next(), { class: 'quiet' })
  let after = null
  const put = async (page) => {
    const shown = await Promise.all(page.items.map((one) => show(one)))
    into.append(...shown)
    after = page.next
    more.hidden = after === null
    return shown
  }
  const next = async () => {
    const [first] = await put(await call('GET', `${path}&after=${after}`))
    first?.setAttribute('tabindex', '-1')
    first?.focus()
  }
  await put(items)
  return make('div', null, into.tagName === 'TBODY' ? into.parentElement : into, more)
}

/** What is asked for when it is opened. */
export function later(summary, load) {
  const made = make('details', null, make('summary', null, summary))
  let asked = false
  const fill = async () => {
    asked = true
    try {
      made.append(...(await load()))
    } catch (error) {
      // Opened once more, it is asked for once more.
      asked = false
      throw error
    }
  }
  made.addEventListener('toggle', () => {
    if (made.open && !asked) void look(fill)
  })
  return made
}

/** The text with its found words in `mark`, made from text nodes alone. */
export function marked(text, query) {
  const words = query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return text
    .split(/([\p{L}\p{N}]+)/u)
    .map((part) => (words.includes(part.toLowerCase()) ? make('mark', null, part) : part))
}

export const DOC_TYPES = ['protocol', 'sap', 'tfl', 'csr', 'ib', 'icf', 'other']
export const ZONES = [
  'overview',
  'design',
  'ip',
  'statistics',
  'safety',
  'endpoints',
  'population',
  'procedures',
  'data_management',
  'ethics',
  'admin',
  'appendix',
  'unknown',
]
