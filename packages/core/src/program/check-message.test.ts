import { expect, test } from 'vitest'
import { aProgram } from '../../test/sample.ts'
import type { Message, Program } from '../index.ts'
import { parseProgram } from './parse.ts'
import { publicProgram } from './publish.ts'

const banner: Message = { key: 'news', surface: 'banner', metric: 'm', text: { title: 'New' } }
const problems = (messages: readonly object[], over: Partial<Program> = {}) => {
  const parsed = parseProgram({ ...aProgram(over), messages })
  const list = parsed.ok ? parsed.value.warnings : parsed.error
  return list.filter(one => one.path.startsWith('messages')).map(one => `${one.path}: ${one.message}`)
}
const question = { key: 'nps', kind: 'nps', title: 'How likely?' }
const survey = { key: 's', surface: 'survey', metric: 'm', questions: [question] }

test('[P8] each surface needs its own parts and takes no others', () => {
  expect(problems([banner, survey])).toEqual([])
  expect(problems([{ ...banner, text: undefined }])).toEqual(['messages.0: a banner needs “text”'])
  expect(problems([{ ...banner, surface: 'hotspot' }])).toEqual(['messages.0: a hotspot needs “anchor”'])
  expect(problems([{ ...banner, slot: 'side' }])).toEqual(['messages.0.slot: a banner has no “slot”'])
  expect(problems([{ ...banner, surface: 'hologram' }])[0]).toMatch(
    /^messages\.0\.surface: “hologram” is none of/,
  )
})

test('[P8] names in messages must exist, and keys are unique among all that is shown', () => {
  expect(problems([{ ...banner, serves: { skill: 'fly' } }])[0]).toMatch(
    /serves\.skill: there is no skill “fly”/,
  )
  expect(problems([{ ...banner, audience: { 'skill.fly.able': true } }])[0]).toMatch(
    /there is no skill “fly”/,
  )
  const tour = { key: 't', surface: 'tour', metric: 'm' }
  const steps = (...all: readonly object[]) => problems([{ ...tour, steps: all }])
  expect(steps({ key: 'a', title: 'A', next: 'z' })[0]).toMatch(/steps\.0\.next: there is no step “z”/)
  expect(steps({ key: 'a', title: 'A' }, { key: 'a', title: 'B' })[0]).toMatch(/“a” is used twice/)
  expect(steps({ key: 'a', title: 'A', last: true }, { key: 'b', title: 'B' })).toEqual([
    'messages.0.steps.1: no way leads to the step “b”',
  ])
  expect(steps({ key: 'a', title: 'A', done: { 'skill.fly.able': true } })[0]).toMatch(/no skill “fly”/)
  const parsed = parseProgram(aProgram({ messages: [{ ...banner, key: 'learn-send' }] }))
  expect(parsed.ok).toBe(false)
})

test('[P8] questions fit their kind, and no answer counts for another question', () => {
  const ask = (over: object, program?: Partial<Program>) =>
    problems([{ ...survey, questions: [{ ...question, ...over }] }], program)[0]
  expect(ask({ kind: 'choice' })).toMatch(/a choice question needs “options”/)
  expect(ask({ kind: 'text', low: 'no' })).toMatch(/“low” and “high” name the ends of a scale/)
  expect(ask({ kind: 'goal' })).toMatch(/there are none/)
  const goals = [{ key: 'sell', name: 'Sell', skills: ['send'] }]
  expect(ask({ kind: 'goal', key: 'aim' }, { goals })).toMatch(/the user’s goal is read from survey\.goal/)
  expect(ask({ kind: 'goal', key: 'goal' }, { goals })).toBeUndefined()
  expect(problems([survey, { ...survey, key: 'other' }])[0]).toMatch(/“nps” is asked twice/)
})

test('[P8] a schedule can be read and can come true', () => {
  const at = (schedule: object) => problems([{ ...banner, schedule }])[0]
  expect(at({ from: 'soon' })).toMatch(/a day such as 2026-03-10/)
  expect(at({ from: '2026-02-31T00:00:00Z' })).toBeUndefined()
  expect(at({ from: '2026-13-01' })).toMatch(/no day of the calendar/)
  expect(at({ from: '2026-03-02', to: '2026-03-01' })).toMatch(/ends before it begins/)
  expect(at({ quietHours: { from: '08:00', to: '08:00' } })).toMatch(/no quiet hours/)
})

test('[P3] messages reach browsers without their goals, and those with a private audience as offers', () => {
  const { messages } = publicProgram(
    aProgram({
      messages: [
        { ...banner, goal: { 'events.sent.count': 1 } },
        { ...banner, key: 'vip', priority: 1, audience: { 'lead.type': 'champion' } },
        { ...banner, key: 'off', enabled: false },
      ],
    }),
  )
  expect(messages?.map(one => one.key)).toEqual(['vip', 'news'])
  expect(messages?.[0]?.audience).toEqual({ 'offer.vip': true })
  expect(JSON.stringify(messages)).not.toContain('goal')
})

test('[P8] what a list of resources offers leads somewhere, and reads nothing private', () => {
  const list = (...items: readonly object[]) =>
    problems([{ key: 'l', surface: 'resources', metric: 'm', text: { title: 'Learn' }, items }])
  const item = { key: 'a', title: 'A', open: '/a' }
  expect(list(item, { key: 'b', title: 'B', ask: true })).toEqual([])
  expect(list({ key: 'a', title: 'A' })[0]).toMatch(/items\.0: nothing happens when it is chosen/)
  expect(list(item, item)[0]).toMatch(/items\.1\.key: “a” is used twice/)
  expect(list({ ...item, open: undefined, tour: 'look' })[0]).toMatch(
    /there is no tour “look”; there are: none/,
  )
  expect(list({ ...item, open: 'javascript:alert(1)' })[0]).toMatch(/a link starts with/)
  expect(list({ ...item, audience: { 'skill.fly.able': true } })[0]).toMatch(/no skill “fly”/)
  expect(list({ ...item, audience: { 'lead.type': 'golden' } })[0]).toMatch(/may only be read by segments/)
  expect(list({ ...item, title: '{{ user.nme }' })[0]).toMatch(/is no place for a fact/)
})
