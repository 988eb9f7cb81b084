import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  abilityOf,
  addEvidence,
  allSignals,
  type Evidence,
  evidenceOf,
  type FireballEvent,
  knownOfUser,
  membership,
  type Program,
  UNFITTED,
  userKey,
} from '@fireball/core'
import { auc } from '@fireball/learn'

/** One answer of a public log of learners: who, on which item, of which skill, right or wrong. */
export interface Answer {
  readonly user: string
  readonly item: string
  readonly skill: string
  readonly isRight: boolean
}

/** Reads the tab-separated columns user_id, item_id, correct, skill_id, in order of time per user. */
export const readAnswers = (text: string): readonly Answer[] => {
  const [header = '', ...lines] = text.split('\n').filter(line => line !== '')
  const columns = header.split('\t')
  const at = (name: string): number => {
    const index = columns.indexOf(name)
    if (index < 0) throw new Error(`column ${name} is missing; there are: ${columns.join(', ')}`)
    return index
  }
  const [user, item, correct, skill] = ['user_id', 'item_id', 'correct', 'skill_id'].map(at)
  return lines.map(line => {
    const cells = line.split('\t')
    const cell = (index = 0): string => cells[index] ?? ''
    return { user: cell(user), item: cell(item), skill: cell(skill), isRight: cell(correct) === '1' }
  })
}

const programFor = (skill: string): Pick<Program, 'signals' | 'skills'> => ({
  signals: [
    {
      key: 'answered',
      name: 'Answered an item',
      on: { event: 'Answered' },
      where: { 'properties.skill': skill },
    },
  ],
  skills: [{ key: 'skill', name: skill, why: 'It carries over.', shownBy: ['answered'] }],
})

const toEvent = ({ user, item, skill, isRight }: Answer, i: number): FireballEvent => ({
  id: `${i}`,
  type: 'track',
  name: 'Answered',
  userId: user,
  properties: { skill, context: item, outcome: isRight ? 'success' : 'failure' },
  context: {},
  at: i,
  assisted: false,
})

/** How well three predictors tell who will succeed in a context that they have not met, by area under the ROC curve. */
export interface Transfer {
  /** First meetings with an item, after at least one other item of the skill. */
  readonly rows: number
  /** Attempts on the skill so far: what a usage counter knows. */
  readonly attempts: number
  /** Everything the user did so far. */
  readonly activity: number
  /** p of the counting skill view: unassisted outcomes. */
  readonly outcomes: number
}

/** Runs answers through signals, evidence and the skill view, predicting each first meeting before it is counted. */
export const transfer = (answers: readonly Answer[]): Transfer => {
  const programs = new Map<
    string,
    ReturnType<typeof programFor> & { compiled: ReturnType<typeof allSignals> }
  >()
  const perUserSkill = new Map<string, { evidence: Evidence; items: Set<string>; count: number }>()
  const perUser = new Map<string, number>()
  const labels: boolean[] = []
  const scores: { attempts: number; activity: number; outcomes: number }[] = []
  const nobody = membership([])
  answers.forEach((answer, i) => {
    const program = programs.get(answer.skill) ?? {
      ...programFor(answer.skill),
      compiled: allSignals(programFor(answer.skill)),
    }
    programs.set(answer.skill, program)
    const key = `${answer.user}\t${answer.skill}`
    const known = perUserSkill.get(key) ?? { evidence: addEvidence(), items: new Set<string>(), count: 0 }
    const active = perUser.get(answer.user) ?? 0
    if (!known.items.has(answer.item) && known.items.size > 0) {
      const { rows } = knownOfUser(known.evidence, nobody, userKey(answer.user))
      const [skill] = program.skills
      if (skill !== undefined) {
        labels.push(answer.isRight)
        scores.push({
          attempts: known.count,
          activity: active,
          outcomes: abilityOf({ skill: skill.key, rows, elsewhere: [], fit: UNFITTED, now: i }).p,
        })
      }
    }
    perUserSkill.set(key, {
      evidence: addEvidence(known.evidence, evidenceOf(toEvent(answer, i), program.compiled)),
      items: known.items.add(answer.item),
      count: known.count + 1,
    })
    perUser.set(answer.user, active + 1)
  })
  const of = (name: 'attempts' | 'activity' | 'outcomes'): number =>
    auc({ p: scores.map(score => score[name]), isHit: labels })
  return { rows: labels.length, attempts: of('attempts'), activity: of('activity'), outcomes: of('outcomes') }
}

/** `npm run validate -- transfer --data DIR`: DIR holds `assistments09/test.tsv`. */
export const run = async (data: string): Promise<readonly string[]> => {
  const file = join(data, 'assistments09/test.tsv')
  if (!existsSync(file))
    throw new Error(`${file} is not there; --data names the folder that holds assistments09/test.tsv`)
  const { rows, attempts, activity, outcomes } = transfer(readAnswers(readFileSync(file, 'utf8')))
  const line = (name: string, value: number): string => `  ${name.padEnd(44)} ${value.toFixed(3)}`
  return [
    `Who succeeds in a context not met before? ASSISTments 2009–10, test users, ${rows.toLocaleString('en-US')} first meetings. AUC (.5 = a coin):`,
    line('attempts on the skill (a usage counter)', attempts),
    line('everything the user did (activity)', activity),
    line('outcomes of the skill (the counting view)', outcomes),
  ]
}
