import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { messageStates } from '../gallery/message-states.ts'
import { part } from '../gallery/open.ts'
import { events, openSurface, type Shown } from '../gallery/surface.ts'
import { useGallery } from '../gallery/use.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const NAMES = Object.keys(messageStates) as (keyof typeof messageStates & Shown)[]
const { inGallery } = useGallery({ reducedMotion: 'reduce' })

const tracked = (page: Page) => page.evaluate(() => window.gallery.tracked)
const focusIn = (page: Page) =>
  page.evaluate(() => {
    const inner = document.activeElement?.shadowRoot?.activeElement
    return (inner ?? document.activeElement)?.textContent || (inner as HTMLInputElement | null)?.value
  })

describe('messages, under a policy without styles and string code', () => {
  for (const [mode, dir] of [
    ['light', 'ltr'],
    ['dark', 'rtl'],
  ] as const)
    test(`break no accessibility rule: ${mode}, ${dir}`, async () => {
      await inGallery(
        `state=nothing&dir=${dir}`,
        async page => {
          await page.evaluate(AXE)
          for (const name of NAMES) {
            await page.evaluate(next => window.gallery.showNamed(next), 'nothing' as const)
            await page.evaluate(next => window.gallery.showNamed(next), name)
            await openSurface(page, name)
            await page
              .locator('[data-fireball]')
              .getByRole('button', { name: 'Why am I seeing this?' })
              .click()
            const broken = await page.evaluate(async () => {
              interface Axe {
                run(where: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
              }
              const { axe } = globalThis as { axe?: Axe }
              const result = await axe?.run({ include: [['[data-fireball]']] })
              return (result?.violations ?? []).flatMap(({ id, nodes }) =>
                nodes.map(({ html }) => `${id}: ${html}`),
              )
            })
            expect(broken, name).toEqual([])
          }
        },
        { colorScheme: mode },
      )
    })

  test('a survey takes no focus, is answered by keyboard, one question at a time, and says thanks', async () => {
    await inGallery('state=nothing', async page => {
      await page.locator('#field').focus()
      await page.evaluate(() => window.gallery.showNamed('survey'))
      await part(page, 'survey').waitFor()
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('field')
      await part(page, 'scale').getByRole('radio', { name: '0', exact: true }).focus()
      for (let at = 0; at < 9; at++) await page.keyboard.press('ArrowRight')
      await page.keyboard.press('Enter')
      await part(page, 'input').waitFor()
      await page.keyboard.type('It saves me a morning')
      await part(page, 'survey').getByRole('button', { name: 'Send' }).click()
      await expect.poll(() => part(page, 'survey').textContent()).toContain('Every answer is read')
      expect(await tracked(page)).toEqual([
        { name: 'Survey Answered', properties: { prompt: 'how-likely', survey: 'nps', answer: 9 } },
        {
          name: 'Survey Answered',
          properties: { prompt: 'how-likely', survey: 'nps-reason', answer: 'It saves me a morning' },
        },
      ])
      expect(await events(page)).toContainEqual({ kind: 'clicked', key: 'how-likely', target: 'answer' })
      await part(page, 'survey').getByRole('button', { name: 'Close' }).first().click()
      expect(await part(page, 'survey').count()).toBe(0)
    })
  })

  test('what must be answered is not sent empty; “Not now” and Esc are told apart', async () => {
    await inGallery('state=survey-many', async page => {
      await part(page, 'survey').waitFor()
      await part(page, 'survey').getByRole('button', { name: 'Send' }).click()
      expect(await tracked(page)).toEqual([])
      await part(page, 'survey').getByLabel('A CRM').check()
      await page.keyboard.press('Escape')
      expect((await events(page)).at(-1)).toEqual({ kind: 'dismissed', key: 'tools' })
      await page.evaluate(() => window.gallery.showNamed('survey-goal'))
      await part(page, 'survey').getByRole('button', { name: 'Not now' }).click()
      expect((await events(page)).at(-1)).toEqual({ kind: 'dismissed', key: 'goal', target: 'later' })
    })
  })

  test('a modal keeps the focus in, and gives it back', async () => {
    await inGallery('state=nothing', async page => {
      await page.locator('[data-target]').focus()
      await page.evaluate(() => window.gallery.showNamed('modal'))
      await part(page, 'modal').waitFor()
      const seen = new Set<string | null | undefined>()
      for (let at = 0; at < 8; at++) {
        await page.keyboard.press('Tab')
        seen.add(await focusIn(page))
      }
      expect([...seen]).toContain('Open the editor')
      expect([...seen]).not.toContain('New report')
      await page.keyboard.press('Escape')
      await expect.poll(() => part(page, 'modal').count()).toBe(0)
      expect(await focusIn(page)).toBe('New report')
      expect((await events(page)).map(one => one.kind)).toEqual(['shown', 'dismissed'])
    })
  })

  test('a tour tells where the person goes', async () => {
    await inGallery('state=tour', async page => {
      await part(page, 'tour').getByRole('button', { name: 'Next' }).click()
      expect(await tracked(page)).toEqual([
        { name: 'Prompt Clicked', properties: { prompt: 'first-report', target: 'to:pick', beside: true } },
      ])
      await page.evaluate(() => window.gallery.showNamed('tour-choice'))
      await part(page, 'tour').getByRole('button', { name: 'By hand' }).click()
      expect((await tracked(page)).at(-1)?.properties).toMatchObject({ target: 'to:hand' })
    })
  })

  test('a card counts as seen once it is in view, and leaves its slot as it was', async () => {
    await inGallery(
      'state=inline',
      async page => {
        await part(page, 'inline').waitFor()
        expect(await tracked(page)).toEqual([])
        await part(page, 'inline').scrollIntoViewIfNeeded()
        await expect
          .poll(() => tracked(page))
          .toEqual([{ name: 'Prompt Shown', properties: { prompt: 'card', beside: true } }])
        await page.evaluate(() => window.gallery.showNamed('nothing'))
        expect(await page.evaluate(() => document.querySelector('fireball-slot')?.childElementCount)).toBe(0)
      },
      { viewport: { width: 1000, height: 360 } },
    )
  })

  test('a hotspot says what it is, opens by hand, and goes once closed', async () => {
    await inGallery('state=hotspot', async page => {
      await part(page, 'dot').focus()
      await page.keyboard.press('Enter')
      await part(page, 'hotspot').waitFor()
      expect(await part(page, 'title').textContent()).toBe('Reports by hand or by week')
      await page.keyboard.press('Escape')
      await expect.poll(() => part(page, 'hotspot').count()).toBe(0)
      expect(await part(page, 'dot').count()).toBe(0)
      expect((await tracked(page)).map(one => one.name)).toEqual([
        'Prompt Shown',
        'Prompt Clicked',
        'Prompt Dismissed',
      ])
    })
  })
})
