import { scopeText, valueText } from './documents.js'
import { badge, badges, button, call, field, form, later, listed, look, make, options, quiet } from './parts.js'
import { label, say, sayMoment, sayTitle } from './words.js'

const SETTLED = ['resolved', 'accepted_risk', 'suppressed']
const CONFLICT_STEPS = { open: ['investigating', ...SETTLED], investigating: ['open', ...SETTLED] }
const TASK_STEPS = {
  open: ['in_progress', 'cancelled'],
  in_progress: ['done', 'open', 'cancelled'],
  cancelled: ['open'],
}

const amount = ({ value, unit }) => make('p', { class: 'value' }, [valueText(value), unit].filter(Boolean).join(' '))

/** The facts of a study with what shows them. */
export async function showFacts(studyId) {
  return [
    await listed(
      `/studies/${studyId}/facts?limit=50`,
      (fact) =>
        make(
          'li',
          null,
          make('h3', null, `${fact.type} · ${fact.key}`),
          amount(fact),
          badges(fact.status, ...(fact.scope === 'global' ? [] : [scopeText(fact)])),
          fact.confidence === null ? null : quiet(say('confidence', { share: fact.confidence })),
          later(say('evidence'), async () => {
            const { items } = await call('GET', `/facts/${fact.id}/evidence`)
            if (items.length === 0) return [quiet(say('noEvidence'))]
            return items.map(({ sectionPath, body }) =>
              make('blockquote', null, quiet(sectionPath || say('start')), body),
            )
          }),
        ),
      say('noFacts'),
    ),
  ]
}

/** A choice of a status that a list is narrowed to, and the list. */
async function narrowed(statuses, list) {
  const into = make('div')
  const choose = field(say('status'), 'status', {
    options: [['', say('all')], ...options(statuses)],
    onchange: (event) => void look(async () => into.replaceChildren(await list(event.target.value))),
  })
  into.append(await list(''))
  return [choose, into]
}

const query = (status) => (status ? `&status=${status}` : '')

/** Facts that contradict each other, and a form to settle each. */
export async function showConflicts(studyId, again) {
  const show = async (conflict) => {
    const { items } = await call('GET', `/conflicts/${conflict.id}/sides`)
    const what = `${conflict.type} · ${conflict.key}`
    return make(
      'li',
      null,
      make('h3', null, what),
      badges(conflict.status, conflict.severity, scopeText(conflict)),
      make(
        'ul',
        { class: 'sides' },
        ...items.map((side) =>
          make(
            'li',
            null,
            amount(side),
            quiet(
              side.versionLabel === null
                ? say('noVersion')
                : `${side.documentTitle}, ${say('version', { label: side.versionLabel })}`,
            ),
          ),
        ),
      ),
      conflict.because === null ? null : quiet(say('because', { reason: conflict.because })),
      conflict.status in CONFLICT_STEPS ? settling(conflict, what, again) : null,
    )
  }
  const [choose, list] = await narrowed(['open', 'investigating', ...SETTLED], (status) =>
    listed(`/studies/${studyId}/conflicts?limit=20${query(status)}`, show, say(status ? 'noneOfThese' : 'noConflicts')),
  )
  const look = button(say('lookForConflicts'), async () => {
    const looked = await call('POST', `/studies/${studyId}/conflicts`)
    await again()
    return say('lookedFor', looked)
  })
  return [make('div', { class: 'stack' }, make('div', { class: 'row' }, look, choose), list)]
}

function settling({ id, status }, what, again) {
  const reason = field(say('reason'), 'because', { maxlength: 1000 })
  const input = reason.querySelector('input')
  const ask = (to) => (input.required = SETTLED.includes(to))
  const steps = CONFLICT_STEPS[status]
  ask(steps[0])
  return form(
    `settle ${id}`,
    { class: 'row', 'aria-label': say('settle', { what }) },
    [
      field(say('decision'), 'status', { options: options(steps), onchange: (event) => ask(event.target.value) }),
      reason,
    ],
    say('save'),
    async ({ status: to, because }) => {
      const given = because.trim()
      await call('PATCH', `/conflicts/${id}`, { status: to, ...(given && { because: given }) })
      await again()
      return say('done')
    },
  )
}

/** What people are asked to do, and buttons that move each task along. */
export async function showTasks(studyId, again) {
  const move = (id, status) => async () => {
    await call('PATCH', `/tasks/${id}`, { status })
    await again()
    return say('done')
  }
  const show = ({ id, title, type, status, conflictId, factId, createdAt }) =>
    make(
      'li',
      null,
      make('h3', { id: `task-${id}` }, sayTitle(title)),
      make('p', { class: 'badges quiet-text' }, badge(status), badge(type), sayMoment(createdAt)),
      make(
        'div',
        { class: 'row' },
        ...(TASK_STEPS[status] ?? []).map((step, at) =>
          button(label(`do ${step}`), move(id, step), {
            'aria-describedby': `task-${id}`,
            ...(at > 0 && { class: 'quiet' }),
          }),
        ),
        conflictId && make('a', { href: `#/studies/${studyId}/conflicts` }, say('toConflicts')),
        factId && make('a', { href: `#/studies/${studyId}/facts` }, say('toFacts')),
      ),
    )
  const [choose, list] = await narrowed(['open', 'in_progress', 'done', 'cancelled'], (status) =>
    listed(`/studies/${studyId}/tasks?limit=20${query(status)}`, show, say(status ? 'noneOfThese' : 'noTasks')),
  )
  const claim = button(say('claim'), async () => {
    const { title } = await call('POST', `/studies/${studyId}/tasks/claim`)
    await again()
    return sayTitle(title)
  })
  return [make('div', { class: 'stack' }, make('div', { class: 'row' }, claim, choose), list)]
}
