import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { isAt, isOperable, nudge, nudgeAt } from '../gallery/nudge.ts'
import { part, twoFrames } from '../gallery/open.ts'
import { useGallery } from '../gallery/use.ts'

const { inGallery } = useGallery({ reducedMotion: 'reduce' })

const events = (page: Page) => page.evaluate(() => window.gallery.events.map(({ kind }) => kind))

const addModal = (page: Page) =>
  page.evaluate(() => {
    const dialog = document.createElement('dialog')
    dialog.id = 'modal'
    const [button, text] = [document.createElement('button'), document.createElement('p')]
    button.id = 'inside'
    button.textContent = 'Inside'
    text.textContent = 'A modal of the page'
    dialog.append(text, button)
    document.body.append(dialog)
    dialog.showModal()
  })
const closeModal = (page: Page) => page.evaluate(() => document.querySelector('dialog')?.close())

describe('modals of the page', () => {
  test('a nudge for what is in a modal stands in it and can be used, opened before or after', async () => {
    await inGallery('state=nothing', async page => {
      await addModal(page)
      await nudgeAt(page, '#inside')
      await isAt(page, '#inside')
      expect(await isOperable(page)).toBe(true)
      await closeModal(page)
      await nudge(page).waitFor({ state: 'hidden' })
      await nudgeAt(page, '#inside', '[data-target]')
      await isAt(page, '[data-target]')
      await page.evaluate(() => document.querySelector('dialog')?.showModal())
      await isAt(page, '#inside')
      expect(await isOperable(page)).toBe(true)
      await nudge(page).getByRole('button', { name: 'Make a report' }).click()
      expect(await events(page)).toContain('clicked')
      // Esc closes what has the focus: the card, and not the modal around it.
      await page.keyboard.press('Escape')
      expect(await nudge(page).count()).toBe(0)
      expect(await page.evaluate(() => document.querySelector('dialog')?.open)).toBe(true)
    })
  })

  test('a nudge for the page beneath a modal is never above it, and comes back', async () => {
    await inGallery('state=nothing', async page => {
      await nudgeAt(page, '[data-target]')
      await isAt(page, '[data-target]')
      await addModal(page)
      await nudge(page).waitFor({ state: 'hidden' })
      await closeModal(page)
      await isAt(page, '[data-target]')
      expect(await isOperable(page)).toBe(true)
    })
  })

  test('one that comes while a modal is open waits, unseen and unreported', async () => {
    await inGallery('state=nothing', async page => {
      await addModal(page)
      await nudgeAt(page)
      await page.waitForTimeout(400)
      expect(await nudge(page).isVisible()).toBe(false)
      expect(await events(page)).toEqual([])
      await page.evaluate(() => document.querySelector('dialog')?.remove())
      await nudge(page).waitFor()
      await expect.poll(() => events(page)).toEqual(['shown'])
    })
  })

  test('an offer answers what is done in the modal, and outlives it; the launcher stays beneath', async () => {
    await inGallery('state=nothing', async page => {
      await addModal(page)
      await page.evaluate(() => window.gallery.showNamed('offer-ready'))
      await part(page, 'offer').waitFor()
      expect(await isOperable(page)).toBe(true)
      await part(page, 'launch').waitFor()
      const isLaunchOnTop = await part(page, 'launch').evaluate(button => {
        const { x, y, width, height } = button.getBoundingClientRect()
        const root = button.getRootNode() as ShadowRoot
        return root.elementFromPoint(x + width / 2, y + height / 2) !== root.host && !button.closest('dialog')
      })
      expect(isLaunchOnTop).toBe(true)
      await page.evaluate(() => document.querySelector('dialog')?.remove())
      await expect.poll(() => isOperable(page)).toBe(true)
      expect(await part(page, 'offer').isVisible()).toBe(true)
    })
  })

  test('an offer that was there before stays beneath', async () => {
    await inGallery('state=nothing', async page => {
      await page.evaluate(() => window.gallery.showNamed('offer-ready'))
      await part(page, 'offer').waitFor()
      await addModal(page)
      await page.evaluate(() => window.gallery.show({ ...window.gallery.states['offer-ready'], help: [] }))
      await twoFrames(page)
      expect(await page.evaluate(() => !!document.querySelector('dialog [data-fireball]'))).toBe(false)
      expect(await page.evaluate(() => document.elementFromPoint(150, 700)?.localName)).not.toBe('div')
    })
  })
})

describe('menus of the page', () => {
  test('a nudge for an item of a popover can be pressed without closing it', async () => {
    await inGallery('state=nothing', async page => {
      await page.evaluate(() => {
        const menu = document.createElement('div')
        menu.popover = 'auto'
        const item = document.createElement('button')
        item.id = 'item'
        item.textContent = 'Export'
        menu.append(item)
        document.body.append(menu)
        menu.showPopover()
      })
      await nudgeAt(page, '#item')
      await isAt(page, '#item')
      await nudge(page).getByRole('button', { name: 'Why am I seeing this?' }).click()
      expect(await nudge(page).textContent()).toContain('You have sent campaigns twice')
      await isAt(page, '#item')
      await page.evaluate(() => document.querySelector<HTMLElement>('[popover]')?.hidePopover())
      await nudge(page).waitFor({ state: 'hidden' })
    })
  })

  test('a menu that closes at any press outside does not swallow the press on the card', async () => {
    await inGallery('state=nothing', async page => {
      await page.evaluate(() => {
        const item = document.createElement('button')
        item.id = 'item'
        item.textContent = 'Export'
        document.querySelector('main')?.prepend(item)
        document.addEventListener('pointerdown', ({ target }) => target !== item && item.remove(), true)
      })
      await nudgeAt(page, '#item')
      await isAt(page, '#item')
      const { x, y, width, height } = (await part(page, 'primary').boundingBox()) ?? {
        x: 0,
        y: 0,
        width: 0,
        height: 0,
      }
      await page.mouse.move(x + width / 2, y + height / 2)
      await page.mouse.down()
      await page.waitForTimeout(120)
      await page.mouse.up()
      expect(await events(page)).toContain('clicked')
      await nudge(page).waitFor({ state: 'detached' })
    })
  })

  test('the item is pointed at while its menu is open, else the button that opens it', async () => {
    await inGallery('state=nothing', async page => {
      await nudgeAt(page, '#item', '[data-target]')
      await isAt(page, '[data-target]')
      await page.evaluate(() => {
        const item = document.createElement('button')
        item.id = 'item'
        item.textContent = 'Export'
        document.querySelector('main')?.prepend(item)
      })
      await isAt(page, '#item')
      await page.evaluate(() => document.querySelector('#item')?.remove())
      await isAt(page, '[data-target]')
      expect(await events(page)).toEqual(['shown'])
    })
  })
})
