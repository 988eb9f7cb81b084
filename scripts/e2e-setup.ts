import { chromiumPath } from './browser.ts'
import { build } from './build.ts'

/**
 * Runs once before the tests in real browsers: there is a browser, and `dist/` is what the sources say.
 * `npm test` has done both by then and says so with `FIREBALL_PREPARED`.
 */
export const setup = async (): Promise<void> => {
  if (process.env.FIREBALL_PREPARED) return
  await Promise.all([chromiumPath(), build()])
}
