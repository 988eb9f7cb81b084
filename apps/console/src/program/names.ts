import { isObject, type Program } from '@fireball/core'
import type { Names } from './condition-in-words.ts'
import { readAt } from './edit.ts'

const named = (program: unknown, list: string) => {
  const items = readAt(program, [list])
  return Array.isArray(items) ? items.filter(isObject) : []
}

/** The names in a draft, which may be malformed: only what has a key and a name is used, and only for its name. */
export const namesOf = (program: unknown): Names => ({
  signals: named(program, 'signals') as unknown as Program['signals'],
  skills: named(program, 'skills') as unknown as Program['skills'],
  features: named(program, 'features') as unknown as Program['features'],
  checklists: named(program, 'checklists').filter(one =>
    Array.isArray(one.steps),
  ) as unknown as Program['checklists'],
})
