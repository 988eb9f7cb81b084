import { type AbilityFit, hash53 } from '@fireball/core'

const inOrder = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))

/** Gives a fit the name of its content: equal content, equal version, in whatever order it was found. */
export const nameFit = (fit: Omit<AbilityFit, 'version'>): AbilityFit => {
  const content = {
    weights: fit.weights,
    doubts: fit.doubts,
    spread: fit.spread,
    skills: inOrder(fit.skills),
    signals: inOrder(
      Object.fromEntries(
        Object.entries(fit.signals).map(([hash, { mean, contexts }]) => [
          hash,
          { mean, contexts: inOrder(contexts) },
        ]),
      ),
    ),
  }
  return { version: hash53(JSON.stringify(content)), ...content }
}
