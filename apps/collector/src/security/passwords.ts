import { err, ok, type Result } from '@fireball/core'
import { hash, verify } from '@node-rs/argon2'

/** Bounds of a password, in characters. Source: https://pages.nist.gov/800-63-4/sp800-63b.html */
export const PASSWORD_LIMITS = { min: 12, max: 200 } as const

/** 19 MiB, two passes. Source: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Tells passwords, by a hash that needs much memory. */
export interface Passwords {
  /** The hash to keep, Argon2id in PHC form; or what is wrong with the password. */
  hash(password: string): Promise<Result<string, 'too-short' | 'too-long'>>
  /** Whether it is the password of the hash; takes as long without one, so that nobody learns who has an account. */
  verify(password: string, kept: string | undefined): Promise<boolean>
}

/** So many are told at once: each takes a thread and its memory. */
const MAX_AT_ONCE = 2

export const createPasswords = (): Passwords => {
  let nobody: Promise<string> | undefined
  let last: Promise<unknown>[] = Array.from({ length: MAX_AT_ONCE }, () => Promise.resolve())
  const queued = <T>(work: () => Promise<T>): Promise<T> => {
    const [first = Promise.resolve(), ...others] = last
    const mine = first.then(work)
    // Who comes next does not care how this one ended.
    last = [...others, mine.catch(() => undefined)]
    return mine
  }
  return {
    hash: async password => {
      const length = [...password.normalize('NFKC')].length
      if (length < PASSWORD_LIMITS.min) return err('too-short')
      if (length > PASSWORD_LIMITS.max) return err('too-long')
      return ok(await queued(() => hash(password.normalize('NFKC'), COST)))
    },
    verify: async (password, kept) => {
      nobody ??= hash('a password that nobody has', COST)
      const known = kept ?? (await nobody)
      const isRight = await queued(() =>
        verify(known, password.normalize('NFKC').slice(0, 4 * PASSWORD_LIMITS.max)),
      )
      return isRight && kept !== undefined
    },
  }
}
