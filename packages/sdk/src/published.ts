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
  return program && { program, ...(typeof raw.tag === 'string' && { tag: raw.tag }) }
}

/** What the program's keeper needs of its surroundings. */
export interface LibraryPorts {
  fetchProgram(): Promise<{ readonly body?: unknown; readonly tag?: string | undefined }>
  /** Keeps it for the next page. */
  save(published: Published): void
  onBroken(): void
  onChange(): void
}

/** The program in force, and how to bring it up to date. */
export const createLibrary = ({ fetchProgram, save, onBroken, onChange }: LibraryPorts) => {
  let published: Published | undefined
  let isFetching = false
  const adopt = (next: Published) => {
    published = next
    onChange()
  }
  const fetchNext = async (expected?: string): Promise<void> => {
    const { body, tag = expected } = await fetchProgram()
    const program = toProgram(body)
    if (!program) {
      if (body !== undefined) onBroken()
    } else if (tag !== published?.tag || JSON.stringify(program) !== JSON.stringify(published?.program)) {
      adopt({ program, tag })
      save({ program, tag })
    }
  }
  return {
    program: () => published?.program,
    /** Names the state that is here. */
    tag: () => published?.tag ?? published?.program.version ?? '',
    adopt,
    /** Fetches it, unless it is known to be the `expected` one. */
    refresh(expected?: string) {
      if (isFetching || (expected !== undefined && expected === published?.tag)) return
      isFetching = true
      void fetchNext(expected).finally(() => {
        isFetching = false
      })
    },
  }
}
