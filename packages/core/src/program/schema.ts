import * as v from 'valibot'
import { action, appearance, caps, link, text } from './appearance-schema.ts'
import { communication, engagement, forecast, leads, playbook, segment } from './lead-schema.ts'
import { message } from './message-schema.ts'
import { condition, count, key, line, path, prose } from './schema-part.ts'

/**
 * The program as a growth team writes it: one JSON document, every part with its description, so that the same
 * definition checks a draft, types the code and feeds an editor's JSON Schema. Not part of the browser script.
 */

const scalar = v.union([v.string(), v.number(), v.boolean()])
const outcomeName = v.picklist(['success', 'failure', 'none'])

const signal = v.strictObject({
  key,
  name: line,
  on: v.pipe(
    v.union([
      v.strictObject({ event: v.pipe(line, v.description('The name of a tracked event.')) }),
      v.strictObject({
        type: v.pipe(
          v.picklist(['page', 'screen', 'identify', 'group']),
          v.description('A kind of message.'),
        ),
        name: v.optional(v.pipe(line, v.description('Of a page or screen: its name.'))),
      }),
    ]),
    v.description('Which messages are looked at.'),
  ),
  where: v.optional(
    v.pipe(condition, v.description('Narrows `on`: reads event, type, properties.* and context.*.')),
  ),
  trust: v.optional(
    v.pipe(
      v.picklist(
        ['signed', 'secret'],
        'trust is "signed" (your server vouches for the user) or "secret" (sent with a secret key); leave it out to take what pages claim as well',
      ),
      v.description('Qualification and the console read only what came with this trust, or with more of it.'),
    ),
  ),
  outcome: v.optional(
    v.pipe(
      v.union([
        outcomeName,
        v.strictObject({
          path,
          success: v.optional(v.array(scalar)),
          failure: v.optional(v.array(scalar)),
          successFrom: v.optional(
            v.pipe(v.number(), v.description('A number at or above it is a success, below it a failure.')),
          ),
        }),
      ]),
      v.description('How the outcome is read; without it: properties.outcome is "success" or "failure".'),
    ),
  ),
  context: v.optional(
    v.pipe(
      v.strictObject({ path: v.optional(path), buckets: v.optional(count) }),
      v.description(
        'What it was done on; without it: properties.context. `buckets` folds many values into n.',
      ),
    ),
  ),
  sum: v.optional(
    v.pipe(
      v.strictObject({ path, scale: v.optional(v.number()) }),
      v.description('A number to add up (times `scale`, rounded to a whole number).'),
    ),
  ),
  means: v.optional(
    v.pipe(
      v.array(
        v.picklist([
          'conversion',
          'cancellation',
          'plan-change',
          'intent',
          'invite',
          'integration',
          'survey',
          'support',
          'community',
        ]),
      ),
      v.description('What the signal says to the growth team, beside being counted.'),
    ),
  ),
})

const subject = v.picklist(['user', 'account'])

const step = v.strictObject({
  key,
  title: line,
  text: v.optional(prose),
  subject: v.optional(v.pipe(subject, v.description('Whose evidence the condition reads; default user.'))),
  done: condition,
  requires: v.optional(v.pipe(v.array(key), v.description('Steps that come first.'))),
  skill: v.optional(v.pipe(key, v.description('The skill that this step begins.'))),
  firstValue: v.optional(v.pipe(v.boolean(), v.description('This step is part of first value.'))),
  action: v.optional(action),
})

const checklist = v.strictObject({
  key,
  title: line,
  text: v.optional(prose),
  done: v.optional(v.pipe(text, v.description('What is said when every step is done.'))),
  audience: v.optional(condition),
  enabled: v.optional(v.boolean()),
  steps: v.pipe(v.array(step), v.minLength(1)),
})

const skill = v.strictObject({
  key,
  name: line,
  why: v.pipe(prose, v.description('What the ability changes for the user. Shown to people.')),
  shownBy: v.pipe(
    v.array(key),
    v.minLength(1, 'a skill needs at least one signal that shows it'),
    v.description('Signals whose outcomes show the ability.'),
  ),
  requires: v.optional(v.pipe(v.array(key), v.description('Skills that come first. No cycles.'))),
  contexts: v.optional(
    v.pipe(count, v.description('Distinct contexts with an unassisted success; default 2.')),
  ),
  threshold: v.optional(v.pipe(v.number(), v.minValue(0.5), v.maxValue(0.99), v.description('Default .80.'))),
  fadesAfterDays: v.optional(
    v.pipe(count, v.description('Days without a success after which it fades; default 90.')),
  ),
  action: v.optional(action),
})

const feature = v.strictObject({
  key,
  name: line,
  open: v.optional(
    v.pipe(condition, v.description('Holds when the feature is open to this account; without it: open.')),
  ),
  plan: v.optional(v.pipe(line, v.description('The plan that opens it, in words.'))),
  skills: v.optional(v.pipe(v.array(key), v.description('The skills needed to benefit from it.'))),
  limit: v.optional(
    v.strictObject({
      unit: v.pipe(line, v.description('What is counted, in the plural: “contacts”.')),
      signal: v.optional(v.pipe(key, v.description('The signal whose days tell a spike from growth.'))),
      near: v.optional(
        v.pipe(
          v.number(),
          v.minValue(0.1),
          v.maxValue(1),
          v.description('Share that counts as near; default .8.'),
        ),
      ),
      lift: v.pipe(
        text,
        v.description('What is blocked and how to lift it, plainly: price, one click, or when it resets.'),
      ),
    }),
  ),
  adds: v.optional(v.pipe(v.array(line), v.description('What the plan adds, in short lines.'))),
})

const nudge = v.strictObject({
  key,
  ...appearance,
  serves: v.union([v.strictObject({ skill: key }), v.strictObject({ step: key })]),
  anchor: v.optional(
    v.pipe(
      v.array(path),
      v.description('CSS selectors; the first that is on the page. None: a corner card.'),
    ),
  ),
  text: v.pipe(text, v.description('Without an anchor it is a card in the corner.')),
  alone: v.optional(
    v.pipe(text, v.description('Shown once after an assisted success: now on your own, on another one.')),
  ),
})

const prompt = v.strictObject({
  key,
  ...appearance,
  kind: v.picklist(['upgrade', 'usage', 'hand-raise']),
  feature: v.pipe(key, v.description('The target feature; its skills decide what is shown.')),
  when: v.optional(
    v.pipe(
      condition,
      v.description(
        'When it comes up; without it: at the lock (upgrade), at the limit (usage), when stuck (hand-raise).',
      ),
    ),
  ),
  ready: v.pipe(text, v.description('Shown to who is able to use what is offered.')),
  notReady: v.optional(
    v.pipe(
      text,
      v.description('Shown to who is not; {{ skill.name }} and {{ skill.why }} name the next missing skill.'),
    ),
  ),
  who: v.optional(v.pipe(line, v.description('Hand-raise: who answers, and where.'))),
})

const goal = v.strictObject({
  key,
  name: v.pipe(line, v.description('In the user’s words: “sell more to regulars”.')),
  skills: v.optional(v.pipe(v.array(key), v.description('The skills that lead there.'))),
  checklist: v.optional(v.pipe(key, v.description('A checklist whose open steps lead there.'))),
})

export const programSchema = v.strictObject({
  $schema: v.optional(v.string()),
  format: v.literal(1),
  name: line,
  signals: v.array(signal),
  checklists: v.array(checklist),
  skills: v.array(skill),
  features: v.array(feature),
  nudges: v.array(nudge),
  prompts: v.array(prompt),
  messages: v.optional(
    v.pipe(
      v.array(message),
      v.description(
        'What the team says or asks beside: surveys, banners, modals, toasts, cards, hotspots, tours.',
      ),
    ),
  ),
  goals: v.optional(
    v.pipe(v.array(goal), v.description('What users may want; the next step is chosen toward theirs.')),
  ),
  goalFact: v.optional(
    v.pipe(path, v.description('The fact that holds the key or name of a user’s goal; default survey.goal.')),
  ),
  engagement: v.optional(engagement),
  communication: v.optional(communication),
  leads: v.optional(leads),
  playbook: v.optional(playbook),
  forecast: v.optional(forecast),
  segments: v.optional(
    v.pipe(v.array(segment), v.description('Accounts that belong together, by what is known of them.')),
  ),
  qualify: v.optional(
    v.strictObject({
      rule: v.optional(v.picklist(['value-and-engaged-or-intent', 'value-or-engaged'])),
      engagedFrom: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100))),
      trust: v.optional(
        v.pipe(
          v.picklist(
            ['signed', 'secret'],
            'trust is "signed" (your server vouches for the user) or "secret" (sent with a secret key); leave it out to take what pages claim as well',
          ),
          v.description('What all signals demand that say nothing of their own.'),
        ),
      ),
      claimedOffers: v.optional(
        v.pipe(
          v.boolean(),
          v.description(
            'false: no offer is told to a browser whose user your server has not signed; default true.',
          ),
        ),
      ),
    }),
  ),
  progress: v.optional(
    v.strictObject({
      plateauDays: v.optional(
        v.pipe(count, v.description('Active for so long without a new ability: a plateau; default 28.')),
      ),
      windowDays: v.optional(
        v.pipe(count, v.description('Days over which activity is looked at; default 28.')),
      ),
      activeDays: v.optional(
        v.pipe(count, v.description('Days with use, of those, from which on somebody is active; default 4.')),
      ),
      ableSkills: v.optional(
        v.pipe(count, v.description('Skills from which on a user counts as able; default 1.')),
      ),
      ableShare: v.optional(
        v.pipe(
          v.number(),
          v.minValue(0.01),
          v.maxValue(1),
          v.description('Share of its users able from which on an account counts as able; default .25.'),
        ),
      ),
    }),
  ),
  exclude: v.optional(
    v.strictObject({
      emailDomains: v.optional(v.array(line)),
      users: v.optional(v.array(line)),
    }),
  ),
  attention: v.optional(v.pipe(caps, v.description('All prompts together: at most so many, so far apart.'))),
  theme: v.optional(
    v.strictObject({
      accent: v.optional(v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/i, 'a colour such as #3b5bdb'))),
      mode: v.optional(v.picklist(['auto', 'light', 'dark'])),
      position: v.optional(v.picklist(['left', 'right'])),
    }),
  ),
  privacyUrl: v.optional(link),
  capture: v.optional(
    v.pipe(
      v.strictObject({
        attributes: v.optional(
          v.pipe(
            v.boolean(),
            v.description(
              'What the page declares by `data-fireball-track`; the one thing that is on unless it is false here.',
            ),
          ),
        ),
        pages: v.optional(v.pipe(v.boolean(), v.description('A page view for every view of the app.'))),
        sessions: v.optional(
          v.pipe(
            v.boolean(),
            v.description('A session number on every event; a session ends after 30 idle minutes.'),
          ),
        ),
        struggle: v.optional(
          v.pipe(
            v.boolean(),
            v.description(
              'Rage clicks, dead clicks, errors, retries and abandoned forms, kept in the browser; where they add up, “Struggle Noticed”.',
            ),
          ),
        ),
      }),
      v.description(
        'What the browser notices without code. All but `attributes` is off unless it is switched on here.',
      ),
    ),
  ),
})

export type ProgramInput = v.InferOutput<typeof programSchema>
