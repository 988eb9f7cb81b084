/** The page's one global. */
declare let fireball: Record<string, unknown>

/**
 * What stands inline in a page, before the script is there: calls are kept with their time, in order, for the script to
 * take over. Built into one line by itself, without any import.
 */
;((q: unknown[]) => {
  fireball = { q }
  for (const m of [
    'identify',
    'group',
    'track',
    'page',
    'alias',
    'reset',
    'on',
    'before',
    'consent',
    'hitLock',
    'quota',
    'debug',
  ])
    fireball[m] = (...a: unknown[]) => q.push([m, a, Date.now()])
})([])
