import { isObject, type PublicProgram } from '@fireball/core'

/** The program as it lies in this browser. */
export interface Published {
  readonly program: PublicProgram
  /** Names its present state, pauses included, as the collector's answers do; absent when not known. */
  readonly tag?: string | undefined
}

const LISTS = ['signals', 'checklists', 'skills', 'features', 'nudges', 'prompts', 'paused'] as const

/** A public program of the format that this script reads; anything else, one from the future too, is `undefined`. */
export const toProgram = (raw: unknown): PublicProgram | undefined =>
  isObject(raw) && raw.format === 1 && LISTS.every(name => Array.isArray(raw[name]))
    ? (raw as unknown as PublicProgram)
    : undefined

/** What the cache holds; `undefined` when it is empty or broken. */
export const toPublished = (raw: unknown): Published | undefined => {
  if (!isObject(raw)) return
  const program = toProgram(raw.program)
  return program && { program, ...(typeof raw.tag === 'string' ? { tag: raw.tag } : {}) }
}
