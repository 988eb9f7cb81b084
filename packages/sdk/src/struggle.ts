import { type FireballEvent, type PublicProgram, STRUGGLE_NOTICED } from '@fireball/core'

/** What a struggle was noticed by. The first three are being stuck; the others are friction, which is less. */
export type StruggleKind = 'failures' | 'rage' | 'no-outcome' | 'dead' | 'error' | 'form'

/** What “Struggle Noticed” says: of a feature, or of a skill that no feature needs; no kind: several that add up. */
export interface Struggle {
  readonly kind?: StruggleKind | undefined
  readonly feature?: string | undefined
  readonly skill?: string | undefined
}

/** What somebody can be stuck on. */
export interface Ground {
  readonly feature?: string | undefined
  /** The skills that it needs. */
  readonly skills: readonly string[]
}

/** Every feature, and every skill that none needs. */
export const groundsOf = ({ features, skills }: PublicProgram): readonly Ground[] => [
  ...features.map(({ key, skills: needs = [] }) => ({ feature: key, skills: needs })),
  ...skills
    .filter(({ key }) => !features.some(one => one.skills?.includes(key)))
    .map(({ key }) => ({ skills: [key] })),
]

/** Who is told to be stuck is not told so again for half an hour. Ours: no source gives one. */
export const TOLD_MS = 1_800_000

const isFriction = (kind: unknown): boolean => /^(dead|error|form)$/.test(`${kind}`)

/** Whether it was told lately already; friction does not silence being stuck. */
export const isTold = (
  { kind, feature, skill }: Struggle,
  events: readonly FireballEvent[],
  now: number,
): boolean =>
  events.some(
    ({ name, at, properties: told }) =>
      name === STRUGGLE_NOTICED &&
      now - at <= TOLD_MS &&
      told.feature === feature &&
      (feature !== undefined || told.skill === skill) &&
      (isFriction(kind) || !isFriction(told.kind)),
  )
