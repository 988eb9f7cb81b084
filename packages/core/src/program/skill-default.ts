/** What holds for a skill where the program says nothing; no source gives these, they are ours. */
export const SKILL_DEFAULTS = { contexts: 2, threshold: 0.8, fadesAfterDays: 90 } as const
