import type { Actor, Diary } from './diary.ts'
import type { Dice } from './dice.ts'

const TEMPLATES = ['announcement', 'offer', 'story', 'event'] as const
const FIELDS = ['town', 'orders', 'joined'] as const
const SEGMENTS = ['town-millford', 'orders-5', 'joined-spring'] as const
const ENDPOINTS = ['/messages', '/contacts', '/orders'] as const
const TRIGGERS = ['birthday', 'first-order', 'away'] as const

/** Most contacts of the free plan, as the demo has it. */
export const CONTACT_LIMIT = 2000

/** What somebody does in the shop’s newsletter tool; each act on the next thing to do it on. */
export interface Craft {
  describe(who: Actor, at: number): void
  addContacts(who: Actor, at: number, count: number): void
  chooseTemplate(who: Actor, at: number): void
  sendTest(who: Actor, at: number): void
  sendCampaign(who: Actor, at: number, isGood?: boolean): void
  readReport(who: Actor, at: number, isGood?: boolean): void
  buildSegment(who: Actor, at: number, isGood?: boolean): void
  compareReports(who: Actor, at: number, isGood?: boolean): void
  automate(who: Actor, at: number, isGood?: boolean): void
  writeToSegment(who: Actor, at: number): void
  callApi(who: Actor, at: number): void
  connect(who: Actor, at: number): void
  /** How many contacts there are. */
  contacts(): number
}

const outcome = (isGood: boolean): 'success' | 'failure' => (isGood ? 'success' : 'failure')

/** The craft of one account: its list, its campaigns. Acts are written into the diary with outcome and context. */
export const createCraft = (diary: Diary, dice: Dice): Craft => {
  let contacts = 0
  let campaigns = 0
  let tried = 0
  const next = <T>(list: readonly [T, ...T[]]): T => list[tried++ % list.length] ?? list[0]
  const act = (who: Actor, at: number, event: string, isGood: boolean, context: string, more: object = {}) =>
    diary.track(who, at, event, { outcome: outcome(isGood), context, ...more })
  return {
    contacts: () => contacts,
    describe: (who, at) => diary.track(who, at, 'Shop Described'),
    addContacts: (who, at, count) => {
      contacts = Math.min(CONTACT_LIMIT, contacts + count)
      const source = dice.pick(['till', 'list', 'form'])
      act(who, at, 'Contacts Added', true, source, { source, count })
      diary.track(who, at + 500, 'Quota Used', {
        feature: 'contacts',
        used: contacts,
        limit: CONTACT_LIMIT,
        reached: contacts >= CONTACT_LIMIT,
      })
    },
    chooseTemplate: (who, at) => diary.track(who, at, 'Template Chosen', { context: next(TEMPLATES) }),
    sendTest: (who, at) => act(who, at, 'Test Sent', true, next(TEMPLATES)),
    sendCampaign: (who, at, isGood = true) => {
      campaigns++
      act(who, at, 'Campaign Sent', isGood, next(TEMPLATES), { segment: 'everyone', recipients: contacts })
    },
    readReport: (who, at, isGood = true) => act(who, at, 'Report Read', isGood, `c${Math.max(1, campaigns)}`),
    buildSegment: (who, at, isGood = true) =>
      act(who, at, 'Segment Built', isGood, next(FIELDS), { size: isGood ? Math.ceil(contacts / 4) : 0 }),
    compareReports: (who, at, isGood = true) =>
      act(who, at, 'Reports Compared', isGood, `c${Math.max(1, campaigns - 1)}+c${campaigns}`),
    automate: (who, at, isGood = true) => act(who, at, 'Automation Set Up', isGood, next(TRIGGERS)),
    writeToSegment: (who, at) => {
      campaigns++
      const segment = next(SEGMENTS)
      const recipients = Math.ceil(contacts / 4)
      act(who, at, 'Campaign Sent', true, dice.pick(TEMPLATES), { segment, recipients })
    },
    callApi: (who, at) => act(who, at, 'API Request Sent', true, next(ENDPOINTS)),
    connect: (who, at) => act(who, at, 'Integration Connected', true, 'till'),
  }
}
