import { describe, expect, test } from 'vitest'
import { anEvent, aProgram, factsAfter, NOON, read, sent, toDecide } from '../../test/sample.ts'
import { type DecideInput, decide, type FireballEvent, nextSkills, type Program, present } from '../index.ts'

const skill = (key: string, requires: string[] = []) => ({
  key,
  name: key.toUpperCase(),
  why: 'It helps.',
  shownBy: ['sent'],
  requires,
})

/** a → b → c, a → d, and e alone; nothing shown yet but what `events` say. */
const graph: Program = aProgram({
  signals: [
    ...aProgram().signals,
    ...['b', 'c', 'd', 'e'].map(key => ({ key: `did-${key}`, name: key, on: { event: key } })),
  ],
  skills: [
    skill('a'),
    { ...skill('e'), shownBy: ['did-e'] },
    { ...skill('b', ['a']), shownBy: ['did-b'] },
    { ...skill('c', ['b']), shownBy: ['did-c'] },
    { ...skill('d', ['a']), shownBy: ['did-d'] },
  ],
  features: [],
  prompts: [],
  nudges: ['a', 'b', 'c', 'd', 'e'].map(key => ({
    key: `learn-${key}`,
    serves: { skill: key },
    metric: 'm',
    text: { title: key },
  })),
  goals: [
    { key: 'sell', name: 'Sell more', skills: ['c'] },
    { key: 'first', name: 'Get going', checklist: 'start' },
    { key: 'tidy', name: 'Tidy up', skills: ['e'] },
  ],
})
const did = (key: string, context: string, outcome = 'success') =>
  anEvent({ name: key, properties: { outcome, context } })
const wants = (answer: string) => anEvent({ name: 'Answered', properties: { survey: 'goal', answer } })
const ABLE_A = [sent('a'), sent('b')]
const next = (events: readonly FireballEvent[], program = graph) =>
  nextSkills(program, factsAfter(events, { program })).map(one => one.key)
const shown = (events: readonly FireballEvent[], over: Partial<DecideInput> = {}, program = graph) =>
  decide(toDecide(events, over, { program })).show

describe('the next step', () => {
  test('[K8] without a goal: what opens most, weighed by the chance to succeed', () => {
    expect(next([])).toEqual(['a', 'e'])
    expect(next(ABLE_A)).toEqual(['b', 'e', 'd'])
    // What is half done is likelier to be had soon.
    expect(next([...ABLE_A, did('d', 'x')])).toEqual(['d', 'b', 'e'])
    expect(next([...ABLE_A, did('b', 'x', 'failure'), did('b', 'y', 'failure')])[0]).not.toBe('b')
  })

  test('[K8] toward the chosen goal, by key or name', () => {
    expect(next([...ABLE_A, wants('tidy')])[0]).toBe('e')
    expect(next([...ABLE_A, wants('Sell more')])[0]).toBe('b')
    const program = { ...graph, goalFact: 'user.aim' }
    const aim = anEvent({ type: 'identify', name: '', properties: { aim: 'tidy' } })
    expect(next([...ABLE_A, aim], program)[0]).toBe('e')
  })

  test('[K8] else toward the checklist’s skills', () => {
    const checklists = graph.checklists.map(one => ({
      ...one,
      steps: one.steps.map(step => (step.key === 'compare' ? { ...step, skill: 'd' } : step)),
    }))
    expect(next(ABLE_A, { ...graph, checklists })[0]).toBe('d')
    expect(next([...ABLE_A, wants('sell')], { ...graph, checklists })[0]).toBe('b')
    expect(next([...ABLE_A, wants('first')], { ...graph, checklists })[0]).toBe('d')
  })

  test('[K8] gain is chance times value, and a goal had already counts no more', () => {
    const facts = factsAfter([...ABLE_A, wants('sell')], { program: graph })
    const [best] = nextSkills(graph, facts)
    expect(best).toMatchObject({ key: 'b', goal: { key: 'sell' } })
    expect(best?.chance).toBeCloseTo((2 / 3) ** 2, 9)
    // Half of the way to c, half of what c and all of what b are worth by themselves.
    expect(best?.value).toBeCloseTo(1 / 2 + 0.01 * (1 / 2 + 1), 9)
    expect(best?.gain).toBe((best?.chance ?? 0) * (best?.value ?? 0))
    const done = [...ABLE_A, did('e', 'x'), did('e', 'y'), wants('tidy')]
    expect(next(done)).toEqual(['b', 'd'])
    expect(nextSkills(graph, factsAfter(done, { program: graph }))[0]?.goal).toBeUndefined()
  })

  test('[K8] it is the same however often it is asked, and says why', () => {
    const events = [...ABLE_A, wants('sell')]
    const choice = shown(events)
    expect(choice).toEqual(shown(events))
    expect(choice).toMatchObject({ key: 'learn-b', cause: 'next-skill', goal: 'Sell more' })
    const { program, facts } = toDecide(events, {}, { program: graph })
    expect(choice && present(choice, program, facts)?.why).toBe(
      'Because your goal is “Sell more” and you can already do “A”, “B” is the next step. It helps.',
    )
    const first = shown([wants('sell')])
    expect(first && present(first, program, factsAfter([wants('sell')], { program: graph }))?.why).toBe(
      'Because your goal is “Sell more”, “A” is the next step. It helps.',
    )
  })

  test('[K8] what can only be practised is no next step', () => {
    expect(next([...ABLE_A, did('e', '')])).toEqual(['b', 'd'])
  })
})

describe('where and how often', () => {
  const withPage = {
    ...graph,
    nudges: graph.nudges.map(one => (one.key === 'learn-d' ? { ...one, page: '/d' } : one)),
  }

  test('[D11] what fits the page goes first, then the gain', () => {
    expect(shown(ABLE_A, { path: '/d' }, withPage)?.key).toBe('learn-d')
    expect(shown(ABLE_A, { path: '/other' }, withPage)?.key).toBe('learn-b')
    expect(shown(ABLE_A, { anchored: ['learn-e'] })?.key).toBe('learn-e')
  })

  test('[D11] what the team puts first goes before both', () => {
    const program = {
      ...withPage,
      nudges: withPage.nudges.map(one => (one.key === 'learn-e' ? { ...one, priority: 1 } : one)),
    }
    expect(shown(ABLE_A, { path: '/d' }, program)?.key).toBe('learn-e')
  })

  const HOUR_MS = 3_600_000
  const twice = {
    ...graph,
    nudges: [
      ...graph.nudges,
      { key: 'learn-b-again', serves: { skill: 'b' }, metric: 'm', text: { title: 'b' } },
    ],
  }
  const dismissed = (hoursAgo: number) =>
    ({ key: 'learn-b', kind: 'dismissed', at: NOON - hoursAgo * HOUR_MS }) as const
  const held = (...seen: readonly DecideInput['seen'][number][]) =>
    decide(toDecide(ABLE_A, { seen }, { program: twice })).held.find(one => one.key === 'learn-b-again')?.code

  test('[D12] after a refusal the skill rests, whichever nudge would ask for it', () => {
    expect(held()).toBe('outranked')
    expect(held(dismissed(3))).toBe('cooling-down')
    expect(held(dismissed(25))).toBe('outranked')
    expect(shown(ABLE_A, { seen: [dismissed(3)] }, twice)?.key).toBe('learn-d')
  })

  test('[D12] each further refusal doubles the rest', () => {
    expect(held(dismissed(80), dismissed(47))).toBe('cooling-down')
    expect(held(dismissed(80), dismissed(49))).toBe('outranked')
    expect(held(dismissed(300), dismissed(200), dismissed(95))).toBe('cooling-down')
    expect(held(dismissed(300), dismissed(200), dismissed(97))).toBe('outranked')
  })

  test('[D2] a skill that is stuck or fading is within reach', () => {
    const old = [read('a'), read('b')]
    const view = factsAfter(old, { now: NOON + 100 * 24 * HOUR_MS }).skills.read
    expect(view?.state).toBe('fading')
    const facts = factsAfter([...old, sent('a'), sent('b')], { now: NOON + 91 * 24 * HOUR_MS })
    expect(nextSkills(aProgram(), facts).map(one => one.key)).toEqual(['send'])
  })
})
