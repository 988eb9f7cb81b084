import type { Action } from '../shop/perform.ts'

/** One beat of a case. `day` is how many days ago what follows happened; 0 is today. */
export type Beat =
  | { readonly kind: 'day'; readonly ago: number; readonly says: string }
  | { readonly kind: 'do'; readonly action: Action }
  /** Looks at a page, and does nothing there. */
  | { readonly kind: 'go'; readonly to: string }

/** A story that is known to come out wrong where usage is counted. */
export interface Case {
  readonly key: string
  readonly title: string
  /** What is at stake, in a sentence. */
  readonly story: string
  readonly beats: readonly Beat[]
}

const day = (ago: number, says: string): Beat => ({ kind: 'day', ago, says })
const act = (action: Action): Beat => ({ kind: 'do', action })
const go = (to: string): Beat => ({ kind: 'go', to })

const describe = act({ kind: 'describe-shop', name: 'Corner Bakery', address: '4 Mill Lane, Alderbrook' })
const join = (count: number, source: 'list' | 'till' | 'form' = 'form'): Beat =>
  act({ kind: 'add-contacts', source, count })
const choose = (template: string): Beat => act({ kind: 'choose-template', template })
const send = (template: string, subject: string, segment = 'everyone'): Beat =>
  act({ kind: 'send-campaign', template, subject, segment })
const read = (campaign: string, link: string): Beat => act({ kind: 'answer-report', campaign, link })
const segment = (field: 'town' | 'orders', value: string): Beat =>
  act({ kind: 'build-segment', rule: { field, value } })
const lock = (feature: string): Beat => act({ kind: 'hit-lock', feature })

const spike: Case = {
  key: 'spike',
  title: 'A viral post',
  story: 'The list triples overnight and hits the limit. Is that a customer ready for more?',
  beats: [
    day(24, 'A bakery signs up and brings its regulars.'),
    describe,
    join(310, 'till'),
    choose('announcement'),
    send('announcement', 'We bake rye now'),
    day(17, 'A second newsletter, another occasion.'),
    join(90),
    send('offer', 'Plum week'),
    day(9, 'A few more sign up at the counter.'),
    join(140),
    day(0, 'Overnight a video of the oven goes viral: 1,530 sign-ups.'),
    join(1530),
  ],
}

const paywall: Case = {
  key: 'paywall',
  title: 'An early paywall',
  story: 'Logs in every day and soon runs into the paywall. Active, surely. But ready?',
  beats: [
    day(4, 'Somebody keen signs up.'),
    describe,
    join(120, 'list'),
    choose('story'),
    day(3, 'Back again, looking around.'),
    go('/reports'),
    send('story', 'Why we start at four'),
    day(2, 'Back again.'),
    go('/integrations'),
    go('/team'),
    send('event', 'Come and knead'),
    day(1, 'Back again.'),
    go('/automations'),
    go('/templates'),
    day(0, 'Then the paywall: Advanced reports.'),
    lock('advanced-reports'),
  ],
}

const onboarded: Case = {
  key: 'onboarded',
  title: 'Onboarding done',
  story: 'All seven steps are ticked, so now comes the advanced part. Or does it?',
  beats: [
    day(6, 'A shop follows the checklist.'),
    describe,
    join(260, 'till'),
    choose('announcement'),
    act({ kind: 'send-test', template: 'announcement', subject: 'New hours' }),
    send('announcement', 'New hours'),
    day(3, 'It can do that for another occasion too.'),
    send('offer', 'The weekend box'),
    day(0, 'The last steps: what sold, and the till.'),
    read('c1', 'New rye loaf'),
    act({ kind: 'connect', integration: 'till' }),
    go('/automations'),
  ],
}

const ready: Case = {
  key: 'ready',
  title: 'Skill and intent',
  story: 'The same limit, four weeks of growth, and somebody who knows what to do with more.',
  beats: [
    day(27, 'A bakery signs up.'),
    describe,
    join(230, 'till'),
    choose('announcement'),
    send('announcement', 'We bake rye now'),
    day(23, 'It reads what sold.'),
    join(200),
    read('c1', 'New rye loaf'),
    day(19, 'Another occasion.'),
    join(210),
    send('offer', 'Plum week'),
    day(15, 'And again it reads what sold.'),
    join(220),
    read('c2', 'Weekend box'),
    day(11, 'It starts to choose who hears what.'),
    join(240),
    segment('town', 'Millford'),
    send('story', 'Our first years in Millford', 'town-millford'),
    day(7, 'Another rule.'),
    join(230),
    segment('orders', '5'),
    day(4, 'The till is connected, a colleague joins.'),
    join(240),
    act({ kind: 'connect', integration: 'till' }),
    act({ kind: 'invite', email: 'counter@corner-bakery.example', role: 'Editor' }),
    day(0, 'It looks at the plans. Then the list is full.'),
    join(230),
    go('/plans'),
    join(240),
  ],
}

/** The four cases, in the order in which they are told. */
export const CASES: readonly Case[] = [spike, paywall, onboarded, ready]
