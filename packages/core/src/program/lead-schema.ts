import * as v from 'valibot'
import { condition, count, key, line, path } from './schema-part.ts'

const share = v.pipe(v.number(), v.minValue(0.01), v.maxValue(0.99))
const odds = v.pipe(v.number(), v.minValue(0.001), v.maxValue(0.999))
const hours = v.pipe(v.number(), v.minValue(0), v.maxValue(8760))
const money = v.pipe(v.number(), v.minValue(0), v.maxValue(1e12))
const days = v.pipe(count, v.maxValue(3650))

/** How use is weighed: what it is worth, how long it counts. Private. */
export const engagement = v.strictObject({
  windowDays: v.optional(
    v.pipe(
      days,
      v.description(
        'Days over which actions count, 1, 7, 30 or any other; default 30, or as the half-life asks.',
      ),
    ),
  ),
  decay: v.optional(
    v.pipe(
      v.picklist(['linear', 'exponential', 'none']),
      v.description('How an action loses its weight with age; default linear.'),
    ),
  ),
  halfLifeDays: v.optional(
    v.pipe(
      v.number(),
      v.minValue(0.5),
      v.maxValue(3650),
      v.description('Age at which an action counts half; without it half of the window.'),
    ),
  ),
  weights: v.pipe(
    v.record(key, v.pipe(v.number(), v.minValue(0), v.maxValue(10))),
    v.description('Signal key → weight 0–10.'),
  ),
  dailyCap: v.optional(
    v.pipe(count, v.description('At most so many of one signal count per user and day; default 20.')),
  ),
})

/** When an account counts as talking to us. Private. */
export const communication = v.strictObject({
  activeDays: v.optional(
    v.pipe(days, v.description('A message from them within so many days makes them active; default 14.')),
  ),
  answeredShare: v.optional(
    v.pipe(share, v.description('So many of our threads answered makes them active too; default .5.')),
  ),
})

const bandCuts = (low: string, high: string, top: number) =>
  v.strictObject({
    low: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(top), v.description(low))),
    high: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(top), v.description(high))),
  })

const claim = (what: string) => v.optional(v.pipe(condition, v.description(what)))

/** The seven leads: where their bands are cut, what they are worth, what their names claim. Private. */
export const leads = v.strictObject({
  cuts: v.optional(
    v.pipe(
      v.strictObject({
        activation: v.optional(
          bandCuts('Medium from here on, 0–1; default .34.', 'High from here on, 0–1; default .67.', 1),
        ),
        engagement: v.optional(
          bandCuts('Medium from here on, 0–100; default 20.', 'High from here on, 0–100; default 60.', 100),
        ),
      }),
      v.description('A value on a cut belongs to the upper band.'),
    ),
  ),
  odds: v.optional(
    v.pipe(
      v.strictObject({
        'golden-lead': v.optional(odds),
        'silent-success': v.optional(odds),
        'contrary-converter': v.optional(odds),
        'positive-procrastinator': v.optional(odds),
        fizzler: v.optional(odds),
        incompatible: v.optional(odds),
        heartbreaker: v.optional(odds),
      }),
      v.description('What is expected of each type before trials have ended, 0–1.'),
    ),
  ),
  priorWeight: v.optional(
    v.pipe(
      v.number(),
      v.minValue(1),
      v.maxValue(10_000),
      v.description('How many ended trials that expectation weighs; default 20.'),
    ),
  ),
  trialDays: v.optional(
    v.pipe(days, v.description('Length of a trial where nothing says when it ends; default 14.')),
  ),
  claims: v.optional(
    v.pipe(
      v.strictObject({
        negative: claim('Contrary Converter: what they write is mostly negative.'),
        excuses: claim('Positive Procrastinator: they have excuses.'),
        brokenPlan: claim('Positive Procrastinator: a plan was agreed and not kept.'),
        noResources: claim('Incompatible: no time, people or money for it.'),
        noFit: claim('Incompatible: it is not what they need.'),
        famous: claim('Heartbreaker: a name that one would love to have.'),
      }),
      v.description('What must be observed before a type is called by its name; read off the account.'),
    ),
  ),
  mql: v.optional(
    v.pipe(condition, v.description('A marketing-qualified lead: who they are, and interest. Secondary.')),
  ),
  sql: v.optional(
    v.pipe(
      condition,
      v.description('A sales-qualified lead: that, and an act that deserves sales. Secondary.'),
    ),
  ),
})

const moment = v.optional(
  v.picklist(['sign-up', 'first-event', 'half-or-stuck', 'first-value', 'pql', 'hand-raise']),
)
const gridRow = v.optional(v.strictObject({ small: moment, mid: moment, large: moment }))

/** When a person steps in, and how fast. Private. */
export const playbook = v.strictObject({
  grid: v.optional(
    v.pipe(
      v.strictObject({ simple: gridRow, intermediate: gridRow, complex: gridRow }),
      v.description(
        'When a person steps in, by the product’s complexity and the deal: never later for a bigger deal or a more complex product.',
      ),
    ),
  ),
  complexity: v.optional(
    v.pipe(
      v.picklist(['simple', 'intermediate', 'complex']),
      v.description('Used until 30 users had their full trial; default intermediate.'),
    ),
  ),
  deals: v.optional(
    v.pipe(
      v.strictObject({ mid: money, large: money }),
      v.description(
        'Deal sizes from which a deal is mid, and large; without it the thirds of the known ones.',
      ),
    ),
  ),
  attentionPerWeek: v.optional(
    v.pipe(
      count,
      v.description(
        'Prompts and touches together that one user may get in 7 days before others wait; default 5.',
      ),
    ),
  ),
  slaHours: v.optional(v.pipe(hours, v.description('Hours in which a due touch is made; default 24.'))),
  handRaiseSlaHours: v.optional(
    v.pipe(hours, v.description('Hours in which a question is answered; default 4.')),
  ),
})

/** What an account would bring, and when. Private. */
export const forecast = v.strictObject({
  currency: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[A-Z]{3}$/, 'a currency is three capital letters, such as EUR'),
      v.description('Default USD.'),
    ),
  ),
  horizonDays: v.optional(v.pipe(days, v.description('How far ahead is looked; default 30.'))),
  trust: v.optional(
    v.pipe(
      v.picklist(['secret', 'claimed']),
      v.description(
        'Whose word on deal size, target and trial end counts: default secret, what a secret key told; claimed, what pages say as well.',
      ),
    ),
  ),
  dealSize: v.optional(
    v.pipe(
      v.strictObject({
        path: v.optional(v.pipe(path, v.description('The fact that holds it; default account.dealSize.'))),
        rules: v.optional(
          v.pipe(
            v.array(v.strictObject({ when: v.optional(condition), size: money })),
            v.description(
              'Where the fact is not there: the first rule that holds, such as one for each plan.',
            ),
          ),
        ),
      }),
      v.description('What a deal is worth, in units of the currency.'),
    ),
  ),
  closeDays: v.optional(
    v.pipe(days, v.description('Days from sign-up to an expected close where no trial ends; default 30.')),
  ),
})

/** Accounts that belong together. Private. */
export const segment = v.strictObject({
  key,
  name: line,
  where: v.pipe(
    condition,
    v.description('Read off the account: traits, events, engagement, lead and so on.'),
  ),
})
