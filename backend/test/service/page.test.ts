import { expect } from 'chai'
import type { Context } from 'mocha'
import { buildApp } from '../../src/app.ts'
import { workOnce } from '../../src/services/ingestion.ts'
import { sharedPage, signIn } from './page-support.ts'

describe('the page', () => {
  const page = sharedPage()

  for (const [url, type] of [
    ['/', 'text/html'],
    ['/page.js', 'application/javascript'],
    ['/api.html', 'text/html'],
    ['/api.js', 'application/javascript'],
    ['/page.css', 'text/css'],
    ['/icon.svg', 'image/svg+xml'],
  ] as const)
    it(`serves ${url} as ${type}, with a policy that runs no inline script`, async () => {
      const { statusCode, headers } = await page.served.app.inject(url)
      expect(statusCode).to.equal(200)
      expect(headers['content-type']).to.contain(type)
      expect(headers['content-security-policy'])
        .to.contain("script-src 'self'")
        .and.not.contain("script-src 'self' 'unsafe")
    })

  const signedIn = async (test: Context, locale: 'en-US' | 'ru-RU') =>
    signIn(await page.open(test), page.served.opened, page.served.address, { locale })

  it('creates a study, reads a text, finds it and shows evidence in Chromium, in two languages', async function () {
    const { tab, errors, close } = await signedIn(this, 'en-US')
    await tab.getByLabel('Code').fill('NEW-1')
    await tab.getByLabel('Title').fill('<b>New</b>')
    await tab.getByRole('button', { name: 'Create a study' }).click()
    await tab.getByRole('link', { name: 'NEW-1: <b>New</b>' }).click()
    await tab.getByRole('heading', { name: 'NEW-1: <b>New</b>' }).waitFor()
    const upload = async (name: string, content: string) => {
      await tab.getByLabel('File').setInputFiles({ name, mimeType: 'text/markdown', buffer: Buffer.from(content) })
      await tab.getByRole('button', { name: 'Upload' }).click()
      await tab.getByText('The text is being read.').first().waitFor()
      expect(await workOnce(page.served.opened.database, 'tester')).to.equal(true)
    }
    await tab.getByLabel('Title').fill('Plan')
    await upload('plan.md', '# Synopsis\n\nPatients receive 10 mg of drug A daily.')
    await tab.getByRole('link', { name: 'Plan' }).click()
    await tab.locator('.anchor', { hasText: 'Patients receive 10 mg' }).waitFor()
    expect(await tab.locator('.anchor code').allTextContents()).to.have.length(2)

    await tab.getByText('Add a version').click()
    await tab.locator('details').getByLabel('Version').fill('2.0')
    await upload('plan.md', '# Synopsis\n\nPatients receive 20 mg of drug A daily.')
    await tab.locator('.anchor', { hasText: 'Patients receive 20 mg' }).waitFor()
    await tab.getByLabel('From').selectOption('1.0')
    await tab.getByLabel('To', { exact: true }).selectOption('2.0')
    await tab.getByRole('button', { name: 'Record the change' }).click()
    await tab.getByText('1 kept, 1 changed, 0 dropped, 0 added').waitFor()
    await tab.getByText('What changed').click()
    await tab.locator('blockquote', { hasText: '20 mg' }).waitFor()
    await tab.getByRole('button', { name: 'Record the change' }).click()
    await tab.getByRole('alert').getByText('recorded already').waitFor()

    await tab.getByRole('link', { name: 'Search' }).click()
    await tab.getByLabel('Words').fill('patients')
    await tab.getByLabel('About the kind').selectOption('protocol')
    await tab.getByLabel('and the zone').selectOption('ip')
    await tab.getByRole('button', { name: 'Find' }).click()
    expect(await tab.locator('#view mark').first().textContent()).to.equal('Patients')
    await tab.getByRole('link', { name: 'Studies' }).click()
    await tab.getByRole('link', { name: 'EX-1: Example' }).click()
    await tab.getByRole('link', { name: 'Facts' }).click()
    // Two facts are about one thing, in the order of their ids.
    const fact = tab.locator('#view li', { has: tab.locator('.value', { hasText: '1' }) })
    await fact.getByText('Evidence').click()
    await tab.locator('blockquote', { hasText: 'Example.' }).waitFor()
    await tab.getByLabel('Language').selectOption('ru')
    expect(await tab.locator('html').getAttribute('lang')).to.equal('ru')
    await tab.getByRole('link', { name: 'Исследования' }).first().waitFor()
    await tab.getByText('извлечён').first().waitFor()
    // The second recording of one change is refused, which the browser notes.
    expect(errors.filter((error) => !error.includes('409'))).to.deep.equal([])
    await close()
  })

  it('settles a conflict with a reason, moves a task along and weighs a zone', async function () {
    const { tab, ids, errors, close } = await signedIn(this, 'ru-RU')
    await tab.goto(`${page.served.address}/#/studies/${ids.studyId}/tasks`)
    await tab.getByRole('button', { name: 'Взять самую старую' }).click()
    await tab.getByRole('button', { name: 'Вернуть' }).click()
    await tab.getByRole('button', { name: 'Начать' }).click()
    await tab.getByRole('button', { name: 'Выполнено' }).click()
    await tab.locator('.badge.good', { hasText: 'выполнено' }).waitFor()
    expect(await tab.locator('#view li button').count(), 'a task that is done stays so').to.equal(0)
    expect(await tab.evaluate('document.activeElement.id'), 'the pressed button is gone').to.equal('title')
    await tab.getByRole('button', { name: 'Взять самую старую' }).click()
    await tab.getByRole('alert').getByText('Открытых задач нет.').waitFor()

    await tab.getByRole('link', { name: 'Противоречия' }).click()
    const conflict = tab.locator('#view li', { has: tab.getByRole('heading', { name: 'a · b' }) })
    await conflict.locator('.value').first().waitFor()
    expect(await conflict.locator('.value').allTextContents()).to.have.members(['1', '2'])
    await conflict.getByText('Protocol, Версия 1.0').waitFor()
    await conflict.getByLabel('Решение').selectOption('resolved')
    await conflict.getByRole('button', { name: 'Сохранить' }).click()
    const missing = conflict.locator('input:invalid')
    expect(await missing.count(), 'a reason is asked for').to.equal(1)
    await conflict.getByLabel('Причина').fill('Верен протокол.')
    await conflict.getByRole('button', { name: 'Сохранить' }).click()
    await conflict.getByText('Причина: Верен протокол.').waitFor()
    expect(await page.served.opened.database('conflicts').where({ id: ids.conflictId! }).first()).to.include({
      status: 'resolved',
      because: 'Верен протокол.',
    })
    await tab.getByLabel('Статус').selectOption('open')
    await tab.getByText('С таким статусом ничего нет.').waitFor()
    await tab.getByRole('button', { name: 'Искать противоречия' }).click()
    await tab.getByRole('status').getByText('Найдено: 1, из них новых: 0.').waitFor()

    await tab.getByRole('link', { name: 'Зоны' }).click()
    await tab.getByLabel('Из зоны').selectOption('safety')
    await tab.getByLabel('В зону').selectOption('ethics')
    await tab.getByLabel('Вес (').fill('0.25')
    await tab.getByRole('button', { name: 'Сохранить' }).click()
    await tab.locator('tr', { hasText: 'этика' }).getByText('0.25').waitFor()
    expect(errors.filter((error) => !error.includes('404'))).to.deep.equal([])
    await close()
  })

  it('is used by keyboard alone, and the reader is taken to what is new', async function () {
    const { tab, close } = await signedIn(this, 'en-US')
    const focused = () => tab.evaluate('document.activeElement.textContent')
    const to = async (name: string) => {
      for (let steps = 0; (await focused()) !== name; steps += 1) {
        expect(steps, `${name} is reached`).to.be.lessThan(30)
        await tab.keyboard.press('Tab')
      }
    }
    expect(await focused()).to.equal('Studies')
    await to('EX-1: Example')
    await tab.keyboard.press('Enter')
    await tab.getByRole('heading', { name: 'EX-1: Example' }).waitFor()
    expect(await focused()).to.equal('EX-1: Example')
    await to('Tasks')
    expect(await tab.evaluate('getComputedStyle(document.activeElement).outlineStyle'), 'the focus is seen').to.equal(
      'solid',
    )
    await tab.keyboard.press('Enter')
    await tab.getByRole('button', { name: 'Start' }).waitFor()
    await to('Start')
    await tab.keyboard.press('Space')
    await tab.getByRole('button', { name: 'Done' }).waitFor()
    await tab.goBack()
    await tab.getByText('New document').waitFor()
    await tab.evaluate('document.body.tabIndex = -1, document.body.focus()')
    await tab.keyboard.press('Tab')
    expect(await focused()).to.equal('Skip to the content')
    await tab.keyboard.press('Enter')
    expect(await tab.evaluate('document.activeElement.id')).to.equal('title')
    await close()
  })

  it('makes one study and takes one task of a double click', async function () {
    const { tab, ids, close } = await signedIn(this, 'en-US')
    const { database } = page.served.opened
    const study_id = ids.studyId!
    await database('tasks').insert({
      study_id,
      type: 'review_change',
      title: 'Another',
      change_event_id: ids.changeId!,
    })
    await tab.getByLabel('Code').fill('TWICE')
    await tab.getByLabel('Title').fill('Twice')
    await tab.getByRole('button', { name: 'Create a study' }).dblclick()
    await tab.getByRole('link', { name: 'TWICE: Twice' }).waitFor()
    await tab.getByRole('status').getByText('Done').waitFor()
    await tab.goto(`${page.served.address}/#/studies/${study_id}/tasks`)
    await tab.getByRole('button', { name: 'Take the oldest' }).dblclick()
    await tab.getByRole('button', { name: 'Done' }).first().waitFor()
    await tab.waitForTimeout(500)
    expect(await database('tasks').where({ study_id, status: 'in_progress' })).to.have.length(1)
    await close()
  })

  it('says which migrations have run, and which are still to run', async function () {
    const { tab, close } = await signedIn(this, 'en-US')
    await tab.getByText(`${page.served.opened.migrations.length} migrations have run, the latest is`).waitFor()
    const behind = buildApp({ ...page.served.opened, migrations: ['29991231235959_newer.ts'], logger: false })
    try {
      await tab.goto(await behind.listen({ host: '127.0.0.1', port: 0 }))
      await tab.getByRole('alert').getByText('29991231235959_newer.ts').waitFor()
    } finally {
      await behind.close()
      await close()
    }
  })
})
