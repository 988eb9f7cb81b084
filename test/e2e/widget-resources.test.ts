import type { MessageView, ResourceView, WidgetState } from '@fireball/core'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { part } from '../gallery/open.ts'
import { useGallery } from '../gallery/use.ts'

const { inGallery } = useGallery({ reducedMotion: 'reduce' })

const tracked = (page: Page) => page.evaluate(() => window.gallery.tracked)
const item = (n: number): ResourceView => ({
  key: `i${n}`,
  title: `Guide ${n}`,
  action: { label: `Guide ${n}`, open: '#guide' },
})
const items: readonly ResourceView[] = [
  ...[1, 2, 3, 4, 5, 6].map(item),
  { key: 'look', title: 'Look around', body: 'Two minutes.', tour: 'first-look' },
  { key: 'ask', title: 'Ask the team', asks: true },
]
const list: MessageView = {
  kind: 'resources',
  key: 'learn',
  title: 'Learn',
  why: 'This is shown to everyone.',
  anchor: [],
  items,
}
const base: WidgetState = { help: [], sending: 'on', theme: {} }
const withList = (over: Partial<MessageView> = {}): WidgetState => ({
  ...base,
  beside: [{ key: 'learn', view: { ...list, ...over } }],
})
const card: WidgetState = {
  ...base,
  beside: [
    {
      key: 'card',
      view: { kind: 'inline', key: 'card', title: 'Card', why: 'So.', anchor: [], slot: 'own' },
    },
  ],
}
const show = (page: Page, state: WidgetState) => page.evaluate(next => window.gallery.show(next), state)
const checklist: WidgetState['checklist'] = {
  key: 'start',
  title: 'Get started',
  why: 'So.',
  done: 1,
  total: 2,
  steps: [
    { key: 'a', title: 'First step', state: 'done', isNext: false, missing: [] },
    { key: 'b', title: 'Second step', state: 'open', isNext: true, missing: [] },
  ],
}

describe('a list of resources', () => {
  test('opens from its launcher, is searched, and leads on; all of it by keyboard', async () => {
    await inGallery('state=nothing', async page => {
      await show(page, withList())
      await part(page, 'launch').focus()
      expect(await tracked(page)).toEqual([])
      await page.keyboard.press('Enter')
      await part(page, 'panel').waitFor()
      await expect
        .poll(() => tracked(page))
        .toEqual([{ name: 'Prompt Shown', properties: { prompt: 'learn', beside: true } }])
      const find = part(page, 'panel').getByRole('searchbox', { name: 'Search' })
      await find.fill('minutes')
      expect(await part(page, 'resources').getByRole('button').allTextContents()).toEqual([
        'Look aroundTwo minutes.',
      ])
      await part(page, 'resources').getByRole('button').press('Enter')
      expect((await tracked(page)).slice(1)).toEqual([
        {
          name: 'Prompt Clicked',
          properties: { prompt: 'learn', beside: true, target: 'item:look' },
        },
        { name: 'Prompt Clicked', properties: { prompt: 'first-look', target: 'to:' } },
      ])
      // It steps aside for what it leads to.
      await expect.poll(() => part(page, 'panel').count()).toBe(0)
    })
  })

  test('has the form for questions in it, and why, stop and what is stored below', async () => {
    await inGallery('state=nothing', async page => {
      await show(page, withList())
      await part(page, 'launch').click()
      const panel = part(page, 'panel')
      await panel.getByRole('button', { name: 'Why am I seeing this?' }).click()
      await panel.getByText('This is shown to everyone.').waitFor()
      await panel.getByRole('button', { name: 'Ask the team' }).click()
      await panel.locator('textarea').waitFor()
      await panel.getByRole('button', { name: 'Back' }).click()
      await panel.getByRole('button', { name: 'Stop tips like this' }).click()
      expect((await tracked(page)).at(-1)).toEqual({
        name: 'Prompt Dismissed',
        properties: { prompt: 'learn', beside: true, stopped: true },
      })
      await expect.poll(() => part(page, 'launch').count()).toBe(0)
    })
  })

  test('is behind the checklist’s launcher where there is one', async () => {
    await inGallery('state=nothing', async page => {
      await show(page, { ...withList(), checklist })
      await part(page, 'launch').click()
      expect(await part(page, 'launch').count()).toBe(1)
      await part(page, 'panel').getByRole('button', { name: 'Learn', exact: true }).click()
      await part(page, 'resources').getByRole('button', { name: 'Guide 1' }).waitFor()
      await part(page, 'panel').getByRole('button', { name: 'Back', exact: true }).click()
      await part(page, 'panel').getByText('Second step').waitFor()
    })
  })
})

describe('the page’s own elements', () => {
  const inRoot = (page: Page) =>
    page.evaluate(() => {
      const slots = [...document.querySelectorAll('*')].flatMap(one => [
        one,
        ...(one.shadowRoot?.querySelectorAll('fireball-slot') ?? []),
      ])
      const texts = slots
        .filter(one => one.localName === 'fireball-slot')
        .map(one => [
          one.getAttribute('name') ?? '',
          one.shadowRoot?.querySelector('[data-fireball]')?.shadowRoot?.querySelector('h2')?.textContent ??
            '',
        ])
      return Object.fromEntries(texts) as Record<string, string>
    })

  test('a slot in a shadow root is filled, late, renamed and moved; what the page put there comes back', async () => {
    await inGallery('state=nothing', async page => {
      await show(page, card)
      await page.evaluate(() => {
        const host = document.createElement('div')
        host.id = 'app'
        document.body.prepend(host)
        const slot = document.createElement('fireball-slot')
        slot.setAttribute('name', 'other')
        slot.append('Nothing new.')
        host.attachShadow({ mode: 'open' }).append(slot)
      })
      const slotted = () => page.locator('#app').locator('fireball-slot')
      await expect.poll(async () => (await inRoot(page)).other).toBe('')
      await slotted().evaluate(slot => slot.setAttribute('name', 'own'))
      await expect.poll(async () => (await inRoot(page)).own).toBe('Card')
      const before = await slotted().evaluateHandle(slot => slot.shadowRoot?.querySelector('[data-fireball]'))
      await page.evaluate(() => {
        const slot = document.querySelector('#app')?.shadowRoot?.querySelector('fireball-slot')
        const main = document.body.appendChild(document.createElement('section'))
        if (slot) main.append(slot)
      })
      await expect.poll(async () => (await inRoot(page)).own).toBe('Card')
      const stays = await page
        .locator('section > fireball-slot')
        .evaluate((slot, box) => slot.shadowRoot?.querySelector('[data-fireball]') === box, before)
      expect(stays).toBe(true)
      await show(page, base)
      await expect.poll(async () => (await inRoot(page)).own).toBe('')
      await expect
        .poll(() => page.locator('section > fireball-slot').evaluate(slot => slot.clientHeight > 0))
        .toBe(true)
    })
  })

  test('a checklist stands in its element, in each of several, and its launcher goes', async () => {
    await inGallery('state=nothing', async page => {
      await page.evaluate(() => {
        for (const key of ['start', '', 'another']) {
          const element = document.body.appendChild(document.createElement('fireball-checklist'))
          if (key) element.setAttribute('key', key)
        }
      })
      expect(
        await page
          .locator('fireball-checklist')
          .first()
          .evaluate(one => one.clientHeight),
      ).toBe(0)
      await show(page, { ...base, checklist })
      const panels = page.locator('fireball-checklist').getByText('Second step')
      await expect.poll(() => panels.count()).toBe(2)
      await expect.poll(() => part(page, 'launch').count()).toBe(0)
      await page.evaluate(() => {
        for (const one of document.querySelectorAll('fireball-checklist')) one.remove()
      })
      await part(page, 'launch').waitFor()
      await show(page, base)
      await expect.poll(() => part(page, 'launch').count()).toBe(0)
    })
  })
})
