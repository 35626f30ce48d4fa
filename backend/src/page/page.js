const SAY = {
  en: {
    language: 'Language',
    token: 'Token',
    enter: 'Enter',
    studies: 'Studies',
    workspace: 'Workspace',
    code: 'Code',
    title: 'Title',
    create: 'Create a study',
    search: 'Search',
    words: 'Words',
    find: 'Find',
    documents: 'Documents',
    file: 'Markdown file',
    upload: 'Upload',
    anchors: 'Sections',
    facts: 'Facts',
    ready: 'All migrations have run.',
    done: 'Done.',
    choose: 'Choose a study first.',
  },
  ru: {
    language: 'Язык',
    token: 'Токен',
    enter: 'Войти',
    studies: 'Исследования',
    workspace: 'Рабочая область',
    code: 'Код',
    title: 'Название',
    create: 'Создать исследование',
    search: 'Поиск',
    words: 'Слова',
    find: 'Найти',
    documents: 'Документы',
    file: 'Файл Markdown',
    upload: 'Загрузить',
    anchors: 'Разделы',
    facts: 'Факты',
    ready: 'Все миграции выполнены.',
    done: 'Готово.',
    choose: 'Сначала выберите исследование.',
  },
}
const $ = (id) => document.getElementById(id)
const say = (key) => SAY[document.documentElement.lang][key]
const tell = (text) => ($('told').textContent = text)
let token = ''
let study = ''

function speak(language) {
  document.documentElement.lang = language
  for (const part of document.querySelectorAll('[data-say]')) part.textContent = say(part.dataset.say)
  void showReady()
}

async function call(method, path, body) {
  const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) }
  const answer = await fetch(`/api${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  const read = await answer.json()
  if (!answer.ok) throw new Error(read.message)
  return read
}

async function showReady() {
  const answer = await fetch('/ready')
  $('ready').textContent = answer.ok ? say('ready') : (await answer.json()).message
}

const line = (...parts) => {
  const item = document.createElement('li')
  item.append(...parts)
  return item
}

const button = (text, act) => {
  const made = document.createElement('button')
  made.type = 'button'
  made.textContent = text
  made.addEventListener('click', () => void attempt(act))
  return made
}

/** The text with its found words in `mark`, made from text nodes alone. */
function marked(text, query) {
  const words = query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return text.split(/([\p{L}\p{N}]+)/u).map((part) => {
    if (!words.includes(part.toLowerCase())) return part
    const mark = document.createElement('mark')
    mark.textContent = part
    return mark
  })
}

async function attempt(act) {
  try {
    await act()
    tell(say('done'))
  } catch (error) {
    tell(error.message)
  }
}

async function showStudies() {
  const { items } = await call('GET', `/studies?limit=200&workspaceId=${$('workspace').value}`)
  $('studies').replaceChildren(
    ...items.map(({ id, code, title }) => line(button(`${code}: ${title}`, () => openStudy(id)))),
  )
}

async function openStudy(id) {
  study = id
  const [documents, facts] = await Promise.all(
    ['documents', 'facts'].map((of) => call('GET', `/studies/${id}/${of}?limit=200`)),
  )
  $('documents').replaceChildren(...documents.items.map((one) => line(button(one.title, () => openDocument(one.id)))))
  const evidence = await Promise.all(facts.items.map((fact) => call('GET', `/facts/${fact.id}/evidence`)))
  $('facts').replaceChildren(
    ...facts.items.map(({ type, key, value }, at) => {
      const quotes = document.createElement('ul')
      quotes.append(...evidence[at].items.map(({ sectionPath, body }) => line(`${sectionPath}: ${body}`)))
      return line(`${type} ${key}: ${JSON.stringify(value)}`, ...(quotes.children.length ? [quotes] : []))
    }),
  )
  $('documents-title').focus()
}

async function openDocument(id) {
  const versions = (await call('GET', `/documents/${id}/versions?limit=200`)).items
  const pages = await Promise.all(versions.map((one) => call('GET', `/versions/${one.id}/anchors?limit=200`)))
  $('anchors').replaceChildren(
    ...pages.flatMap(({ items }, at) =>
      items.map(({ sectionPath, body }) => line(`${versions[at].label} · ${sectionPath}: ${body}`)),
    ),
  )
  $('anchors-title').focus()
}

function onSubmit(id, act) {
  $(id).addEventListener('submit', (event) => {
    event.preventDefault()
    void attempt(() => act(Object.fromEntries(new FormData($(id)))))
  })
}

onSubmit('enter', async (given) => {
  token = given.token.trim()
  const { items } = await call('GET', '/workspaces?limit=200')
  $('workspace').replaceChildren(...items.map(({ id, name }) => new Option(name, id)))
  if (items.length > 0) await showStudies()
  $('studies-title').focus()
})
onSubmit('study', async ({ code, title }) => {
  await call('POST', '/studies', { workspaceId: $('workspace').value, code, title })
  await showStudies()
})
onSubmit('upload', async ({ title, file }) => {
  if (study === '') throw new Error(say('choose'))
  const content = await file.text()
  const { id } = await call('POST', `/studies/${study}/documents`, { docType: 'other', title })
  const version = await call('POST', `/documents/${id}/versions`, { label: '1.0', format: 'markdown', content })
  await call('POST', `/versions/${version.id}/ingest`)
  await openStudy(study)
})
onSubmit('search', async ({ query }) => {
  const { items } = await call('POST', '/search', { workspaceId: $('workspace').value, query })
  $('hits').replaceChildren(...items.map(({ sectionPath, body }) => line(`${sectionPath}: `, ...marked(body, query))))
})
$('workspace').addEventListener('change', () => void attempt(showStudies))
$('language').addEventListener('change', () => speak($('language').value))
$('language').value = navigator.language.startsWith('ru') ? 'ru' : 'en'
speak($('language').value)
