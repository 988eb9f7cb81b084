import { LEAD_TYPES, type LeadType } from '@fireball/core'

/**
 * Who is not a lead of one type but a guard's case: a list that fills up overnight, or did nine days ago and has stayed
 * full; busy and not able; able and seldom there; helped through everything; looked after by support under its own
 * name; served by a consultant who serves another account too.
 */
export const PERSONAS = [
  'spike',
  'spike-that-held',
  'confused',
  'silent-win',
  'guided-only',
  'logged-in-as',
  'multi-account',
] as const
export type Persona = (typeof PERSONAS)[number]

/** What an account is, whatever anybody measures of it. */
export type Kind = LeadType | Persona

export const isPersona = (kind: Kind): kind is Persona => PERSONAS.some(one => one === kind)

/** How many accounts in a hundred, and how many of those convert. */
export const KINDS: Readonly<Record<Kind, { readonly share: number; readonly converts: number }>> = {
  'golden-lead': { share: 12, converts: 0.9 },
  'silent-success': { share: 12, converts: 0.75 },
  'contrary-converter': { share: 11, converts: 0.6 },
  'positive-procrastinator': { share: 14, converts: 0.3 },
  fizzler: { share: 12, converts: 0.1 },
  incompatible: { share: 10, converts: 0.05 },
  heartbreaker: { share: 9, converts: 0.05 },
  spike: { share: 3, converts: 0 },
  'spike-that-held': { share: 2, converts: 0 },
  confused: { share: 4, converts: 0 },
  'silent-win': { share: 3, converts: 0 },
  'guided-only': { share: 3, converts: 0 },
  'logged-in-as': { share: 2, converts: 0 },
  'multi-account': { share: 3, converts: 0 },
}

/** Guards' cases come first, so that a small population has each of them; a consultant needs two accounts. */
const FIRST: readonly Kind[] = [...PERSONAS, 'multi-account', ...LEAD_TYPES, ...LEAD_TYPES]

/** So many accounts by kind: each share as nearly as whole accounts allow, and one of every kind where there is room. */
export const allotKinds = (accounts: number): readonly Kind[] => {
  const kinds = Object.keys(KINDS) as readonly Kind[]
  const total = kinds.reduce((sum, kind) => sum + KINDS[kind].share, 0)
  const allotted: Kind[] = FIRST.slice(0, accounts)
  const countOf = (kind: Kind): number => allotted.filter(one => one === kind).length
  const missing = (kind: Kind): number => (KINDS[kind].share * accounts) / total - countOf(kind)
  const even = (kind: Kind): number => (kind === 'multi-account' ? 2 : 1)
  while (allotted.length < accounts) {
    const room = accounts - allotted.length
    const [next = 'golden-lead'] = kinds
      .filter(kind => even(kind) <= room)
      .sort((a, b) => missing(b) / even(b) - missing(a) / even(a))
    for (let n = 0; n < even(next); n++) allotted.push(next)
  }
  return allotted
}
