import { en } from './words-en.js'
import { ru } from './words-ru.js'

const WORDS = { en, ru }
const words = () => WORDS[document.documentElement.lang]

/** A text in the language of the page, with `{name}` replaced. */
export const say = (key, values = {}) => words()[key].replaceAll(/\{(\w+)\}/g, (_, name) => values[name])

/** A label of an enum as a person reads it; as it is where nobody said how. */
export const label = (name) => words().labels[name] ?? name.replaceAll('_', ' ')

/** The title of a task: the words before its colon are the service's, and English. */
export const sayTitle = (title) => title.replace(/^[^:]+/, (head) => words().titles[head] ?? head)

/** What was refused, by its code, then by its sort; else in the words of the service, which are English. */
export function sayRefusal({ code, message }) {
  const { refusals } = words()
  return refusals[code] ?? (code?.endsWith('-not-found') ? refusals['not-found'] : undefined) ?? message
}

/** A moment as the language writes it. */
export const sayMoment = (text) =>
  new Date(text).toLocaleString(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' })
