import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { part } from '../gallery/open.ts'
import { events, launcher, openSurface } from '../gallery/surface.ts'
import { useGallery } from '../gallery/use.ts'

const { inGallery, browser, origin } = useGallery()

describe('the checklist', () => {
  test('opens by keyboard, says it, takes the focus, and gives it back on Esc', async () => {
    await inGallery('state=checklist', async page => {
      await launcher(page).focus()
      await page.keyboard.press('Enter')
      await part(page, 'panel').waitFor()
      expect(await part(page, 'panel').evaluate(panel => panel.matches(':focus'))).toBe(true)
      await page.keyboard.press('Escape')
      expect(await part(page, 'panel').count()).toBe(0)
      expect(await launcher(page).evaluate(button => button.matches(':focus'))).toBe(true)
      expect(await events(page)).toEqual([
        { kind: 'checklist', key: 'set-up', is: 'opened' },
        { kind: 'checklist', key: 'set-up', is: 'collapsed' },
      ])
    })
  })

  test('leads with the next step, and says what a locked one waits for', async () => {
    await inGallery('state=checklist', async page => {
      await launcher(page).click()
      const panel = part(page, 'panel')
      expect(await panel.locator('[aria-current="step"]').textContent()).toContain('Send your first campaign')
      await panel.getByRole('button', { name: 'Locked Automate a welcome message' }).click()
      expect(await panel.textContent()).toContain('After Invite a team-mate · Read a campaign report')
      await panel.getByRole('button', { name: 'To do Invite a team-mate' }).click()
      await panel.getByRole('button', { name: 'Invite', exact: true }).click()
      // What a step leads to may lie beneath: the panel has stepped aside.
      await panel.waitFor({ state: 'detached' })
      await launcher(page).click()
      await panel.getByRole('button', { name: 'Open campaigns' }).click()
      expect(await page.evaluate(() => window.gallery.acted)).toEqual(['invite', '#campaigns'])
      expect((await events(page)).flatMap(event => ('target' in event ? event.target : []))).toEqual([
        'invite',
        'campaign',
      ])
    })
  })

  test('is hidden with a way back', async () => {
    await inGallery('state=checklist', async page => {
      await launcher(page).click()
      await page.getByRole('button', { name: 'Hide checklist' }).click()
      expect(await launcher(page).count()).toBe(0)
      await part(page, 'undo').getByRole('button', { name: 'Undo' }).click()
      await part(page, 'panel').waitFor()
      expect((await events(page)).map(event => 'is' in event && event.is)).toEqual([
        'opened',
        'dismissed',
        'restored',
      ])
    })
  })

  test('names itself on its launcher, and its next step is as high above its words as below', async () => {
    await inGallery('state=checklist', async page => {
      await page.evaluate(() => {
        const { checklist } = window.gallery.states
        const bare = checklist.checklist?.steps.map(({ key, title, state, isNext, missing }) => ({
          ...{ key, title, state, isNext, missing },
        }))
        window.gallery.show({
          ...checklist,
          ...(checklist.checklist && bare && { checklist: { ...checklist.checklist, steps: bare } }),
        })
      })
      expect(await launcher(page).innerText()).toContain('Get set up')
      await launcher(page).click()
      const next = page.locator('[data-fireball] .next')
      await next.waitFor()
      const [above, below] = await next.evaluate(step => {
        const words = step.querySelector('.head span + span')?.getBoundingClientRect()
        const { top, bottom } = step.getBoundingClientRect()
        return [(words?.top ?? 0) - top, bottom - (words?.bottom ?? 0)]
      })
      expect(below).toBeCloseTo(above ?? Number.NaN, 0)
    })
  })

  test('takes a question, and keeps what was typed when it is closed', async () => {
    await inGallery('state=checklist-questions', async page => {
      await launcher(page).click()
      await page.getByRole('button', { name: 'Ask for help' }).click()
      await page.getByLabel('Your question').fill('Where is the export?')
      await page.keyboard.press('Escape')
      await launcher(page).click()
      expect(await page.getByLabel('Your question').inputValue()).toBe('Where is the export?')
      await page.getByRole('button', { name: 'Send' }).click()
      await part(page, 'panel').getByText('Sent. The answer will show here.').waitFor()
      expect(await page.evaluate(() => window.gallery.asked)).toEqual(['-: Where is the export?'])
      expect(await part(page, 'requests').locator('li').allTextContents()).toHaveLength(5)
    })
  })
})

describe('an answer', () => {
  const answer = (page: Page) =>
    page.evaluate(() => {
      const { checklist } = window.gallery.states
      const asked = { id: 'q', message: 'Why is it empty?', askedAt: 1 }
      window.gallery.show({ ...checklist, help: [{ ...asked, state: 'sent' }] })
      window.gallery.show({
        ...checklist,
        help: [{ ...asked, state: 'answered', answer: 'The rule has no date.' }],
      })
    })
  const isNew = (page: Page) =>
    page.getByRole('button', { name: 'Get set up: 2 of 7, 1 answer', exact: true })
  const isRead = (page: Page) => page.getByRole('button', { name: 'Get set up: 2 of 7', exact: true })

  test('shows on the launcher, is said, and is what the panel opens with; then it is read', async () => {
    await inGallery('state=checklist', async page => {
      await isRead(page).waitFor()
      await answer(page)
      await isNew(page).waitFor()
      expect(await launcher(page).textContent()).toContain('1 answer')
      expect(await page.locator('[data-fireball=checklist] [role=status]').textContent()).toBe('1 answer')
      await isNew(page).click()
      await part(page, 'panel').getByText('The rule has no date.').waitFor()
      expect(await part(page, 'panel').evaluate(panel => panel.matches(':focus'))).toBe(true)
      await isRead(page).waitFor()
      await page.getByRole('button', { name: 'Back' }).press('Enter')
      const ask = page.getByRole('button', { name: 'Ask for help' })
      await ask.waitFor()
      expect(await ask.evaluate(button => button.matches(':focus'))).toBe(true)
    })
  })

  test('that comes while the panel is open is named there', async () => {
    await inGallery('state=checklist', async page => {
      await launcher(page).click()
      await answer(page)
      await part(page, 'panel').getByRole('button', { name: '1 answer' }).click()
      await part(page, 'panel').getByText('The rule has no date.').waitFor()
      await isRead(page).waitFor()
    })
  })

  test('that was read before is no news', async () => {
    await inGallery('state=checklist-questions', async page => {
      await isRead(page).waitFor()
      expect(await launcher(page).textContent()).toBe('Get set up: 2 of 7')
    })
  })
})

describe('parts that load later', () => {
  const PARTS = /\/widget-(checklist|offer|help|reach|rich|stored)-[A-Z0-9]{8}\.js/
  const loaded = (page: Page) =>
    page.evaluate(
      () => performance.getEntriesByType('resource').filter(({ name }) => /widget-\w+-/.test(name)).length,
    )

  test('are not what a nudge waits for', async () => {
    const page = await browser().newPage()
    await page.route(PARTS, () => {}) // no answer, ever
    await page.goto(`${origin()}/?state=nudge`)
    await part(page, 'nudge').waitFor()
    await expect.poll(() => events(page)).toEqual([{ kind: 'shown', key: 'first-report' }])
    await page.close()
  })

  test('come while the browser is idle, and then need no network', async () => {
    await inGallery('state=nothing', async page => {
      await expect.poll(() => loaded(page)).toBe(10)
      await page.context().setOffline(true)
      for (const name of ['offer-ready', 'help', 'checklist'] as const) {
        await page.evaluate(next => window.gallery.showNamed(next), name)
        await openSurface(page, name)
      }
      expect(await loaded(page)).toBe(10)
    })
  })

  test('that fail show nothing and report nothing, and are tried again', async () => {
    const page = await browser().newPage()
    await page.route(PARTS, route => route.abort())
    await page.goto(`${origin()}/?state=offer-ready`)
    await page.waitForTimeout(400)
    expect(await launcher(page).count()).toBe(0)
    expect(await part(page, 'offer').count()).toBe(0)
    expect(await events(page)).toEqual([])

    await page.unroute(PARTS)
    await page.evaluate(() => window.gallery.showNamed('offer-ready'))
    await launcher(page).waitFor()
    await part(page, 'offer').waitFor()
    await expect.poll(() => events(page)).toEqual([{ kind: 'shown', key: 'automations-ready' }])
    await page.close()
  })
})
