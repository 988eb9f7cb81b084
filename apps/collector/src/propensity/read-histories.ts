import {
  type Akey,
  type CompiledSignal,
  dayOf,
  type Json,
  knownOfAccount,
  oddsByType,
  type Program,
  type Row,
  typeOdds,
} from '@fireball/core'
import { type AccountHistory, EMPLOYEES } from '@fireball/learn'
import { internalUsers } from '../internal-users.ts'
import type { People } from '../people.ts'
import { readPopulation } from '../population.ts'
import { inSpace, type Space, withoutSpace } from '../store/akey.ts'
import type { Driver } from '../store/driver.ts'
import { integer, text } from '../store/row.ts'
import { toEvent } from '../stored-event.ts'
import { pastOdds } from './past-odds.ts'

export interface HistoriesInput {
  readonly store: Driver
  readonly people: Pick<People, 'ofAccount'>
  readonly space: Space
  readonly program: Program
  readonly signals: readonly CompiledSignal[]
  /** Lets requests go first; rejects when the run is to stop. */
  readonly rest: () => Promise<void>
  /** So many accounts at most; of more, an even choice is read. */
  readonly maxAccounts?: number
}

/** More tell hardly more, and a run must end. */
const MAX_ACCOUNTS = 20_000

const HOW_MANY = 'SELECT COUNT(*) AS n FROM accounts WHERE space = $1'
const PAGE = 'SELECT akey FROM accounts WHERE akey > $1 AND akey < $2 ORDER BY akey LIMIT 200'
const SAID = `SELECT id, type, name, at, body FROM events
  WHERE akey = $1 AND type = $2 AND is_excluded = 0 ORDER BY at, id`

/** Signals that say that an account pays from now on: what the program means by it, and the reserved event. */
export const conversionSignals = (signals: readonly CompiledSignal[]): readonly CompiledSignal[] =>
  signals.filter(one => one.key === '$subscribed' || one.definition.means?.includes('conversion') === true)

/** An even choice of accounts, the same in every run. */
const isKept = (akey: string, every: number): boolean => {
  let sum = 0
  for (let i = 0; i < akey.length; i++) sum = (Math.imul(sum, 31) + akey.charCodeAt(i)) >>> 0
  return sum % every === 0
}

/** Traits as they were at the end of each day: the log alone knows, a register holds the latest. */
const readTraits = async (
  { store, space }: HistoriesInput,
  akey: Akey,
): Promise<AccountHistory['traitsOn']> => {
  const rows = await store.all(SAID, [inSpace(space, akey), akey.startsWith('g:') ? 'group' : 'identify'])
  const said = rows.flatMap(row => {
    const value: Json | undefined = toEvent(row).event.properties[EMPLOYEES]
    return value === undefined ? [] : [{ day: dayOf(integer(row, 'at')), value }]
  })
  return day => {
    const last = said.filter(one => one.day <= day).at(-1)
    return last === undefined ? {} : { [EMPLOYEES]: last.value }
  }
}

const firstDay = (rows: readonly Row[]): number | undefined =>
  rows.reduce<number | undefined>((least, { day }) => Math.min(least ?? day, day), undefined)

/** Reads every account of a space as it came to be, a few at a time. */
export const readHistories = async (input: HistoriesInput): Promise<readonly AccountHistory[]> => {
  const { store, people, space, program, signals, rest, maxAccounts = MAX_ACCOUNTS } = input
  const [counted] = await store.all(HOW_MANY, [space])
  const every = Math.max(1, Math.ceil((counted === undefined ? 0 : integer(counted, 'n')) / maxAccounts))
  const { p90, hasMessages: isConnected, trials } = await readPopulation(store, space)
  const odds = oddsByType(typeOdds(program, trials))
  const converts = new Set(conversionSignals(signals).map(one => one.hash))
  const histories: AccountHistory[] = []
  // In the order of the key: '0' follows '/'.
  for (let last = `${space}/`; ; ) {
    const keys = (await store.all(PAGE, [last, `${space}0`])).map(row => text(row, 'akey'))
    const end = keys.at(-1)
    if (end === undefined) break
    last = end
    for (const key of keys.filter(one => isKept(one, every))) {
      const akey = withoutSpace(key)
      const { evidence, who } = await people.ofAccount(space, akey)
      const internal = internalUsers(evidence, who, program)
      const known = knownOfAccount(evidence, who, akey)
      const rows = known.rows.filter(row => !internal.has(row.user))
      const beganOn = firstDay(rows)
      await rest()
      if (beganOn === undefined) continue
      const traitsOn =
        known.registers[`traits.${EMPLOYEES}`] === undefined ? () => ({}) : await readTraits(input, akey)
      histories.push({
        account: akey,
        rows,
        beganOn,
        convertedOn: firstDay(rows.filter(row => converts.has(row.signal))),
        traitsOn,
        oddsOn: day =>
          pastOdds({ program, signals, rows, traits: traitsOn(day), p90, isConnected, odds }, day),
      })
    }
  }
  return histories
}
