import { engagementSettings, hash53, type ProductMetrics } from '@fireball/core'
import type { LiveProgram } from '../program-store.ts'
import { type AccountFigures, addAccountFigures, createAccountBooks } from './account-books.ts'
import {
  addEngagementFigures,
  createEngagementDays,
  type EngagementFigures,
  type EngagementInput,
} from './engagement-days.ts'
import type { DayRange } from './range.ts'
import type { Readers } from './readers.ts'
import { internalOf, type ScanPorts, scanEvidence } from './scan.ts'
import { addTippingFigures, createTippingCounts, type TippingFigures } from './tipping-points.ts'
import { addUserFigures, createUserDays, type UserFigures } from './user-days.ts'

/** Everything that is counted from evidence alone. */
export interface Counted {
  readonly users: UserFigures
  readonly accounts: AccountFigures
  readonly tipping: TippingFigures
  readonly engagement: EngagementFigures
}

export interface CountInput {
  readonly live: Pick<LiveProgram, 'program' | 'signals'>
  readonly readers: Readers
  readonly range: DayRange
  /** The last day that is over. */
  readonly wholeThrough: number
  /** Whether people without an account count as accounts of one. */
  readonly alone: ProductMetrics['alone']
  /** Users and accounts that are held at once; with more of them all is read several times, a part of them each. */
  readonly held?: { readonly users: number; readonly accounts: number }
}

const HELD = { users: 400_000, accounts: 50_000 } as const

/** How engagement of the whole product is weighed. */
export const engagementInputOf = ({
  live: { program, signals },
  range,
  wholeThrough,
}: Pick<CountInput, 'live' | 'range' | 'wholeThrough'>): EngagementInput => ({
  settings: engagementSettings(program),
  signals,
  range,
  wholeThrough,
})

/**
 * Counts what users and accounts did, in bounded memory: each is in one part by the hash of its key, and parts are
 * doubled until one fits.
 */
export const countEvidence = async (ports: ScanPorts, input: CountInput): Promise<Counted> => {
  const { live, readers, range, alone, held = HELD } = input
  const isInternal = await internalOf(ports, live.program)
  const counts = (account: string): boolean => alone === 'in' || account.startsWith('g:')

  const countPart = async (part: number, parts: number): Promise<Counted | undefined> => {
    const isIn = (key: string): boolean => parts === 1 || Number.parseInt(hash53(key), 36) % parts === part
    const days = createUserDays(range)
    const books = createAccountBooks(range, readers)
    const engaged = createEngagementDays(engagementInputOf(input))
    const fits = (): boolean =>
      days.size() <= held.users && books.size() <= held.accounts && engaged.size() <= 2 * held.users
    const isWhole = await scanEvidence(
      ports,
      isInternal,
      row => {
        if (!counts(row.account)) return
        if (isIn(row.user)) {
          engaged.note(row)
          if (readers.use.has(row.signal)) days.add(row.user, row.day)
        }
        if (isIn(row.account)) books.add(row)
      },
      fits,
    )
    if (!isWhole) return undefined
    const tipping = createTippingCounts(readers.acts, books, range)
    // What counts within days of the first needs the first to be known, and a cap what was moved there.
    await scanEvidence(
      ports,
      isInternal,
      row => {
        if (!counts(row.account)) return
        if (isIn(row.user)) engaged.add(row)
        tipping.add(row)
      },
      () => true,
    )
    return {
      users: await days.figures(ports.rest),
      accounts: books.figures(),
      tipping: tipping.figures(),
      engagement: await engaged.figures(ports.rest),
    }
  }

  for (let parts = 1; ; parts *= 2) {
    let sum: Counted | undefined
    for (let part = 0; part < parts; part++) {
      const one = await countPart(part, parts)
      if (one === undefined) break
      sum =
        sum === undefined
          ? one
          : {
              users: addUserFigures(sum.users, one.users),
              accounts: addAccountFigures(sum.accounts, one.accounts),
              tipping: addTippingFigures(sum.tipping, one.tipping),
              engagement: addEngagementFigures(sum.engagement, one.engagement),
            }
      if (part === parts - 1) return sum
    }
  }
}
