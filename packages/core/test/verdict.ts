import { evaluate, type JsonObject, type Leaf, type Verdict } from '../src/index.ts'

/** The instant at which conditions are evaluated here: noon UTC. */
export const NOW = Date.parse('2024-05-08T12:00:00Z')

export const verdictOf = (condition: unknown, facts: JsonObject = {}): Verdict =>
  evaluate(condition, facts, { now: NOW })

/** What was asked of the facts on the way to the verdict. */
export const traceOf = (condition: unknown, facts: JsonObject = {}): readonly Leaf[] => {
  const leaves: Leaf[] = []
  evaluate(condition, facts, { now: NOW, onLeaf: leaf => leaves.push(leaf) })
  return leaves
}

/** `start`, with `step` taken so many times. */
export const times = <T>(count: number, step: (inner: T) => T, start: T): T =>
  Array.from({ length: count }).reduce<T>(inner => step(inner), start)
