import { label, say, sayRefusal } from './words.js'

export const $ = (id) => document.getElementById(id)

/** An element: `make('a', { href: '#' }, 'text')`. What begins with `on` is listened to; false, null and undefined are left out. Texts are text nodes. */
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

/** Asks the API. @throws what it refused, with `code` and `message` */
export async function call(method, path, body) {
  const headers = { authorization: `Bearer ${access.token}`, ...(body && { 'content-type': 'application/json' }) }
  const answer = await fetch(`/api${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  const read = await answer.json()
  if (!answer.ok) throw Object.assign(new Error(read.message), { code: read.code })
  return read
}

/** Says at the foot of the page what came of something, to screen readers too. */
export function tell(text, bad = false) {
  $('told').className = bad ? 'bad' : ''
  $('told').textContent = text
}

/** Does something, and says what came of it: its own text if it returns one. */
export async function attempt(act) {
  tell('')
  try {
    const text = await act()
    if (text !== undefined) tell(text)
  } catch (error) {
    tell(sayRefusal(error), true)
  }
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

/** A form that hands over what was filled in, and cannot be sent twice at once. */
export function form(attributes, fields, submit, act) {
  const send = make('button', null, submit)
  const made = make('form', attributes, ...fields, send)
  const hand = once(send, () => act(Object.fromEntries(new FormData(made))))
  made.addEventListener('submit', (event) => {
    event.preventDefault()
    hand()
  })
  return made
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
  let loaded = false
  made.addEventListener('toggle', () => {
    if (!made.open || loaded) return
    loaded = true
    void attempt(async () => made.append(...(await load())))
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
