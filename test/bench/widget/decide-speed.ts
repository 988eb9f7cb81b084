import {
  type Condition,
  type DecideInput,
  decide,
  decideAll,
  type Facts,
  type Json,
  type Message,
  type Program,
  type Prompt,
  publicProgram,
} from '@fireball/core'

const [PROMPTS, CONDITIONS, RUNS] = [1000, 50, 200] as const
const NOW = Date.UTC(2026, 2, 10)
const DAY_MS = 86_400_000

/** The conditions of one audience: facts of every kind; the last decides. */
const audienceOf = (at: number, isFor: boolean): Condition => ({
  ...Object.fromEntries(
    Array.from({ length: CONDITIONS - 1 }, (_, i): [string, Json] => {
      const name = `events.signal-${(at * 7 + i) % 200}`
      const kinds: readonly [string, Json][] = [
        [`${name}.count`, { $gte: i % 9 }],
        [`${name}.last`, { $within: '30d' }],
        [`user.trait-${i}`, { $in: ['red', `value-${i}`] }],
        [`account.trait-${i}`, `value-${i}`],
        [`skill.skill-${i}.p`, { $lt: 0.9 }],
      ]
      return kinds[i % kinds.length] ?? ['user.none', null]
    }),
  ),
  'user.plan': isFor ? 'trial' : 'team',
})

const traits = Object.fromEntries(Array.from({ length: CONDITIONS }, (_, i) => [`trait-${i}`, `value-${i}`]))

const facts: Facts = {
  doc: {
    user: { plan: 'trial', ...traits },
    account: traits,
    skill: Object.fromEntries(Array.from({ length: CONDITIONS }, (_, i) => [`skill-${i}`, { p: 0.4 }])),
    events: Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [`signal-${i}`, { count: 12, last: NOW - DAY_MS }]),
    ),
  },
  skills: {},
  activations: {},
  features: {
    plans: {
      key: 'plans',
      state: 'locked',
      ready: true,
      missing: [],
      lockedAt: NOW - 1000,
      limitedAt: null,
      struggledAt: null,
      askedAt: null,
    },
  } as unknown as Facts['features'],
}

/** Worst of what may be: of none but the last ten of a hundred does an early condition say no. */
const isFor = (at: number): boolean => at % 100 >= 90

const prompts = Array.from(
  { length: PROMPTS },
  (_, at): Prompt => ({
    key: `prompt-${at}`,
    kind: 'upgrade',
    feature: 'plans',
    metric: 'upgrades',
    audience: audienceOf(at, isFor(at)),
    ready: { title: 'Plans' },
  }),
)

const messages = prompts.map(
  ({ key, audience = {} }): Message => ({
    key,
    audience,
    surface: 'banner',
    metric: 'adoption',
    text: { title: 'News' },
  }),
)

const program: Program = {
  format: 1,
  name: 'Many',
  signals: [],
  checklists: [],
  skills: [],
  features: [],
  nudges: [],
  prompts: [],
}

const inputOf = (more: Partial<Program>): DecideInput => ({
  program: publicProgram({ ...program, ...more }),
  facts,
  seen: [],
  now: NOW,
})

/** Milliseconds of each decision on 1,000 prompts (or messages), each with an audience of 50 conditions that are all read. */
export const decisionMs = (): {
  readonly prompts: readonly number[]
  readonly messages: readonly number[]
} => {
  const time = (act: (now: number) => { readonly held: readonly unknown[] }): readonly number[] =>
    Array.from({ length: RUNS }, (_, run) => {
      const from = performance.now()
      const { held } = act(NOW + run)
      const took = performance.now() - from
      if (held.length < PROMPTS - 1) throw new Error('Not every prompt was weighed')
      return took
    }).slice(RUNS / 10) // the first are compiled
  const [asPrompts, asMessages] = [inputOf({ prompts }), inputOf({ messages })]
  return {
    prompts: time(now => decide({ ...asPrompts, now })),
    messages: time(now => decideAll({ ...asMessages, history: [], now }, decide)),
  }
}
