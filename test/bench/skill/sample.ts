import {
  type AbilityFit,
  contextName,
  DAY_MS,
  hash53,
  type Row,
  type Subject,
  UNFITTED,
} from '@fireball/core'

/** Fifty skills of a product, as a growth team would name them. */
const THINGS = [
  'report',
  'campaign',
  'segment',
  'import',
  'template',
  'dashboard',
  'workflow',
  'form',
  'survey',
  'role',
]
const DEEDS = ['build', 'share', 'schedule', 'compare', 'automate']

const SKILLS = THINGS.flatMap(thing => DEEDS.map(deed => `${deed}-${thing}`))
const CONTEXTS = 4
const DAYS = [0, 3]

/** A number in [0, 1) that looks random and is always the same. */
const noise = (name: string): number => parseInt(hash53(name).slice(-6), 36) / 36 ** 6

const signalOf = (skill: string): string => hash53(`signal of ${skill}`)
const contextOf = (skill: string, n: number): string => hash53(`${skill} ${n}`)
const bell = (name: string): number => noise(`${name} a`) + noise(`${name} b`) + noise(`${name} c`) - 1.5

/** A fit of fifty skills and two hundred contexts, every number in use. */
export const sampleFit = (): AbilityFit => ({
  version: hash53('sample'),
  weights: {
    start: 0.421,
    skill: 1.04,
    context: 0.874,
    successes: 0.113,
    failures: -0.166,
    contexts: 0.374,
    assisted: -0.021,
    own: 0.11,
    elsewhere: 0.423,
    ownLately: 1.529,
    elsewhereLately: 0.599,
    ownThisMonth: 0.295,
    elsewhereThisMonth: 0.349,
    againSuccesses: 0.124,
    againFailures: -0.351,
    againLevel: 0.172,
  },
  doubts: Object.fromEntries(
    Object.keys(UNFITTED.weights)
      .concat(
        ['contexts', 'assisted', 'own', 'elsewhere', 'ownLately', 'elsewhereLately'],
        ['ownThisMonth', 'elsewhereThisMonth', 'againSuccesses', 'againFailures', 'againLevel'],
      )
      .map(name => [name, Math.round(250 * noise(name)) / 1000]),
  ),
  spread: 0.872,
  skills: Object.fromEntries(SKILLS.map(skill => [skill, Math.round(20 * bell(skill))])),
  signals: Object.fromEntries(
    SKILLS.map(skill => [
      signalOf(skill),
      {
        mean: Math.round(20 * bell(skill)),
        contexts: Object.fromEntries(
          Array.from({ length: CONTEXTS }, (_, n) => {
            const context = contextOf(skill, n)
            return [contextName(context), Math.round(25 * bell(context))]
          }),
        ),
      },
    ]),
  ),
})

/** One user who did everything: a row for each skill, context and day. */
export const sampleUser = () => {
  const now = 40 * DAY_MS
  const rowsOf: Record<string, readonly Row[]> = Object.fromEntries(
    SKILLS.map(skill => [
      skill,
      Array.from({ length: CONTEXTS }, (_, n) => contextOf(skill, n)).flatMap(context =>
        DAYS.map((ago): Row => {
          const at = now - ago * DAY_MS
          return {
            user: 'u:1' as Subject,
            signal: signalOf(skill),
            context,
            day: 40 - ago,
            success: Math.round(3 * noise(`${context} s${ago}`)),
            successAssisted: Math.round(noise(`${context} a${ago}`)),
            failure: Math.round(2 * noise(`${context} f${ago}`)),
            failureAssisted: 0,
            none: 0,
            noneAssisted: 0,
            sum: 0,
            first: at,
            last: at,
          }
        }),
      ),
    ]),
  )
  return { now, rowsOf, skills: SKILLS.map(key => ({ key, shownBy: [key] })) }
}
