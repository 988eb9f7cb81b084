import {
  addEvidence,
  allSignals,
  decide,
  evidenceOf,
  type FireballEvent,
  factsOf,
  knownOfUser,
  membership,
  NO_EVIDENCE,
  publicProgram,
} from '@fireball/core'
import { parseProgram } from '@fireball/core/program'
import { expect, test } from 'vitest'
import { isReplaceable, starterProgram } from './starter.ts'

const program = starterProgram({
  product: 'Kite',
  setUp: 'Project Created',
  core: 'Report Run',
  advanced: 'Report Shared',
})

const NOW = Date.parse('2026-03-01T12:00:00Z')

const event = (id: number, name: string, properties = {}): FireballEvent => ({
  id: `${id}`,
  type: 'track',
  name,
  userId: '1',
  properties,
  context: {},
  at: NOW + id,
  assisted: false,
})

const after = (...events: readonly FireballEvent[]) => {
  const signals = allSignals(program)
  const evidence = addEvidence(NO_EVIDENCE, ...events.map(one => evidenceOf(one, signals)))
  const user = knownOfUser(evidence, membership([]), 'u:1')
  const facts = factsOf({ program, signals, user, userId: '1', account: user, now: NOW + 100 })
  const decision = decide({ program: publicProgram(program), facts, seen: [], now: NOW + 100 })
  return {
    done: facts.activations['first-steps']?.steps.filter(one => one.isDone).map(one => one.key),
    shown: decision.show?.key,
    facts,
  }
}

test('five steps, two skills, one nudge, and nothing to complain about', () => {
  expect(program.checklists[0]?.steps).toHaveLength(5)
  expect(program.skills).toHaveLength(2)
  expect(program.nudges).toHaveLength(1)
  expect(parseProgram(program)).toEqual({ ok: true, value: { program, warnings: [] } })
})

test('steps tick with bare events, and the nudge comes once the core action was done', () => {
  expect(after()).toMatchObject({ done: [], shown: undefined })
  expect(after(event(1, 'Project Created'))).toMatchObject({ done: ['set-up'], shown: undefined })
  const core = after(event(1, 'Project Created'), event(2, 'Report Run'))
  expect(core).toMatchObject({ done: ['set-up', 'core-once'], shown: 'try-advanced' })
  expect(core.facts.skills.core?.lacks).toContain('outcome')
  expect(after(event(1, 'Report Run'), event(2, 'Report Shared')).shown).toBeUndefined()
})

test('what is known to have failed ticks nothing, and takes no tick away', () => {
  const failed = { outcome: 'failure' }
  expect(
    after(
      event(1, 'Project Created', failed),
      event(2, 'Report Run', failed),
      event(3, 'Report Shared', failed),
    ),
  ).toMatchObject({ done: [], shown: undefined })
  expect(after(event(1, 'Report Run'), event(2, 'Report Run', failed)).done).toEqual(['core-once'])
})

test('with outcomes and contexts the skills are measured', () => {
  const runs = [1, 2, 3].map(n => event(n, 'Report Run', { outcome: 'success', context: `r${n}` }))
  expect(after(...runs).facts.skills.core?.able).toBe(true)
})

test('the same event name twice is still a program', () => {
  expect(parseProgram(starterProgram({ product: 'K', setUp: 'A', core: 'A', advanced: 'A' })).ok).toBe(true)
})

test('only what is empty or a starter may be replaced', () => {
  expect(isReplaceable(null)).toBe(true)
  expect(isReplaceable({ signals: [], checklists: [] })).toBe(true)
  expect(isReplaceable(program)).toBe(true)
  expect(isReplaceable({ ...program, prompts: [{ key: 'own' }] })).toBe(false)
  expect(isReplaceable({ ...program, checklists: [{ key: 'own' }] })).toBe(false)
})
