import { DAY_MS } from '../day.ts'
import type { LifeStage, Touch } from '../lead-api.ts'
import type { Row } from '../person.ts'
import type { Program } from '../program/program.ts'
import type { Milestones } from './milestones.ts'
import type { Trial } from './trial.ts'

/** Something dated that moves an account on. */
export interface Happening {
  readonly stage: LifeStage
  readonly at: number
  readonly say: string
  /** A person said so; no evidence does. */
  readonly isWord: boolean
}

/** Everything that an account’s life is read from. */
export interface LifeFacts {
  readonly happenings: readonly Happening[]
  /** Why a customer is at risk, or would gain from more, as one sentence; null when not. */
  readonly risk: string | null
  readonly expansion: string | null
  readonly now: number
}

export interface LifeInput {
  readonly program: Pick<Program, 'signals'>
  /** The account’s rows by signal, the built-in ones among them. */
  readonly rowsOf: Readonly<Record<string, readonly Row[]>>
  readonly signedUpAt: number | null
  readonly milestones: Milestones
  /** Qualifications that stand: as written, without the withdrawn. */
  readonly pqls: readonly { readonly at: number; readonly say: string }[]
  readonly touches: readonly Touch[]
  /** Null when nothing says that there is one. */
  readonly trial: Trial | null
  readonly risk: string | null
  readonly expansion: string | null
  readonly now: number
}

/** A subscription that starts so soon after another was cancelled is a change of plan. Ours. */
const PLAN_CHANGE_MS = DAY_MS

/** The built-in signal and the program’s own ones that mean the same. */
const rowsMeaning = (
  { program, rowsOf }: Pick<LifeInput, 'program' | 'rowsOf'>,
  builtIn: string,
  meaning: 'conversion' | 'cancellation',
): readonly Row[] =>
  [builtIn, ...program.signals.filter(one => one.means?.includes(meaning)).map(one => one.key)].flatMap(
    key => rowsOf[key] ?? [],
  )

const instants = (rows: readonly Row[]): readonly number[] => rows.flatMap(row => [row.first, row.last])

/** When they bought, by the first and last time of each day, in no order. */
export const purchasesOf = (input: Pick<LifeInput, 'program' | 'rowsOf'>): readonly number[] =>
  instants(rowsMeaning(input, '$subscribed', 'conversion'))

const TOUCHES: Readonly<Partial<Record<Touch['kind'], readonly [LifeStage, string]>>> = {
  touched: ['touched', 'Somebody spoke to them.'],
  won: ['won', 'Marked as won.'],
  lost: ['lost', 'Marked as lost.'],
  recycled: ['recycled', 'Marked to be tried again.'],
}

const ofTouch = ({ kind, at, reason }: Touch): readonly Happening[] => {
  const [stage, say] = TOUCHES[kind] ?? []
  return stage === undefined || say === undefined
    ? []
    : [{ stage, at, say: reason === '' ? say : `${say.slice(0, -1)}: ${reason}`, isWord: true }]
}

/** Puts together what is dated by evidence, by qualifications and by people. */
export const lifeFactsOf = (input: LifeInput): LifeFacts => {
  const { rowsOf, milestones, signedUpAt, trial, now, risk, expansion } = input
  const seen = (stage: LifeStage, at: number | null, say: string): readonly Happening[] =>
    at === null ? [] : [{ stage, at, say, isWord: false }]
  const bought = purchasesOf(input)
  const cancelled = instants(rowsMeaning(input, '$cancelled', 'cancellation')).filter(
    at => !bought.some(again => again >= at && again - at <= PLAN_CHANGE_MS),
  )
  return {
    happenings: [
      ...seen('signed-up', signedUpAt, 'Signed up.'),
      ...seen('activating', milestones.activatingAt, 'Did the first step.'),
      ...seen('first-value', milestones.firstValueAt, 'Reached first value.'),
      ...input.pqls.flatMap(({ at, say }) => seen('pql', at, say)),
      ...(rowsOf['$message-out'] ?? []).flatMap(row => seen('touched', row.first, 'Somebody wrote to them.')),
      ...bought.flatMap(at => seen('won', at, 'Bought.')),
      ...cancelled.flatMap(at => seen('churned', at, 'Cancelled.')),
      // A trial that nobody declared is no offer that could run out.
      ...seen(
        'lost',
        trial?.isDeclared === true ? trial.endsAt : null,
        'The trial ended without a purchase.',
      ),
      ...input.touches.flatMap(ofTouch),
    ],
    risk,
    expansion,
    now,
  }
}
