import type { Program } from '@fireball/core'

/** An empty program: valid, and it reads nothing. */
export const emptyProgram = (name: string): Program => ({
  format: 1,
  name,
  signals: [],
  checklists: [],
  skills: [],
  features: [],
  nudges: [],
  prompts: [],
})
