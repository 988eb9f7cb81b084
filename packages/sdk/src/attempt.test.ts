import { type FireballEvent, interpret, type Program, publicProgram } from '@fireball/core'
import { describe, expect, test } from 'vitest'
import { attemptIn } from './attempt.ts'

const sample = (over: Partial<Program> = {}) =>
  publicProgram({
    format: 1,
    name: 'Kites',
    signals: [
      { key: 'opened', name: 'Opened', on: { event: 'Builder Opened' }, outcome: 'none' },
      { key: 'built', name: 'Built', on: { event: 'Report Built' } },
      { key: 'shared', name: 'Shared', on: { event: 'Report Shared' } },
      { key: 'seen', name: 'Seen', on: { event: 'Page Seen' }, outcome: 'none' },
    ],
    checklists: [],
    skills: [
      { key: 'build', name: 'Build', why: 'Figures.', shownBy: ['opened', 'built'] },
      { key: 'share', name: 'Share', why: 'Others.', shownBy: ['shared'] },
      { key: 'see', name: 'See', why: 'Sights.', shownBy: ['seen'] },
    ],
    features: [],
    nudges: [],
    prompts: [],
    ...over,
  })
const program = sample()
const MINUTE = 60_000
const T = 1_800_000_000_000
const event = (
  name: string,
  minute: number,
  properties: FireballEvent['properties'] = {},
): FireballEvent => ({
  id: `${name} ${minute}`,
  anonymousId: 'a',
  type: 'track',
  name,
  properties,
  context: {},
  at: T + minute * MINUTE,
  assisted: false,
})
const opened = (minute: number, context = 'r1') => event('Builder Opened', minute, { context })
const built = (minute: number, outcome?: string, context = 'r1') =>
  event('Report Built', minute, { context, ...(outcome && { outcome }) })
const attempt = (events: readonly FireballEvent[], minute: number) =>
  attemptIn(events, program, interpret, T + minute * MINUTE)

describe('what the user is in the middle of', () => {
  test('a start is one that a signal of starts reads, or an outcome that is neither', () => {
    expect(attempt([opened(0)], 1)).toEqual({ id: 'Builder Opened 0', skill: 'build', at: T })
    expect(attempt([built(0, 'started')], 1)?.skill).toBe('build')
    expect(attempt([event('Report Shared', 0, { outcome: 'tried' })], 1)?.skill).toBe('share')
  })

  test('what merely lacks an outcome is one only where its skill is known to tell outcomes', () => {
    const shared = (minute: number, outcome?: string) =>
      event('Report Shared', minute, outcome === undefined ? {} : { outcome })
    expect(attempt([shared(0)], 1)).toBeUndefined()
    expect(attempt([shared(0, 'success'), shared(5)], 6)).toMatchObject({
      skill: 'share',
      at: T + 5 * MINUTE,
    })
  })

  test('no outcome can come of a skill whose signals tell none', () => {
    expect(attempt([event('Page Seen', 0)], 1)).toBeUndefined()
  })

  test('an outcome, well or badly, ends it; so does something else that is begun or done', () => {
    expect(attempt([opened(0), built(1, 'success')], 2)).toBeUndefined()
    expect(attempt([opened(0), built(1, 'failure')], 2)).toBeUndefined()
    expect(attempt([opened(0), event('Report Shared', 1, { outcome: 'success' })], 2)).toBeUndefined()
    expect(attempt([opened(0), opened(1, 'r2')], 2)?.at).toBe(T + MINUTE)
  })

  test('what shows no skill leaves it as it is; the same again goes on with it', () => {
    expect(attempt([opened(0), event('Prompt Shown', 1), event('Else', 2), opened(3)], 4)).toMatchObject({
      id: 'Builder Opened 0',
    })
  })

  test('after half an hour it is over', () => {
    expect(attempt([opened(0)], 30)).toBeDefined()
    expect(attempt([opened(0)], 31)).toBeUndefined()
  })

  test('of nothing comes nothing', () => {
    expect(attempt([], 0)).toBeUndefined()
    expect(attemptIn([opened(0)], sample({ skills: [], signals: [] }), interpret, T)).toBeUndefined()
  })
})
