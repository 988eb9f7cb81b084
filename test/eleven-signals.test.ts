import {
  addEvidence,
  allSignals,
  DAY_MS,
  evaluate,
  evidenceOf,
  type FireballEvent,
  factsOf,
  knownOfAccount,
  knownOfUser,
  membership,
} from '@fireball/core'
import { parseProgram } from '@fireball/core/program'
import { expect, test } from 'vitest'
import raw from './fixtures/programs/eleven-signals.json' with { type: 'json' }

const NOW = Date.UTC(2026, 4, 20, 15)

const parsed = parseProgram(raw)
if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
const { program, warnings } = parsed.value
const signals = allSignals(program)

type Said = Partial<FireballEvent>

const track = (name: string, properties: FireballEvent['properties'], daysAgo = 0): Said => ({
  name,
  properties,
  at: NOW - daysAgo * DAY_MS,
})

const drawn = (context: string, daysAgo = 0): Said =>
  track('Chart Drawn', { outcome: 'success', context, sources: 1 }, daysAgo)

const page = (name: string): Said => ({ type: 'page', name })

/** Which of the program's audiences the user is in after these events. */
const kindsAfter = (said: readonly Said[]): readonly string[] => {
  const events = said.map(
    (one, i): FireballEvent => ({
      id: `e${i}`,
      type: 'track',
      name: '',
      userId: 'ada',
      properties: {},
      context: {},
      assisted: false,
      at: NOW,
      ...one,
    }),
  )
  const evidence = addEvidence(...events.map(event => evidenceOf(event, signals)))
  const who = membership(Object.values(evidence.links))
  const { doc } = factsOf({
    program,
    signals,
    user: knownOfUser(evidence, who, 'u:ada'),
    userId: 'ada',
    account: knownOfAccount(evidence, who, 'u:ada'),
    now: NOW,
  })
  return program.nudges
    .filter(({ audience }) => evaluate(audience, doc, { now: NOW }) === true)
    .map(({ key }) => key)
}

interface Example {
  readonly kind: string
  readonly before?: readonly Said[]
  readonly matching: Said
  readonly other: Said
}

const EXAMPLES: readonly Example[] = [
  {
    kind: 'feature-engagement',
    matching: drawn('sales'),
    other: track('Chart Drawn', { outcome: 'failure', context: 'sales', sources: 1 }),
  },
  {
    kind: 'session',
    before: [drawn('sales')],
    matching: track('Session Ended', { seconds: 900 }),
    other: track('Session Ended', { seconds: 120 }),
  },
  {
    kind: 'progression',
    before: [drawn('sales')],
    matching: track('Chart Drawn', { outcome: 'success', context: 'both', sources: 2 }),
    other: drawn('stock'),
  },
  {
    kind: 'near-limit',
    matching: track('Quota Used', { feature: 'rows', used: 850, limit: 1000, reached: false }),
    other: track('Quota Used', { feature: 'rows', used: 400, limit: 1000, reached: false }),
  },
  { kind: 'upgrade-inquiry', matching: page('Pricing'), other: page('Imprint') },
  {
    kind: 'integration',
    matching: track('Integration Connected', { outcome: 'success', integration: 'sheets' }),
    other: track('Integration Connected', { outcome: 'failure', integration: 'sheets' }),
  },
  {
    kind: 'repeated-engagement',
    before: [drawn('sales', 6), drawn('sales', 3)],
    matching: drawn('sales'),
    other: drawn('sales', 3),
  },
  {
    kind: 'survey',
    matching: track('Survey Answered', { survey: 'goal', answer: 'report' }),
    other: track('Survey Answered', { survey: 'goal', answer: 'just looking' }),
  },
  {
    kind: 'support',
    matching: track('Ticket Opened', { subject: 'Axis labels' }),
    other: track('Ticket Opened', { subject: 'Cheap watches', spam: true }),
  },
  {
    kind: 'community',
    matching: track('Post Written', { words: 80 }),
    other: track('Post Written', { words: 1 }),
  },
  {
    kind: 'invite',
    matching: track('Invite Sent', { role: 'editor' }),
    other: track('Invite Withdrawn', { role: 'editor' }),
  },
]

test('the program may be published, and has an example of each of its eleven kinds', () => {
  expect(warnings).toEqual([])
  expect(program.nudges).toHaveLength(11)
  expect(EXAMPLES.map(one => one.kind)).toEqual(program.nudges.map(one => one.key))
})

test.each(EXAMPLES)(
  '$kind: one event is it, another like it is not',
  ({ kind, before = [], matching, other }) => {
    expect(kindsAfter(before)).not.toContain(kind)
    expect(kindsAfter([...before, matching])).toContain(kind)
    expect(kindsAfter([...before, other])).not.toContain(kind)
  },
)

test('a long session says nothing by itself', () => {
  expect(kindsAfter([track('Session Ended', { seconds: 9000 })])).toEqual([])
})

test('what each kind means to the growth team is said by the signals', () => {
  const meanings = program.signals.flatMap(({ means = [] }) => means)
  expect(meanings).toEqual(['intent', 'integration', 'survey', 'support', 'community', 'invite'])
})
