import { emptyProgram } from './empty-program.ts'
import type { ProgramStore } from './program-store.ts'
import type { NewSecrets, Projects } from './projects.ts'

/** The demo's page holds this key, so that it works on every collector as it was built. */
const DEMO_KEY = 'pk_test_demo'

/** What is shown once: the secrets of the project for one's own app, when it was just made. */
export type FirstStart = { readonly secrets: NewSecrets | undefined }

/**
 * Makes the two projects of a new collector: the demo, with its program, and one for the reader's own app, with an empty
 * one. Changes nothing on later starts.
 */
export const firstStart = async (
  projects: Projects,
  programs: ProgramStore,
  demoProgram: unknown,
): Promise<FirstStart> => {
  const publish = async (id: string, program: unknown): Promise<void> => {
    if ((await programs.live(id)) !== undefined) return
    const published = await programs.publish(id, program, { author: 'Fireball', note: 'First version' })
    if (!published.ok)
      throw new Error(
        `The first program of “${id}” cannot be published: ${published.error.map(one => `${one.path}: ${one.message}`).join('; ')}`,
      )
  }
  const secrets = await projects.ensure({ id: 'app', name: 'Your app', isDemo: false })
  await publish('app', emptyProgram('Your app'))
  await projects.ensure({ id: 'demo', name: 'Demo', isDemo: true, publishableKey: DEMO_KEY })
  await publish('demo', demoProgram)
  return { secrets }
}
