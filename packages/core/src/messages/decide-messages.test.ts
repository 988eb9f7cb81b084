import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aProgram, daysAgo, lockHit, NOON, sent, toDecide } from '../../test/sample.ts'
import {
  type Decision,
  decide,
  decideAll,
  type FireballEvent,
  type Message,
  type MessageInput,
  type MessageSeen,
  publicProgram,
} from '../index.ts'

const HOUR = 3_600_000
const aMessage = (over: Partial<Message> = {}): Message => ({
  key: 'news',
  surface: 'banner',
  metric: 'activation',
  text: { title: 'New: folders' },
  ...over,
})
const aSurvey = (over: Partial<Message> = {}): Message => ({
  key: 'happy',
  surface: 'survey',
  metric: 'retention',
  questions: [{ key: 'nps', kind: 'nps', title: 'Would you recommend us, {{ user.name | friend }}?' }],
  ...over,
})
const happened = (key: string, kind: MessageSeen['kind'], at = NOON, target?: string): MessageSeen => ({
  key,
  kind,
  at,
  ...(target === undefined ? {} : { target }),
})

interface Given extends Partial<Omit<MessageInput, 'program'>> {
  readonly events?: readonly FireballEvent[]
  /** Nudges stay out unless they are asked for. */
  readonly nudges?: boolean
  readonly paused?: readonly string[]
  readonly program?: Parameters<typeof aProgram>[0]
}

const given = (
  messages: readonly Message[],
  { events = [], nudges = false, paused, program, ...over }: Given = {},
): MessageInput => {
  const whole = aProgram({ messages: [...messages], ...(nudges ? {} : { nudges: [] }), ...program })
  const { history = [] } = over
  const input = toDecide(events, over, { program: whole })
  return {
    ...input,
    program: publicProgram(whole, paused),
    history,
    seen:
      over.seen ??
      history.filter(one => messages.every(each => each.key !== one.key || each.surface !== 'inline')),
    path: '/',
    ...over,
  }
}
const decided = (messages: readonly Message[], over?: Given): Decision =>
  decideAll(given(messages, over), decide)
const shows = (messages: readonly Message[], over?: Given) => decided(messages, over).show?.key
const holds = (messages: readonly Message[], over?: Given) =>
  decided(messages, over).held.find(one => one.key === messages[0]?.key)

describe('turns', () => {
  test('[D13] one at a time: answers, what is open, priority, then nudges before messages', () => {
    const modal = aMessage({ key: 'hello', surface: 'modal' })
    expect(shows([aMessage(), modal])).toBe('news')
    expect(shows([aMessage(), { ...modal, priority: 1 }])).toBe('hello')
    expect(shows([aMessage()], { nudges: true })).toBe('learn-send')
    expect(holds([aMessage()], { nudges: true })?.code).toBe('outranked')
    const first = decided([aMessage({ priority: 1 })], { nudges: true })
    expect(first.show?.key).toBe('news')
    expect(first.held).toContainEqual({ key: 'learn-send', code: 'outranked' })
    expect(shows([aMessage({ priority: 9 })], { events: [sent('a'), sent('b'), lockHit('advanced')] })).toBe(
      'unlock',
    )
    expect(shows([aMessage(), { ...modal, priority: 9 }], { open: 'news' })).toBe('news')
    expect(shows([aMessage({ priority: 9 })], { nudges: true, open: 'learn-send' })).toBe('learn-send')
  })

  test('[D13] messages share the budget of attention with nudges and prompts', () => {
    const seen = [happened('learn-read', 'shown', NOON - 60_000)]
    expect(holds([aMessage()], { seen })?.code).toBe('attention-spent')
    expect(holds([aMessage()], { seen, nudges: true })?.code).toBe('attention-spent')
    expect(shows([aMessage()], { seen, open: 'news' })).toBe('news')
  })

  test('[D13] of a random set at most one interrupts, and everything else has its reason', () => {
    const surfaces = ['survey', 'banner', 'modal', 'toast', 'inline', 'hotspot', 'tour'] as const
    const messages = fc.uniqueArray(
      fc.record({
        at: fc.nat(30),
        surface: fc.constantFrom(...surfaces),
        priority: fc.integer({ min: -2, max: 2 }),
      }),
      { selector: one => one.at, maxLength: 12 },
    )
    fc.assert(
      fc.property(messages, fc.boolean(), fc.boolean(), (some, nudges, isTyping) => {
        const all = some.map(({ at, ...rest }) => aMessage({ key: `m${at}`, slot: 'side', ...rest }))
        const {
          show,
          beside = [],
          held,
        } = decided(all, { nudges, isTyping, slots: ['side'], anchored: ['m1'] })
        const kept = [...(show ? [show.key] : []), ...beside.map(one => one.key)]
        const keys = [...kept, ...held.map(one => one.key)]
        expect(new Set(keys).size).toBe(keys.length)
        for (const one of all) expect(keys).toContain(one.key)
        if (isTyping) expect(show?.kind).not.toBe('message')
      }),
      { numRuns: 60 },
    )
  })
})

describe('times', () => {
  test('[D14] not before, not after, not in quiet hours of the person’s own clock', () => {
    const by = (schedule: Message['schedule'], over?: Given) => holds([aMessage({ schedule })], over)
    expect(by({ from: '2026-03-11' })).toMatchObject({ code: 'not-yet', until: NOON + 12 * HOUR })
    expect(by({ to: '2026-03-09' })).toEqual({ key: 'news', code: 'over' })
    expect(by({ from: '2026-03-10', to: '2026-03-10' })).toBeUndefined()
    const quietHours = { from: '22:00', to: '08:00' }
    expect(by({ quietHours })).toBeUndefined()
    expect(by({ quietHours }, { zone: 11 * 60 })).toMatchObject({
      code: 'quiet-hours',
      until: NOON + 9 * HOUR,
    })
    expect(by({ quietHours }, { zone: -5 * 60 })).toMatchObject({ code: 'quiet-hours', until: NOON + HOUR })
    expect(by({ quietHours: { from: '11:00', to: '12:00' } })).toBeUndefined()
  })

  test('[D14] not while the person types, unless it was there before', () => {
    expect(holds([aMessage()], { isTyping: true })?.code).toBe('typing')
    expect(shows([aMessage()], { isTyping: true, open: 'news' })).toBe('news')
  })

  test('[D14] “later” lets it rest for a day, caps for as long as they say', () => {
    const later = [happened('news', 'dismissed', NOON - 20 * HOUR, 'later')]
    expect(holds([aMessage()], { history: later })).toMatchObject({ code: 'snoozed', until: NOON + 4 * HOUR })
    const closed = [happened('news', 'dismissed', NOON - 20 * HOUR, 'close')]
    expect(holds([aMessage()], { history: closed })?.code).toBe('cooling-down')
    expect(shows([aMessage({ caps: { coolDownHours: 10 } })], { history: closed })).toBe('news')
    const often = [9, 8, 7].map(days => happened('news', 'shown', daysAgo(days)))
    expect(holds([aMessage()], { history: often })?.code).toBe('capped')
  })

  test('[D14] pauses, stops, pages and audiences hold it as they hold a nudge', () => {
    expect(holds([aMessage()], { paused: ['news'] })?.code).toBe('paused')
    expect(holds([aMessage()], { history: [happened('news', 'stopped', daysAgo(90))] })?.code).toBe('stopped')
    expect(holds([aMessage({ page: '/reports*' })])?.code).toBe('other-page')
    expect(holds([aMessage({ audience: { 'events.sent.count': { $gte: 1 } } })])?.code).toBe('audience')
    expect(
      shows([aMessage({ audience: { 'events.sent.count': { $gte: 1 } } })], { events: [sent('a')] }),
    ).toBe('news')
    const offered = aMessage({ audience: { 'lead.type': 'champion' } })
    expect(holds([offered])?.code).toBe('audience')
    expect(shows([offered], { offers: ['news'] })).toBe('news')
  })
})

describe('ends', () => {
  test('[D15] what was answered, or led where it leads, does not come back', () => {
    for (const target of ['action', 'answer', 'done'])
      expect(holds([aMessage()], { history: [happened('news', 'clicked', daysAgo(90), target)] })?.code).toBe(
        'finished',
      )
    expect(shows([aMessage()], { history: [happened('news', 'clicked', daysAgo(90), 'why')] })).toBe('news')
  })

  test('[D15] a survey whose answers are known, from wherever, is not asked', () => {
    const answer = { name: 'Survey Answered', properties: { survey: 'nps', answer: 0 } }
    const events = [sent('a', 'success', answer)]
    expect(shows([aSurvey()])).toBe('happy')
    expect(holds([aSurvey()], { events })?.code).toBe('finished')
    const [nps] = aSurvey().questions ?? []
    const more = nps ? [nps, { key: 'why', kind: 'text' as const, title: 'Why?' }] : []
    expect(shows([aSurvey({ questions: more })], { events })).toBe('happy')
  })

  test('[D15] what serves a skill or step is over once that is had', () => {
    const forStep = aMessage({ serves: { step: 'send' } })
    expect(shows([forStep])).toBe('news')
    expect(holds([forStep], { events: [sent('a')] })?.code).toBe('done')
    expect(holds([aMessage({ serves: { skill: 'send' } })], { events: [sent('a'), sent('b')] })?.code).toBe(
      'done',
    )
  })
})

describe('on the page itself', () => {
  const card = aMessage({ key: 'card', surface: 'inline', slot: 'side' })
  const dot = aMessage({ key: 'dot', surface: 'hotspot', anchor: ['#new'] })

  test('[D16] it stands beside whatever else is shown, where its place is', () => {
    const all = decided([card, dot, aMessage()], { slots: ['side'], anchored: ['dot'], isTyping: false })
    expect(all.show?.key).toBe('news')
    expect(all.beside?.map(one => one.key)).toEqual(['card', 'dot'])
    expect(holds([card])?.code).toBe('no-place')
    expect(holds([dot])?.code).toBe('no-place')
  })

  test('[D16] it waits for no turn, for no end of typing, and for no attention', () => {
    const seen = [happened('learn-read', 'shown')]
    expect(decided([card], { slots: ['side'], isTyping: true, seen }).beside).toHaveLength(1)
  })

  test('[D16] put away it stays away, unless it is meant to come back', () => {
    const history = [happened('card', 'dismissed', daysAgo(3), 'close')]
    const at = { slots: ['side'], history }
    expect(holds([card], at)?.code).toBe('finished')
    expect(decided([{ ...card, caps: { coolDownHours: 24 } }], at).beside).toHaveLength(1)
  })
})

test('[D17] a surface that this version does not know is held, and the rest goes on', () => {
  const strange = { ...aMessage({ key: 'strange' }), surface: 'hologram' as 'banner' }
  const all = decided([strange, aMessage()])
  expect(all.held).toContainEqual({ key: 'strange', code: 'unknown-surface' })
  expect(all.show?.key).toBe('news')
})

test('[D20] a tour that leads to another page goes on there, and nothing comes between', () => {
  const tour: Message = {
    key: 'round',
    surface: 'tour',
    metric: 'm',
    steps: [
      { key: 'a', title: 'A', page: '/a' },
      { key: 'b', title: 'B', page: '/b' },
    ],
  }
  const history = [
    happened('round', 'shown', NOON - 60_000),
    happened('round', 'clicked', NOON - 1000, 'to:b'),
  ]
  const seen = history.slice(0, 1)
  expect(holds([tour], { history, seen, path: '/a' })?.code).toBe('other-page')
  const there = decided([tour, aMessage({ priority: 5 })], { history, seen, path: '/b' })
  expect(there.show).toMatchObject({ key: 'round', view: { step: { key: 'b', at: 2, of: 2 } } })
  const later = { history, seen, path: '/b', now: NOON + 48 * HOUR }
  expect(shows([tour], later)).toBe('round')
})

describe('words', () => {
  test('[D18] a message carries its words filled, its questions, and why it is there', () => {
    const { show } = decided([aSurvey()])
    expect(show).toMatchObject({
      kind: 'message',
      cause: 'message',
      view: {
        kind: 'survey',
        title: 'Would you recommend us, friend?',
        questions: [{ key: 'nps', kind: 'scale', from: 0, to: 10, isOptional: false }],
        why: 'This is shown to everyone.',
      },
    })
    const why = (over: Partial<Message>) => {
      const { show } = decided([aMessage(over)], { path: '/' })
      return show?.kind === 'message' && show.view.why
    }
    expect(why({ page: '/' })).toBe('This is shown to everyone on this page.')
    expect(why({ audience: {} })).toMatch(/for whom it fits/)
    expect(why({ audience: {}, why: 'You have sent a campaign.' })).toBe('You have sent a campaign.')
  })

  test('[D18] a goal question offers the program’s goals, by the key that its answer becomes', () => {
    const goal = aSurvey({ questions: [{ key: 'goal', kind: 'goal', title: 'What is your goal?' }] })
    const { show } = decided([goal], {
      program: { goals: [{ key: 'sell', name: 'Sell more to regulars', skills: ['send'] }] },
    })
    expect(show?.kind === 'message' && show.view.questions?.[0]).toMatchObject({
      kind: 'choice',
      options: [{ key: 'sell', label: 'Sell more to regulars' }],
    })
  })
})

describe('over time', () => {
  const all: readonly Message[] = [
    aMessage({ caps: { perDay: 2, total: 4, coolDownHours: 1 } }),
    aMessage({
      key: 'hello',
      surface: 'modal',
      priority: 1,
      schedule: { quietHours: { from: '20:00', to: '07:00' } },
    }),
    aSurvey({ caps: { perDay: 1, total: 3, coolDownHours: 5 } }),
    aMessage({ key: 'tip', surface: 'toast', caps: { perDay: 3, total: 9, coolDownHours: 0 } }),
  ]
  const act = fc.constantFrom('close', 'later', 'action', 'stopped', 'none', 'none')

  test('[D19] of random days in four tabs none shows two at once, nor more than caps and attention allow', () => {
    const turns = fc.array(
      fc.record({ tab: fc.nat(3), minutes: fc.integer({ min: 0, max: 300 }), act, isTyping: fc.boolean() }),
      { maxLength: 60 },
    )
    const base = given(all, { nudges: true })
    fc.assert(
      fc.property(turns, steps => {
        let now = NOON
        const history: MessageSeen[] = []
        const open: (string | undefined)[] = [undefined, undefined, undefined, undefined]
        for (const step of steps) {
          now += step.minutes * 60_000
          const { tab } = step
          const before = open[tab]
          const { show } = decideAll(
            { ...base, history, seen: history, open: before, now, isTyping: step.isTyping },
            decide,
          )
          open[tab] = show?.key
          if (show && show.key !== before) {
            const shown = history.filter(one => one.kind === 'shown')
            const own = shown.filter(one => one.key === show.key)
            const today = (list: readonly MessageSeen[]) =>
              list.filter(one => now - one.at < 24 * HOUR).length
            // Another tab has shown something within the quarter of an hour that attention rests.
            expect(shown.every(one => now - one.at >= HOUR / 4)).toBe(true)
            expect(today(shown)).toBeLessThan(4)
            const item = all.find(one => one.key === show.key)
            if (item) {
              expect(step.isTyping).toBe(false)
              expect(own.length).toBeLessThan(item.caps?.total ?? 1)
              expect(today(own)).toBeLessThan(item.caps?.perDay ?? 1)
              const ended = history.filter(one => one.key === show.key && one.kind !== 'shown')
              expect(ended.some(one => one.kind === 'stopped' || one.target === 'action')).toBe(false)
              expect(ended.every(one => one.target !== 'later' || now - one.at >= 24 * HOUR)).toBe(true)
              const hour = new Date(now).getUTCHours()
              if (show.key === 'hello') expect(hour >= 7 && hour < 20).toBe(true)
            }
            history.push(happened(show.key, 'shown', now))
          }
          if (show && step.act !== 'none') {
            const kind = step.act === 'stopped' ? 'stopped' : step.act === 'action' ? 'clicked' : 'dismissed'
            history.push(happened(show.key, kind, now, step.act))
            // Closed in one tab it is closed in all.
            for (const each of open.keys()) if (open[each] === show.key) open[each] = undefined
          }
        }
      }),
      { numRuns: 100 },
    )
  })
})

describe('resources', () => {
  const list = (over: Partial<Message> = {}): Message =>
    aMessage({
      key: 'learn',
      surface: 'resources',
      text: { title: 'Learn' },
      items: [
        { key: 'guide', title: 'For {{ user.name | you }}', open: '/guide' },
        { key: 'team', title: 'Work together', open: '/team', audience: { 'user.role': 'owner' } },
        { key: 'tour', title: 'Look around', tour: 'look' },
        { key: 'ask', title: 'Ask us', ask: true },
      ],
      ...over,
    })
  const views = (messages: readonly Message[], over?: Given) =>
    decided(messages, over).beside?.map(({ view }) => view)

  test('[D22] a list takes no turn and holds what is for this person, in its order', () => {
    const [view] = views([list()]) ?? []
    expect(view?.items).toEqual([
      { key: 'guide', title: 'For you', action: { label: 'For you', open: '/guide' } },
      { key: 'tour', title: 'Look around', tour: 'look' },
      { key: 'ask', title: 'Ask us', asks: true },
    ])
    expect(shows([list()])).toBeUndefined()
    expect(
      holds([list({ items: [{ key: 'a', title: 'A', open: '/a', audience: { 'user.role': 'owner' } }] })]),
    ).toEqual({ key: 'learn', code: 'audience' })
  })

  test('[D22] with a slot it stands there or not at all; put away it stays away', () => {
    expect(holds([list({ slot: 'help' })])?.code).toBe('no-place')
    expect(views([list({ slot: 'help' })], { slots: ['help'] })?.[0]?.slot).toBe('help')
    const history = [happened('learn', 'clicked', NOON, 'item:guide')]
    expect(views([list()], { history })?.length).toBe(1)
    expect(holds([list()], { history: [happened('learn', 'stopped')] })?.code).toBe('stopped')
  })

  test('[D22] a tour that the person begins by hand is shown, also one that was taken or stopped before', () => {
    const look = aMessage({
      key: 'look',
      surface: 'tour',
      text: undefined,
      steps: [
        { key: 'a', title: 'A' },
        { key: 'b', title: 'B' },
      ],
    })
    const past = NOON - 99 * HOUR
    for (const end of [happened('look', 'clicked', past, 'done'), happened('look', 'stopped', past)]) {
      const history = [happened('look', 'shown', past), happened('look', 'clicked', past, 'to:b'), end]
      expect(shows([look], { history })).toBeUndefined()
      const begun = decided([look], { history: [...history, happened('look', 'clicked', NOON, 'to:')] })
      expect(begun.show).toMatchObject({ key: 'look', view: { step: { key: 'a', at: 1 } } })
    }
  })
})
