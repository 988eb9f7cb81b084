import type { Page } from 'playwright-core'
import { part } from './open.ts'
import { type StateName, states } from './states.ts'

/** The round button that opens the checklist. */
export const launcher = (page: Page) => part(page, 'launch')

/** What the widget has reported so far. */
export const events = (page: Page) => page.evaluate(() => window.gallery.events)

/** Where the named part is on the page. */
export const boxOf = async (page: Page, name: string) => {
  const box = await part(page, name).boundingBox()
  if (!box) throw new Error(`${name} has no box`)
  return box
}

/** Where the gallery's target is on the page. */
export const targetBox = (page: Page) =>
  page.evaluate(() => document.querySelector('[data-target]')?.getBoundingClientRect().toJSON())

/** A state in which something is to be seen. */
export type Shown = Exclude<StateName, 'nothing'>

/** The part that each state shows. */
export const SURFACE: Record<Shown, string> = {
  checklist: 'panel',
  'checklist-new': 'panel',
  'checklist-finished': 'panel',
  'checklist-questions': 'panel',
  'checklist-answered': 'panel',
  nudge: 'nudge',
  'nudge-corner': 'nudge',
  'nudge-bare': 'nudge',
  'nudge-rich': 'nudge',
  stored: 'nudge',
  'offer-ready': 'offer',
  'offer-learn': 'offer',
  'offer-learn-questions': 'offer',
  'offer-lift': 'offer',
  help: 'help',
  'help-offline': 'help',
  'help-off': 'help',
  'help-questions': 'help',
  survey: 'survey',
  'survey-five': 'survey',
  'survey-goal': 'survey',
  'survey-many': 'survey',
  'survey-text': 'survey',
  banner: 'banner',
  modal: 'modal',
  toast: 'toast',
  tour: 'tour',
  'tour-choice': 'tour',
  inline: 'inline',
  hotspot: 'beacon',
  resources: 'inline',
  'resources-many': 'panel',
  huge: 'offer',
}
/** All states in which something is to be seen. */
export const NAMES = (Object.keys(states) as StateName[]).filter((name): name is Shown => name !== 'nothing')

/** Waits until what the state shows is there, opening what opens. */
export const openSurface = async (page: Page, name: Shown) => {
  if (SURFACE[name] === 'panel') await launcher(page).click()
  await part(page, SURFACE[name]).waitFor()
  if (SURFACE[name] !== 'beacon') return
  await part(page, 'dot').click()
  await part(page, 'hotspot').waitFor()
}
