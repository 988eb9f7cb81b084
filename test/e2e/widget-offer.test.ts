import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { part } from '../gallery/open.ts'
import { boxOf, events, launcher } from '../gallery/surface.ts'
import { useGallery } from '../gallery/use.ts'

const { inGallery } = useGallery()

describe('an offer', () => {
  const lookOf = (page: Page) =>
    part(page, 'offer').locator('[part=primary], [part=secondary]').allTextContents()

  test('leads with the upgrade for who is ready', async () => {
    await inGallery('state=offer-ready', async page => {
      expect(await lookOf(page)).toEqual(['Upgrade to Team', 'Not now'])
      await page.getByRole('button', { name: 'Upgrade to Team' }).click()
      expect(await page.evaluate(() => window.gallery.acted)).toEqual(['#upgrade'])
      expect((await events(page)).at(-1)).toEqual({
        kind: 'clicked',
        key: 'automations-ready',
        target: 'upgrade',
      })
    })
  })

  test('leads with the missing skill, and never hides the way to pay', async () => {
    await inGallery('state=offer-learn', async page => {
      expect(await lookOf(page)).toEqual(['Save a segment', 'Upgrade anyway', 'Ask for help'])
      await page.getByRole('button', { name: 'Save a segment' }).click()
      expect((await events(page)).at(-1)).toEqual({
        kind: 'clicked',
        key: 'automations-learn',
        target: 'lesson',
      })
    })
  })

  const ask = (page: Page) => part(page, 'offer').getByRole('button', { name: 'Ask for help' })

  test('asks a person, by keyboard, about its feature; the receipt outlives the offer', async () => {
    await inGallery('state=offer-learn-questions', async page => {
      const offer = part(page, 'offer')
      await ask(page).focus()
      await page.keyboard.press('Enter')
      await page.waitForFunction(
        () => document.querySelector('[data-fireball]')?.shadowRoot?.activeElement?.localName === 'textarea',
      )
      await page.keyboard.type('Which segment first?')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      const receipt = offer.getByText('Sent. The answer will show here.')
      await receipt.waitFor()
      expect(await receipt.evaluate(element => element.matches(':focus'))).toBe(true)
      expect(await page.evaluate(() => window.gallery.asked)).toEqual(['automations: Which segment first?'])
      expect((await events(page)).slice(1)).toEqual([
        { kind: 'clicked', key: 'automations-learn', target: 'ask' },
      ])
      expect(await offer.getByRole('button', { name: 'Back' }).count()).toBe(0)
      await page.keyboard.press('Escape')
      expect(await offer.count()).toBe(0)
      expect((await events(page)).slice(2)).toEqual([])
    })
  })

  test('gives the other ways back to who does not ask after all, and then can be put away', async () => {
    await inGallery('state=offer-learn', async page => {
      await ask(page).click()
      await page.getByLabel('Your question').fill('Which')
      expect(await lookOf(page)).toEqual(['Send', 'Back'])
      const back = part(page, 'offer').getByRole('button', { name: 'Back' })
      const send = await part(page, 'offer').getByRole('button', { name: 'Send' }).boundingBox()
      expect((await back.boundingBox())?.y).toBe(send?.y)
      await back.press('Enter')
      expect(await lookOf(page)).toEqual(['Save a segment', 'Upgrade anyway', 'Ask for help'])
      expect(await ask(page).evaluate(button => button.matches(':focus'))).toBe(true)
      await ask(page).press('Enter')
      expect(await page.getByLabel('Your question').inputValue()).toBe('Which')
      await page.keyboard.press('Escape')
      expect(await part(page, 'offer').count()).toBe(0)
      expect((await events(page)).slice(1)).toEqual([{ kind: 'dismissed', key: 'automations-learn' }])
    })
  })

  test('keeps the form open when the offer is withdrawn while a question is written', async () => {
    await inGallery('state=offer-learn', async page => {
      await ask(page).click()
      await page.getByLabel('Your question').fill('Which segment first?')
      await page.evaluate(() => window.gallery.showNamed('nudge'))
      expect(await page.getByLabel('Your question').inputValue()).toBe('Which segment first?')
      expect(await part(page, 'nudge').count()).toBe(0)
    })
  })

  test('offers a person only where a skill is missing', async () => {
    await inGallery('state=offer-ready', async page => {
      await part(page, 'offer').waitFor()
      expect(await ask(page).count()).toBe(0)
      await page.evaluate(() => window.gallery.showNamed('offer-lift'))
      await part(page, 'offer').getByText('You have reached 2,000 contacts').waitFor()
      expect(await ask(page).count()).toBe(0)
    })
  })

  test('at a limit leads with the way to lift it; the lesson can be put away', async () => {
    await inGallery('state=offer-lift', async page => {
      expect(await lookOf(page)).toEqual(['Lift the limit', 'Not now', 'Open the report'])
      await page.getByRole('button', { name: 'Skip the lesson' }).click()
      expect(await lookOf(page)).toEqual(['Lift the limit', 'Not now'])
      await page.getByRole('button', { name: 'Not now' }).click()
      expect((await events(page)).at(-1)).toEqual({ kind: 'dismissed', key: 'contacts-lift' })
    })
  })

  test('stands clear of the launcher and of the open panel', async () => {
    await inGallery('state=offer-ready', async page => {
      await launcher(page).click()
      const [offer, panel] = [await boxOf(page, 'offer'), await boxOf(page, 'panel')]
      expect(offer.x + offer.width).toBeLessThanOrEqual(panel.x)
    })
  })
})

describe('help', () => {
  test('says who answers and what is sent along, and confirms; the receipt outlives the prompt', async () => {
    await inGallery('state=help', async page => {
      const help = part(page, 'help')
      expect(await help.textContent()).toContain('Mara from support answers here')
      expect(await help.textContent()).toContain('3 failed attempts to start an automation')
      await help.getByLabel('Your question').fill('It never starts.')
      await help.getByRole('button', { name: 'Send' }).press('Enter')
      const receipt = help.getByText('Sent. The answer will show here.')
      await receipt.waitFor()
      expect(await receipt.evaluate(element => element.matches(':focus'))).toBe(true)
      expect(await page.evaluate(() => window.gallery.asked)).toEqual(['automations: It never starts.'])
      await help.getByRole('button', { name: 'Close' }).click()
      expect(await help.count()).toBe(0)
      expect((await events(page)).map(({ kind }) => kind)).toEqual(['shown', 'clicked'])
    })
  })

  for (const [sending, before, after] of [
    [
      'offline',
      'your message is kept and sent when you are back',
      'Kept. It goes out as soon as you are back online.',
    ],
    ['off', 'your message stays on this device', 'Kept on this device. Sending is turned off here'],
  ]) {
    test(`says what happens to the message: ${sending}`, async () => {
      await inGallery(`state=help-${sending}`, async page => {
        const help = part(page, 'help')
        expect(await help.textContent()).toContain(before)
        await help.getByLabel('Your question').fill('Hello?')
        await help.getByRole('button', { name: 'Send' }).click()
        await help.getByText(after ?? '').waitFor()
      })
    })
  }

  test('keeps the text when it could not be kept', async () => {
    await inGallery('state=help', async page => {
      await page.getByLabel('Your question').fill('fail')
      await page.getByRole('button', { name: 'Send' }).click()
      await page.getByRole('alert').waitFor()
      expect(await page.getByLabel('Your question').inputValue()).toBe('fail')
    })
  })

  test('shows how earlier questions stand, and the answer', async () => {
    await inGallery('state=help-questions', async page => {
      expect(await part(page, 'requests').locator('b').allTextContents()).toEqual([
        'Answered',
        'Seen',
        'Sent',
        'Not sent yet',
      ])
      expect(await part(page, 'requests').textContent()).toContain('then pick it as the audience')
    })
  })
})
