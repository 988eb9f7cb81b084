import { describe, expect, test } from 'vitest'
import {
  ABLE_TO_COMPARE,
  ABLE_TO_READ,
  aProgram,
  daysAgo,
  factsAfter,
  lockHit,
  NOON,
  quotaFull,
  read,
  sent,
  toDecide,
} from '../test/sample.ts'
import { DAY_MS, type DecideInput, decide, factsOf, publicProgram, type Seen, UNKNOWN } from './index.ts'

const shows = (input: DecideInput) => decide(input).show?.key
const holds = (input: DecideInput, key: string) => decide(input).held.find(one => one.key === key)?.code
const seen = (key: string, kind: Seen['kind'], at = NOON): Seen => ({ key, kind, at })
const ABLE_TO_SEND = [sent('a'), sent('b')]
const withNudge = (over: object) =>
  aProgram({ nudges: aProgram().nudges.map(nudge => ({ ...nudge, ...over })) })

describe('nudges', () => {
  test('[D2] the skill within reach is the next step', () => {
    expect(decide(toDecide([])).show).toMatchObject({ key: 'learn-send', cause: 'next-skill', kind: 'nudge' })
    expect(shows(toDecide(ABLE_TO_SEND))).toBe('learn-read')
    expect(holds(toDecide([]), 'learn-read')).toBe('out-of-reach')
    expect(holds(toDecide(ABLE_TO_SEND), 'learn-send')).toBe('able')
    expect(shows(toDecide(ABLE_TO_READ))).toBeUndefined()
  })

  test('[D2] a skill that was practised is not asked for again', () => {
    expect(holds(toDecide([sent('')]), 'learn-send')).toBe('practised')
  })

  test('[D2] of two within reach the one that opens more goes first', () => {
    const { skills } = aProgram()
    const program = aProgram({
      skills: [{ key: 'idle', name: 'Idle', why: 'It leads nowhere.', shownBy: ['sent'] }, ...skills],
      nudges: [
        { key: 'learn-idle', serves: { skill: 'idle' }, metric: 'm', text: { title: 'Idle' } },
        ...aProgram().nudges,
      ],
    })
    expect(shows(toDecide([], {}, { program }))).toBe('learn-send')
  })

  test('[D2] a nudge for a step is shown when the step is open', () => {
    const nudge = (step: string) =>
      aProgram({ nudges: [{ key: 'n', serves: { step }, metric: 'm', text: { title: 'Do it' } }] })
    expect(decide(toDecide([], {}, { program: nudge('send') })).show).toMatchObject({
      key: 'n',
      cause: 'next-step',
    })
    expect(holds(toDecide([], {}, { program: nudge('read') }), 'n')).toBe('out-of-reach')
    expect(holds(toDecide([sent('a')], {}, { program: nudge('send') }), 'n')).toBe('done')
    expect(holds(toDecide([], {}, { program: nudge('gone') }), 'n')).toBe('unknown-name')
  })

  test('[D3] after an assisted success: now on your own, once', () => {
    const helped = [...ABLE_TO_SEND, read('a', 'success', { assisted: true })]
    expect(decide(toDecide(helped)).show).toMatchObject({ key: 'learn-read/alone', cause: 'now-alone' })
    expect(
      holds(toDecide(helped, { seen: [seen('learn-read/alone', 'shown', daysAgo(9))] }), 'learn-read'),
    ).toBe('capped')
    expect(holds(toDecide([sent('a', 'success', { assisted: true })]), 'learn-send')).toBe('helped')
  })
})

describe('holding back', () => {
  test('[D4] pauses hold one or all', () => {
    const input = toDecide([])
    expect(holds({ ...input, program: publicProgram(aProgram(), ['learn-send']) }, 'learn-send')).toBe(
      'paused',
    )
    expect(decide({ ...input, program: publicProgram(aProgram(), ['*']) }).show).toBeUndefined()
  })

  test('[D4] “stop” is for good, for the variants of a nudge too, and for no other', () => {
    expect(holds(toDecide([], { seen: [seen('learn-send', 'stopped', daysAgo(300))] }), 'learn-send')).toBe(
      'stopped',
    )
    expect(holds(toDecide([], { seen: [seen('learn-send/alone', 'stopped')] }), 'learn-send')).toBe('stopped')
    expect(shows(toDecide([], { seen: [seen('learn-send-more', 'stopped')] }))).toBe('learn-send')
  })

  test('[D4] caps: once a day, three times in all, a day of rest once closed', () => {
    const after = (...list: Seen[]) => holds(toDecide([], { seen: list }), 'learn-send')
    const shown = (days: number) => seen('learn-send', 'shown', daysAgo(days))
    expect(after(shown(0.5))).toBe('capped')
    expect(after(shown(2))).toBeUndefined()
    expect(after(shown(2), shown(4), shown(6))).toBe('capped')
    expect(after(shown(2), seen('learn-send', 'dismissed', daysAgo(0.9)))).toBe('cooling-down')
    const program = withNudge({ caps: { total: 9, perDay: 5, coolDownHours: 0 } })
    expect(shows(toDecide([], { seen: [shown(0.5)] }, { program }))).toBe('learn-send')
  })

  test('[D4] the budget of attention is shared by all', () => {
    const other = (hours: number) => seen('other', 'shown', NOON - hours * 3_600_000)
    expect(holds(toDecide([], { seen: [other(0.1)] }), 'learn-send')).toBe('attention-spent')
    expect(shows(toDecide([], { seen: [other(1)] }))).toBe('learn-send')
    expect(holds(toDecide([], { seen: [other(1), other(2), other(3), other(4)] }), 'learn-send')).toBe(
      'attention-spent',
    )
    const program = aProgram({ attention: { perDay: 9, coolDownHours: 0 } })
    expect(shows(toDecide([], { seen: [other(0.1)] }, { program }))).toBe('learn-send')
  })

  test('[D4] a nudge of another page or for another audience is held', () => {
    const page = withNudge({ page: '/reports/*' })
    expect(holds(toDecide([], { path: '/home' }, { program: page }), 'learn-send')).toBe('other-page')
    expect(shows(toDecide([], { path: '/reports/7' }, { program: page }))).toBe('learn-send')
    const dotted = withNudge({ page: '/a.b' })
    expect(holds(toDecide([], { path: '/axb' }, { program: dotted }), 'learn-send')).toBe('other-page')
    const audience = withNudge({ audience: { 'user.plan': 'pro' } })
    expect(holds(toDecide([], {}, { program: audience }), 'learn-send')).toBe('audience')
  })

  test('[D5] what depends on an unknown fact waits', () => {
    const program = withNudge({ audience: { 'lead.type': 'golden' } })
    const input = toDecide([], {}, { program })
    const facts = { ...input.facts, doc: { ...input.facts.doc, lead: UNKNOWN } }
    expect(
      holds({ ...input, program: { ...input.program, nudges: program.nudges }, facts }, 'learn-send'),
    ).toBe('unknown-fact')
  })

  test('[D5] nobody is sold what they may have: a trait that was not received is unknown', () => {
    const paid = [...ABLE_TO_COMPARE, lockHit('advanced')]
    expect(shows(toDecide(paid))).toBe('unlock')
    // Nobody has run into a lock: then the feature may as well be open.
    const partial = { account: 'acme', isAccountPartial: true }
    expect(factsAfter(ABLE_TO_COMPARE, partial).features.advanced?.state).toBe('open')
    expect(holds(toDecide(ABLE_TO_COMPARE, {}, partial), 'unlock')).toBe('no-moment')
    const waits = aProgram({
      prompts: aProgram().prompts.map(prompt => ({ ...prompt, audience: { 'account.plan': 'free' } })),
    })
    expect(
      holds(
        toDecide([lockHit('advanced')], {}, { program: waits, account: 'acme', isAccountPartial: true }),
        'lift',
      ),
    ).toBe('unknown-fact')
    const scored = withNudge({ audience: { 'engagement.score': { $lt: 20 } } })
    const input = toDecide([], {}, { program: scored, unknown: ['engagement'] })
    expect(holds({ ...input, program: { ...input.program, nudges: scored.nudges } }, 'learn-send')).toBe(
      'unknown-fact',
    )
  })

  test('[P3] what has a private audience is shown only when it is offered', () => {
    const input = toDecide([], {}, { program: withNudge({ audience: { 'lead.type': 'golden' } }) })
    expect(holds(input, 'learn-send')).toBe('audience')
    expect(shows({ ...input, offers: ['learn-send'] })).toBe('learn-send')
  })
})

describe('prompts', () => {
  const atLock = (events: Parameters<typeof toDecide>[0], over: Partial<DecideInput> = {}) =>
    toDecide([...events, lockHit('advanced', NOON - 1000)], over)

  test('[D6] at a lock, able: the offer leads', () => {
    expect(decide(atLock(ABLE_TO_COMPARE)).show).toMatchObject({
      key: 'unlock',
      cause: 'lock',
      variant: 'ready',
    })
  })

  test('[D6] at a lock, not able: the missing skill leads', () => {
    expect(decide(atLock(ABLE_TO_READ)).show).toMatchObject({ key: 'unlock', variant: 'learn' })
    expect(decide(atLock([])).show).toMatchObject({ key: 'unlock', variant: 'learn' })
  })

  test('[D6] without words for who is not ready, nobody is pitched at', () => {
    const program = aProgram({ prompts: aProgram().prompts.map(({ notReady: _, ...prompt }) => prompt) })
    expect(holds(toDecide([lockHit('advanced')], {}, { program }), 'unlock')).toBe('not-ready')
  })

  test('[D6] an open feature has no lock to answer', () => {
    const upgraded = {
      ...lockHit('advanced'),
      type: 'identify' as const,
      name: '',
      properties: { plan: 'pro' },
    }
    expect(holds(toDecide([...ABLE_TO_COMPARE, lockHit('advanced'), upgraded]), 'unlock')).toBe('no-moment')
  })

  test('[D6] where the plan is not known, what the page says is locked is so for half an hour', () => {
    const joined = {
      ...sent('a'),
      type: 'group',
      name: '',
      properties: {},
      groupId: 'acme',
    } as const
    const options = { account: 'acme', isAccountPartial: true }
    const lockedIn = (groupId: string) => ({ ...lockHit('advanced'), groupId })
    const after = (ms: number) =>
      factsAfter([joined, lockedIn('acme')], { ...options, now: NOON + ms }).features.advanced?.state
    expect(factsAfter([joined], options).features.advanced?.state).toBe('open')
    expect([after(0), after(1_800_000), after(1_800_001)]).toEqual(['locked', 'locked', 'open'])
    expect(shows(toDecide([joined, ...ABLE_TO_COMPARE, lockedIn('acme')], {}, options))).toBe('unlock')
    expect(factsAfter([joined, lockedIn('other')], options).features.advanced?.state).toBe('open')
    const upgraded = { ...joined, properties: { plan: 'pro' } }
    expect(factsAfter([upgraded, lockedIn('acme')], options).features.advanced?.state).toBe('open')
  })

  test('[D7] at a limit: able → the offer; not able → how to lift it', () => {
    expect(decide(toDecide([...ABLE_TO_READ, quotaFull('contacts')])).show).toMatchObject({
      key: 'lift',
      cause: 'limit',
      variant: 'ready',
    })
    expect(decide(toDecide([quotaFull('contacts')])).show).toMatchObject({ key: 'lift', variant: 'lift' })
  })

  test('[D8] once closed it comes back only when it is run into again', () => {
    const closed = { seen: [seen('unlock', 'dismissed', NOON - 500)] }
    expect(holds(atLock(ABLE_TO_COMPARE, closed), 'unlock')).toBe('answered')
    expect(shows(toDecide([...ABLE_TO_COMPARE, lockHit('advanced')], closed))).toBe('unlock')
    const limit = { seen: [seen('lift', 'clicked', NOON + 1)] }
    expect(holds(toDecide([quotaFull('contacts')], limit), 'lift')).toBe('answered')
    expect(shows(toDecide([quotaFull('contacts', NOON + 2)], limit))).toBe('lift')
  })

  test('[D8] a lock is answered for half an hour', () => {
    expect(holds(toDecide([...ABLE_TO_COMPARE, lockHit('advanced', NOON - 31 * 60_000)]), 'unlock')).toBe(
      'no-moment',
    )
  })

  test('[D1] an answer goes before a nudge, and before the budget of attention', () => {
    const spent = [1, 2, 3, 4].map(hours => seen('other', 'shown', NOON - hours * 3_600_000))
    expect(shows(atLock([], { seen: spent }))).toBe('unlock')
    expect(holds(atLock([]), 'learn-send')).toBe('outranked')
  })

  test('[D1] being stuck offers a person’s help until it was asked for', () => {
    const stuck = { ...lockHit('advanced', NOON - 2000), name: 'Struggle Noticed' }
    const asked = { ...lockHit('advanced', NOON - 1000), name: 'Help Asked' }
    expect(decide(toDecide([...ABLE_TO_COMPARE, stuck])).show).toMatchObject({ key: 'help', cause: 'stuck' })
    expect(holds(toDecide([...ABLE_TO_COMPARE, stuck, asked]), 'help')).toBe('no-moment')
  })

  test('[D9] what is open stays, unless something answers what was just done', () => {
    const shown = { open: 'learn-send', seen: [seen('learn-send', 'shown')] }
    expect(shows(toDecide([], shown))).toBe('learn-send')
    expect(shows(atLock([], shown))).toBe('unlock')
    expect(shows(toDecide(ABLE_TO_SEND, { ...shown, now: NOON + DAY_MS }))).toBe('learn-read')
  })

  test('[D1] a prompt with its own condition goes before nudges and has caps', () => {
    const prompts = aProgram().prompts.map(prompt =>
      prompt.key === 'unlock' ? { ...prompt, when: { 'events.read.count': { $gte: 1 } } } : prompt,
    )
    const input = toDecide(ABLE_TO_COMPARE, {}, { program: aProgram({ prompts }) })
    expect(decide(input).show).toMatchObject({ key: 'unlock', cause: 'when', variant: 'ready' })
    expect(holds({ ...input, seen: [seen('unlock', 'dismissed', daysAgo(0.5))] }, 'unlock')).toBe(
      'cooling-down',
    )
  })

  test('[D21] what the account qualified with is offered to one who did not run into it', () => {
    const offered = (over: Partial<DecideInput> = {}, events = ABLE_TO_COMPARE) =>
      toDecide(events, { offers: ['unlock'], ...over })
    expect(holds(offered({ offers: [] }), 'unlock')).toBe('no-moment')
    expect(decide(offered()).show).toMatchObject({ key: 'unlock', cause: 'offer', variant: 'ready' })
    expect(decide(offered({}, [])).show).toMatchObject({ cause: 'offer', variant: 'learn' })
    expect(holds(offered({}, []), 'learn-send')).toBe('outranked')
    expect(shows(offered({}, [...ABLE_TO_COMPARE, quotaFull('contacts')]))).toBe('lift')
    expect(holds(offered({ offers: ['help'] }), 'help')).toBe('no-moment')
  })

  test('[D21] what holds anything back holds an offer back', () => {
    const after = (list: readonly Seen[]) =>
      holds(toDecide(ABLE_TO_COMPARE, { offers: ['unlock'], seen: list }), 'unlock')
    expect(after([seen('unlock', 'stopped', daysAgo(90))])).toBe('stopped')
    expect(after([seen('unlock', 'shown', daysAgo(0.5))])).toBe('capped')
    expect(after([seen('unlock', 'dismissed', daysAgo(0.5))])).toBe('cooling-down')
    expect(after([1, 2, 3, 4].map(hours => seen('other', 'shown', NOON - hours * 3_600_000)))).toBe(
      'attention-spent',
    )
    expect(
      holds(
        { ...toDecide(ABLE_TO_COMPARE, { offers: ['unlock'] }), program: publicProgram(aProgram(), ['*']) },
        'unlock',
      ),
    ).toBe('paused')
  })

  test('[D21] with a private audience the offer says whom it is for, and its moment has to come', () => {
    const program = aProgram({
      prompts: aProgram().prompts.map(prompt => ({ ...prompt, audience: { 'lead.type': 'golden' } })),
    })
    expect(holds(toDecide(ABLE_TO_COMPARE, { offers: ['unlock'] }, { program }), 'unlock')).toBe('no-moment')
  })

  test('[D1] is deterministic and holds everything else for a reason', () => {
    const input = atLock(ABLE_TO_SEND)
    expect(decide(input)).toEqual(decide(input))
    const { show, held } = decide(input)
    expect([show?.key, ...held.map(one => one.key)].sort()).toEqual([
      'help',
      'learn-read',
      'learn-send',
      'lift',
      'unlock',
    ])
  })

  test('[D1] survives facts of another program', () => {
    const facts = factsOf({
      program: { skills: [], features: [], checklists: [] },
      signals: [],
      user: { rows: [], registers: {} },
      account: { rows: [], registers: {} },
      now: NOON,
    })
    expect(decide({ ...toDecide([]), facts }).held.map(one => one.code)).toEqual(
      Array(5).fill('unknown-name'),
    )
    expect(factsAfter([]).doc).toBeDefined()
  })
})
