import type { JsonObject } from './json.ts'

/**
 * Why a decision fell as it did: a code for machines, the facts it rests on, and `say`, one plain sentence for people
 * (it is what “Why am I seeing this?” and the console show).
 */
export interface Reason {
  readonly code: string
  readonly say: string
  readonly facts?: JsonObject
}
