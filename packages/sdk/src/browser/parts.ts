// Parts of the client that few pages need, each in a file of its own. They are loaded from the collector as the widget is:
// in a script of another origin a relative `import()` has no base.

/** Loads the inspector. */
export const loadDebug = (origin: string): Promise<typeof import('./debug.ts')> =>
  import(`${origin}/${__PART_FILES__.debug}`)

/** Loads what notices views, visits and friction. */
export const loadNotice = (origin: string): Promise<typeof import('./notice.ts')> =>
  import(`${origin}/${__PART_FILES__.notice}`)

/** Loads what tells that somebody is stuck. */
export const loadStuck = (origin: string): Promise<typeof import('../stuck.ts')> =>
  import(`${origin}/${__PART_FILES__.stuck}`)

/** Loads what tells a tracker which events a program names. */
export const loadNames = (origin: string): Promise<typeof import('../names.ts')> =>
  import(`${origin}/${__PART_FILES__.names}`)
