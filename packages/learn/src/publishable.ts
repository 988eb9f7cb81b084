import { type AbilityFit, contextName } from '@fireball/core'
import { nameFit } from './name-fit.ts'

/** A context that fewer accounts have met might tell who they are. */
export const FEWEST_ACCOUNTS = 10
const MOST_CONTEXTS = 200

/** In how many accounts a context was seen, by signal and context hash. */
export type AccountsOf = ReadonlyMap<string, ReadonlyMap<string, number>>

/**
 * What browsers may get of a fit: contexts that the program declares (by hash) or that enough accounts have met, the
 * declared ones first, then those of most accounts, `keep` in all. Hashes only; skills and means stay as they are.
 */
export const publishable = (
  fit: AbilityFit,
  declared: ReadonlySet<string>,
  accountsOf: AccountsOf,
  { keep = MOST_CONTEXTS }: { readonly keep?: number } = {},
): AbilityFit => {
  const isDeclaredName = new Set([...declared].map(contextName))
  // Two contexts of one name are counted as the one of fewer accounts: a doubt never tells more.
  const fewest = new Map<string, number>()
  for (const [signal, contexts] of accountsOf)
    for (const [context, accounts] of contexts) {
      const name = `${signal} ${contextName(context)}`
      fewest.set(name, Math.min(accounts, fewest.get(name) ?? accounts))
    }
  const allowed = Object.entries(fit.signals).flatMap(([signal, { contexts }]) =>
    Object.entries(contexts).flatMap(([context, easiness]) => {
      const accounts = fewest.get(`${signal} ${context}`) ?? 0
      const isDeclared = isDeclaredName.has(context)
      return isDeclared || accounts >= FEWEST_ACCOUNTS
        ? [{ signal, context, easiness, rank: isDeclared ? Number.POSITIVE_INFINITY : accounts }]
        : []
    }),
  )
  const name = ({ signal, context }: { signal: string; context: string }): string => `${signal} ${context}`
  allowed.sort((a, b) => (a.rank === b.rank ? (name(a) < name(b) ? -1 : 1) : b.rank - a.rank))
  const kept = new Map<string, Record<string, number>>()
  for (const { signal, context, easiness } of allowed.slice(0, keep))
    kept.set(signal, { ...kept.get(signal), [context]: easiness })
  return nameFit({
    ...fit,
    signals: Object.fromEntries(
      Object.entries(fit.signals).flatMap(([signal, { mean }]) => {
        const contexts = kept.get(signal) ?? {}
        return mean === 0 && Object.keys(contexts).length === 0 ? [] : [[signal, { mean, contexts }]]
      }),
    ),
  })
}
