import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { overflow, useConsole, violations } from '../console/visit.ts'

const { visit } = useConsole()

const SURFACES = ['Survey', 'Banner', 'Modal', 'Toast', 'Card', 'Hotspot', 'Tour', 'Resources'] as const

const add = async (page: Page, surface: string) => {
  await page.getByRole('button', { name: 'Add a message' }).click()
  await page.getByRole('button', { name: new RegExp(`^${surface}`) }).click()
}
/** What the widget has drawn in the preview. */
const preview = (page: Page) => page.frameLocator('iframe[title=Preview]').locator('[data-fireball]')
const draft = async (
  page: Page,
): Promise<{ readonly messages: readonly Readonly<Record<string, unknown>>[] }> => {
  await page.getByRole('button', { name: 'Save the draft' }).click()
  await page.getByRole('button', { name: 'Save the draft' }).waitFor({ state: 'detached' })
  return page.evaluate(async () => {
    const answer = await fetch('/api/projects/demo/program')
    const { draft } = await answer.json()
    return draft
  })
}

test('every surface can be added, is drawn by the widget while it is written, and breaks no rule', async () => {
  const { page, complaints } = await visit('/console/demo/program')
  for (const surface of SURFACES) {
    await add(page, surface)
    const card = page.locator('li.prompt').last()
    const title = card.getByLabel(surface === 'Survey' ? 'It asks' : 'Title', { exact: true }).first()
    await title.fill(`Words of a ${surface}`)
    if (surface === 'Resources') await preview(page).first().waitFor({ state: 'attached' })
    else if (surface === 'Hotspot') await preview(page).locator('[part~=dot]').waitFor()
    else await preview(page).getByText(`Words of a ${surface}`).first().waitFor()
    // What is drawn takes no focus from the one who writes.
    expect(await title.evaluate(field => field === document.activeElement)).toBe(true)
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [390, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      expect(await violations(page), surface).toEqual([])
      expect(await overflow(page)).toBe(0)
    }
    await page.setViewportSize({ width: 1280, height: 900 })
    await card.getByRole('button', { name: /^Close “/ }).click()
  }
  expect((await draft(page)).messages.map(one => one.surface)).toEqual([
    'survey',
    'banner',
    'modal',
    'toast',
    'inline',
    'hotspot',
    'tour',
    'resources',
  ])
  expect(complaints).toEqual([])
})

test('a survey is written as a list: questions, answers, their order; mistakes stand at their field', async () => {
  const { page } = await visit('/console/demo/program')
  await add(page, 'Survey')
  const card = page.locator('li.prompt').last()
  const questions = card.locator('ol.items > li')
  await questions.first().getByLabel('It asks').fill('How was it?')
  await card.getByRole('button', { name: 'Add a question' }).click()
  await questions.nth(1).getByLabel('It asks').fill('What is in the way?')
  await questions.nth(1).getByLabel('How it is answered').selectOption('choice')
  await questions.nth(1).getByLabel('Answer 1', { exact: true }).fill('No time')
  await questions.nth(1).getByRole('button', { name: 'Add an answer' }).click()
  await preview(page).getByText('No time').waitFor()
  await questions.nth(1).getByLabel('Kept as').first().fill('In the way')
  await questions.nth(1).getByText('lower-case letters').waitFor()
  await questions.nth(1).getByLabel('Kept as').first().fill('in-the-way')
  await card.getByRole('button', { name: 'Move Question 2 up' }).click()
  const [survey] = (await draft(page)).messages
  expect(survey?.questions).toEqual([
    {
      key: 'in-the-way',
      kind: 'choice',
      title: 'What is in the way?',
      options: [
        { key: 'first', label: 'No time' },
        { key: 'second', label: 'Second' },
        { key: 'answer', label: 'Another' },
      ],
    },
    { key: 'question', kind: 'csat', title: 'How was it?', low: 'Hard', high: 'Easy' },
  ])
})

test('it is scheduled, capped, aimed, put in order, copied and removed; what has no field stays', async () => {
  const { page } = await visit('/console/demo/program')
  await add(page, 'Banner')
  await add(page, 'Toast')
  const toast = page.locator('li.prompt').last()
  await toast.getByRole('button', { name: 'Show as JSON' }).click()
  await toast.getByLabel('Condition, as JSON').fill('{ "user.plan": "trial" }')
  await toast.getByLabel('Only on pages').fill('/reports*')
  await toast.getByLabel('From', { exact: true }).fill('2026-13-01')
  await toast.getByText('is no day of the calendar').waitFor()
  await toast.getByLabel('From', { exact: true }).fill('2026-12-01')
  await toast.getByLabel('Quiet from').fill('20:00')
  await toast.getByLabel('until').fill('08:00')
  await toast.getByLabel('Times in all, at most').fill('2')
  await toast.getByText('Turn 2 of 2').waitFor()
  await toast.getByRole('button', { name: 'Earlier' }).click()
  await toast.getByText('Turn 1 of 2').waitFor()
  await toast.getByRole('button', { name: 'Duplicate' }).click()
  const { messages } = await draft(page)
  expect(messages.map(one => one.key)).toEqual(['banner', 'toast', 'toast-2'])
  expect(messages[1]).toMatchObject({
    audience: { 'user.plan': 'trial' },
    page: '/reports*',
    schedule: { from: '2026-12-01', quietHours: { from: '20:00', to: '08:00' } },
    caps: { total: 2 },
    priority: 1,
  })
  await page.getByRole('button', { name: 'Remove', exact: true }).last().click()
  await page.getByRole('button', { name: 'Remove it from the draft' }).click()
  expect((await draft(page)).messages).toHaveLength(2)
})

test('tried out, a modal answers the keyboard; nothing of it leaves the preview', async () => {
  const { page } = await visit('/console/demo/program')
  await add(page, 'Modal')
  await preview(page).locator('[part~=modal]').waitFor()
  await page.getByRole('switch', { name: 'Try it out' }).click()
  const modal = preview(page).locator('[part~=modal]')
  await modal.waitFor()
  await modal.getByRole('button', { name: 'Close' }).first().click()
  await modal.waitFor({ state: 'detached' })
  await page.getByRole('switch', { name: 'Try it out' }).click()
  await preview(page).locator('[part~=modal]').waitFor()
})
