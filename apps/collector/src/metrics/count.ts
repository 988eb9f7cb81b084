import { hash53, type Program } from '@fireball/core'
import { type AccountFigures, addAccountFigures, createAccountBooks } from './account-books.ts'
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
}

export interface CountInput {
  readonly program: Program
  readonly readers: Readers
  readonly range: DayRange
  /** Users and accounts that are held at once; with more of them all is read several times, a part of them each. */
  readonly held?: { readonly users: number; readonly accounts: number }
}

const HELD = { users: 400_000, accounts: 50_000 } as const

/**
 * Counts what users and accounts did, in bounded memory: each is in one part by the hash of its key, and parts are
 * doubled until one fits.
 */
export const countEvidence = async (
  ports: ScanPorts,
  { program, readers, range, held = HELD }: CountInput,
): Promise<Counted> => {
  const isInternal = await internalOf(ports, program)

  const countPart = async (part: number, parts: number): Promise<Counted | undefined> => {
    const isIn = (key: string): boolean => parts === 1 || Number.parseInt(hash53(key), 36) % parts === part
    const days = createUserDays(range)
    const books = createAccountBooks(range, readers)
    const fits = (): boolean => days.size() <= held.users && books.size() <= held.accounts
    const isWhole = await scanEvidence(
      ports,
      isInternal,
      row => {
        if (readers.use.has(row.signal) && isIn(row.user)) days.add(row.user, row.day)
        if (isIn(row.account)) books.add(row)
      },
      fits,
    )
    if (!isWhole) return undefined
    const tipping = createTippingCounts(readers.acts, books, range)
    // What counts within days of the first needs the first to be known.
    await scanEvidence(ports, isInternal, tipping.add, () => true)
    return { users: await days.figures(ports.rest), accounts: books.figures(), tipping: tipping.figures() }
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
            }
      if (part === parts - 1) return sum
    }
  }
}
