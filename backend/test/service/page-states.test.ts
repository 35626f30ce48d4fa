import { randomUUID } from 'node:crypto'
import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { faultsOf } from '../../../knexus/test/support/browser.ts'
import { workOnce } from '../../src/services/ingestion.ts'
import { openPage, sharedPage, signIn } from './page-support.ts'
import { tokenFor } from './support.ts'

const FOCUSED = 'document.activeElement.id || document.activeElement.textContent'

describe('the page, where something is missing', () => {
  const page = sharedPage()

  const revoke = async (user_id: string) => {
    const { database } = page.served.opened
    await database('access_tokens').where({ user_id }).update({ revoked_at: database.fn.now() })
  }
  const enter = async (tab: Page, token: string) => {
    await tab.locator('#token').fill(token)
    await tab.locator('#enter button').click()
  }

  it('asks for another token where its own was revoked, keeps what was typed and goes on from there', async function () {
    const browser = await page.open(this)
    const { database } = page.served.opened
    const { tab, ids, errors, close } = await signIn(browser, page.served.opened, page.served.address, {
      locale: 'en-US',
    })
    await tab.getByLabel('Code').fill('KEPT-1')
    await tab.getByLabel('Title').fill('Kept')
    await revoke(ids.userId!)
    const create = tab.getByRole('button', { name: 'Create a study' })
    await create.click()
    await tab.getByRole('alert').getByText('no longer accepted').waitFor()
    expect(await tab.evaluate(FOCUSED)).to.equal('token')
    expect(await faultsOf(tab)).to.deep.equal([])
    await enter(tab, 'ключ')
    await tab.getByRole('alert').getByText('This token is not accepted.').waitFor()
    expect(await tab.locator('#token').getAttribute('aria-invalid')).to.equal('true')

    await enter(tab, (await tokenFor(database, ids.workspaceId!)).token)
    await tab.getByRole('status').getByText('signed in again').waitFor()
    expect(await tab.locator('#enter').isVisible()).to.equal(false)
    expect(await tab.evaluate(FOCUSED), 'what was pressed').to.equal('Create a study')
    expect(await tab.getByLabel('Code').inputValue()).to.equal('KEPT-1')
    await create.click()
    await tab.getByRole('link', { name: 'KEPT-1: Kept' }).waitFor()
    expect(await tab.getByLabel('Code').inputValue(), 'what was sent').to.equal('')
    expect(errors.filter((error) => !error.includes('401'))).to.deep.equal([])
    await close()
  })

  it('shows what was asked for with a token that had expired, once there is another', async function () {
    const browser = await page.open(this)
    const { database } = page.served.opened
    const { tab, ids, close } = await signIn(browser, page.served.opened, page.served.address, { locale: 'ru-RU' })
    await database('access_tokens')
      .where({ user_id: ids.userId! })
      .update({ expires_at: database.raw("now() - interval '1 second'") })
    await tab.goto(`${page.served.address}/#/studies/${ids.studyId}/tasks`)
    await tab.getByRole('alert').getByText('Ваш токен больше не принимается').waitFor()
    await enter(tab, 'cnx_wrong')
    await tab.getByRole('alert').getByText('Этот токен не принят.').waitFor()
    await tab.locator('#language').selectOption('en')
    await tab.getByRole('alert').getByText('This token is not accepted.').waitFor()
    await tab.locator('#language').selectOption('ru')
    await enter(tab, (await tokenFor(database, ids.workspaceId!)).token)
    await tab.getByRole('button', { name: 'Начать' }).waitFor()

    await tab.getByRole('link', { name: 'Факты' }).first().click()
    await tab.locator('#view .value').first().waitFor()
    await database('access_tokens').delete()
    await tab.locator('#view li', { hasText: 'Подтверждения' }).first().getByText('Подтверждения').click()
    await tab.getByRole('alert').getByText('Ваш токен больше не принимается').waitFor()
    await enter(tab, (await tokenFor(database, null)).token)
    await tab.getByText('не состоите ни в одной рабочей области').waitFor()
    expect(await tab.locator('#view .value').count(), 'of a workspace of others').to.equal(0)
    await close()
  })

  it('says in every empty list what is not there, in both languages', async function () {
    this.timeout(120_000)
    const browser = await page.open(this)
    const { database } = page.served.opened
    const workspace_id = randomUUID()
    await database('workspaces').insert({ id: workspace_id, name: 'Empty' })
    for (const [locale, word] of [
      ['en-US', 0],
      ['ru-RU', 1],
    ] as const) {
      const { token } = await tokenFor(database, workspace_id)
      const { tab, close } = await openPage(browser, page.served.address, token, { locale })
      const says = async (...texts: readonly string[]) => await tab.locator('#view').getByText(texts[word]!).waitFor()
      await says('There are no studies yet.', 'Исследований пока нет.')
      await tab.goto(`${page.served.address}/#/zones`)
      await says('No zone says anything about another yet.', 'Связей между зонами пока нет.')
      await tab.goto(`${page.served.address}/#/search`)
      await tab.locator('[name=query]').fill('nothing')
      await tab.locator('[role=search] button').click()
      await says('Nothing was found.', 'Ничего не найдено.')
      const [study] = await database('studies').insert({ workspace_id, code: 'E', title: 'Empty' }).returning('id')
      const at = `${page.served.address}/#/studies/${study!.id}`
      for (const [part, ...texts] of [
        ['documents', 'There are no documents yet.', 'Документов пока нет.'],
        ['facts', 'There are no facts yet.', 'Фактов пока нет.'],
        ['conflicts', 'There are no conflicts.', 'Противоречий нет.'],
        ['tasks', 'There are no tasks.', 'Задач нет.'],
      ] as const) {
        await tab.goto(`${at}/${part}`)
        await says(...texts)
        expect(await faultsOf(tab), part).to.deep.equal([])
      }
      await tab.locator('#view select').selectOption('done')
      await says('None has this status.', 'С таким статусом ничего нет.')
      const [document] = await database('documents')
        .insert({ workspace_id, study_id: study!.id, doc_type: 'sap', title: 'Empty' })
        .returning('id')
      await tab.goto(`${at}/documents/${document!.id}`)
      await says('Nothing has been read yet.', 'Текст ещё не обработан.')
      await says('No change is recorded.', 'Изменения не записаны.')
      await database('studies').where({ workspace_id }).delete()
      await close()
    }
  })

  it('lets who is in no workspace make one', async function () {
    const browser = await page.open(this)
    const { token } = await tokenFor(page.served.opened.database, null)
    const { tab, errors, close } = await openPage(browser, page.served.address, token, { locale: 'en-US' })
    await tab.getByText('not a member of any workspace').waitFor()
    expect(await faultsOf(tab)).to.deep.equal([])
    await tab.getByLabel('Name').fill('Ours')
    await tab.getByRole('button', { name: 'Create a workspace' }).click()
    await tab.getByText('There are no studies yet.').waitFor()
    expect(await tab.getByLabel('Workspace').locator('option:checked').textContent()).to.equal('Ours')
    expect(errors).to.deep.equal([])
    await close()
  })

  it('keeps what is typed when the language changes or a button beside is pressed, and carries nothing to another study', async function () {
    const browser = await page.open(this)
    const { tab, ids, close } = await signIn(browser, page.served.opened, page.served.address, { locale: 'en-US' })
    const other = await page.served.opened
      .database('studies')
      .insert({ workspace_id: ids.workspaceId!, code: 'EX-2', title: 'Another' })
      .returning('id')
    const at = `${page.served.address}/#/studies/${ids.studyId}`
    await tab.goto(`${at}/conflicts`)
    await tab.getByLabel('Decision').selectOption('suppressed')
    await tab.getByLabel('Reason').fill('Half a sen')
    await tab.getByRole('button', { name: 'Look for contradictions' }).click()
    await tab.getByRole('status').getByText('Found 1').waitFor()
    await tab.getByLabel('Language').selectOption('ru')
    await tab.getByLabel('Причина').waitFor()
    expect(await tab.getByLabel('Причина').inputValue()).to.equal('Half a sen')
    expect(await tab.getByLabel('Решение').inputValue()).to.equal('suppressed')
    expect(await tab.getByLabel('Причина').getAttribute('required'), 'a settled one needs a reason').to.equal('')

    await tab.goto(`${at}/documents`)
    await tab.getByLabel('Название').fill('Of the first')
    const text = { name: 'a.md', mimeType: 'text/markdown', buffer: Buffer.from('# A\n\nText.') }
    await tab.getByLabel('Файл').setInputFiles(text)
    await tab.getByLabel('Язык').selectOption('en')
    await tab.getByRole('button', { name: 'Upload' }).waitFor()
    expect(await tab.getByLabel('Title').inputValue()).to.equal('Of the first')
    expect(await tab.evaluate("document.querySelector('[type=file]').files[0].name")).to.equal('a.md')
    await tab.goto(`${page.served.address}/#/studies/${other[0]!.id}/documents`)
    await tab.getByText('There are no documents yet.').waitFor()
    expect(await tab.getByLabel('Title').inputValue()).to.equal('')
    await close()
  })

  it('says that a text has been read, marks the field that is refused, and says when the service is away', async function () {
    const browser = await page.open(this)
    const { tab, ids, close } = await signIn(browser, page.served.opened, page.served.address, { locale: 'en-US' })
    await tab.goto(`${page.served.address}/#/studies/${ids.studyId}/documents/${ids.documentId}`)
    await tab.getByText('Add a version').click()
    await tab.locator('details').getByLabel('Version').fill('3.0')
    const text = { name: 'a.md', mimeType: 'text/markdown', buffer: Buffer.from('# A\n\nText.') }
    await tab.getByLabel('File').setInputFiles(text)
    await tab.getByRole('button', { name: 'Upload' }).click()
    await tab.locator('#sections ~ * >> text=The text is being read').waitFor()
    await workOnce(page.served.opened.database, 'tester')
    await tab.getByRole('status').getByText('The text has been read.').waitFor()

    await tab.getByRole('link', { name: 'Studies' }).first().click()
    const code = tab.getByLabel('Code')
    await code.fill(' ')
    await tab.getByLabel('Title').fill('T')
    await tab.getByRole('button', { name: 'Create a study' }).click()
    await tab.getByRole('alert').getByText('Invalid: code.').waitFor()
    expect(await code.getAttribute('aria-invalid')).to.equal('true')
    expect(await tab.evaluate('document.activeElement.name')).to.equal('code')

    await tab.route('**/api/**', (route) => route.abort())
    await code.fill('LATER')
    await tab.getByRole('button', { name: 'Create a study' }).click()
    await tab.getByRole('alert').getByText('The service cannot be reached.').waitFor()
    await tab.unroute('**/api/**')
    await tab.getByRole('button', { name: 'Create a study' }).click()
    await tab.getByRole('link', { name: 'LATER: T' }).waitFor()
    await close()
  })
})
