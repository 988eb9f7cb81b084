import { expect, test } from 'vitest'
import { type Action, perform } from './perform.ts'
import { newShop, reach, type Shop } from './shop.ts'

const AT = Date.UTC(2026, 4, 20)

/** The shop after these actions, and what the last of them said. */
const after = (actions: readonly Action[]): ReturnType<typeof perform> =>
  actions.reduce((last, action) => perform(last.shop, action, AT), {
    shop: newShop('shop', 'owner', 'Corner Bakery'),
    calls: [],
    tone: 'plain',
    said: '',
  } as ReturnType<typeof perform>)

const add = (count: number): Action => ({ kind: 'add-contacts', source: 'list', count })
const send = (subject: string, segment = 'everyone'): Action => ({
  kind: 'send-campaign',
  subject,
  template: 'offer',
  segment,
})

test('a campaign is sent, or says what is missing', () => {
  const sent = after([add(200), send('Plum week')])
  expect(sent.shop.campaigns).toMatchObject([{ id: 'c1', recipients: 200, sentAt: AT }])
  expect(sent.calls).toEqual([
    {
      kind: 'track',
      name: 'Campaign Sent',
      properties: { outcome: 'success', context: 'offer', segment: 'everyone', recipients: 200 },
    },
  ])
  expect(after([add(200), send(' ')])).toMatchObject({
    tone: 'bad',
    calls: [{ properties: { outcome: 'failure' } }],
  })
  expect(after([send('Plum week')]).said).toBe('Nobody would get it: the list is empty.')
})

test('past the limit people wait, and Pro lets them in', () => {
  const full = after([add(1900), add(300)])
  expect(full.shop).toMatchObject({ contacts: 2000, waiting: 200 })
  expect(full.calls).toContainEqual({ kind: 'quota', feature: 'contacts', used: 2000, limit: 2000 })
  const lifted = after([add(1900), add(300), { kind: 'choose-plan', plan: 'pro' }])
  expect(lifted.shop).toMatchObject({ contacts: 2200, waiting: 0 })
  expect(lifted.calls).toContainEqual({ kind: 'quota', feature: 'contacts', used: 2200, limit: 10_000 })
})

test('a segment that nobody fits is a failure, and is not kept', () => {
  const build = (value: string): Action => ({ kind: 'build-segment', rule: { field: 'town', value } })
  expect(after([add(400), build('Atlantis')])).toMatchObject({
    tone: 'bad',
    shop: { segments: [] },
    calls: [{ name: 'Segment Built', properties: { outcome: 'failure', context: 'town' } }],
  })
  const built = after([add(400), build('Millford')])
  expect(built.shop.segments).toMatchObject([{ key: 'town-millford', name: 'People who live in Millford' }])
  expect(reach(built.shop, 'town-millford')).toBeGreaterThan(20)
  expect(after([add(400), build('Millford'), build('Millford')]).shop.segments).toHaveLength(1)
})

test('a report is read when the link that sold most is named, not the one that was clicked most', () => {
  const answer = (link: string): Action => ({ kind: 'answer-report', campaign: 'c1', link })
  const sent = [add(500), send('Plum week')]
  expect(after([...sent, answer('Recipe of the week')]).calls).toMatchObject([
    { properties: { outcome: 'failure', context: 'c1' } },
  ])
  expect(after([...sent, answer('Weekend box')])).toMatchObject({
    tone: 'good',
    shop: { read: { c1: 'Weekend box' } },
  })
})

test('of two campaigns the better one sold more for each email, and a segment beats everyone', () => {
  const two = [
    add(900),
    send('To everyone'),
    { kind: 'build-segment', rule: { field: 'orders', value: '3' } },
    send('To regulars', 'orders-3'),
  ] as const
  const say = (better: string): Action => ({ kind: 'compare', a: 'c1', b: 'c2', better })
  expect(after([...two, say('c2')]).calls).toMatchObject([
    { name: 'Reports Compared', properties: { outcome: 'success', context: 'c1+c2' } },
  ])
  expect(after([...two, say('c1')]).tone).toBe('bad')
})

test('an automation is refused until trigger, message, till and segment go together', () => {
  const set = (trigger: string, message: string, segment = 'everyone'): Action => ({
    kind: 'set-automation',
    automation: { trigger, message, segment },
  })
  const outcome = (shop: Shop, action: Action) => perform(shop, action, AT)
  const { shop } = after([add(300)])
  expect(outcome(shop, set('joins', 'welcome')).tone).toBe('good')
  expect(outcome(shop, set('quiet', 'welcome')).said).toContain('expects another trigger')
  expect(outcome(shop, set('quiet', 'miss-you')).said).toContain('no till is connected')
  const connected = perform(shop, { kind: 'connect', integration: 'till' }, AT).shop
  expect(outcome(connected, set('quiet', 'miss-you')).said).toContain('needs a segment')
  expect(outcome(connected, set('quiet', 'miss-you', 'town-millford')).calls).toMatchObject([
    { name: 'Automation Set Up', properties: { outcome: 'success', context: 'quiet' } },
  ])
})

test('names, addresses and subjects stay out of every call', () => {
  const said = [
    { kind: 'describe-shop', name: 'Secret', address: 'Secret' },
    { kind: 'invite', email: 'secret@shop.example', role: 'Editor' },
    { kind: 'send-test', template: 'offer', subject: 'Secret' },
  ] as const satisfies readonly Action[]
  expect(JSON.stringify(said.map(action => after([action]).calls))).not.toMatch(/secret/i)
})
