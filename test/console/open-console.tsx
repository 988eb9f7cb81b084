import { cleanStores } from 'nanostores'
import { render } from 'preact'
import { afterEach, expect, vi } from 'vitest'
import type { Api } from '../../apps/console/src/api.ts'
import { App } from '../../apps/console/src/app.tsx'
import { createPlace } from '../../apps/console/src/place.ts'
import { createSession } from '../../apps/console/src/session.ts'
import { createFakeApi } from './fake-api.ts'
import { SAMPLE_NOW } from './sample-profiles.ts'

/** Waits until it holds, however slow the machine is. */
export const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 30_000 })

/** Opens the console in the document of a test, over a fake collector; it is taken out after each test and before the next. */
export const useOpenConsole = () => {
  let clean = (): void => {}
  afterEach(() => clean())
  return (path: string, api: Api = createFakeApi()) => {
    clean()
    history.replaceState(null, '', path)
    const place = createPlace()
    const stop = place.listen(() => {})
    const root = document.createElement('div')
    document.body.append(root)
    const last = { read: () => undefined, write: () => {} }
    render(
      <App api={api} session={createSession(api)} place={place} last={last} now={() => SAMPLE_NOW} />,
      root,
    )
    clean = () => {
      render(null, root)
      root.remove()
      stop()
      // Else it lets go of the document a second later, when the test’s document may be gone.
      cleanStores(place)
    }
    const text = (): string => root.textContent ?? ''
    return { root, text, shows: (words: string) => eventually(() => expect(text()).toContain(words)) }
  }
}

/** The button of that name. */
export const button = (root: Element, name: string): HTMLButtonElement | undefined =>
  [...root.querySelectorAll('button')].find(one => one.textContent?.trim() === name)

/** Types into the field of that label. */
export const type = (root: Element, label: string, text: string): void => {
  const found = [...root.querySelectorAll('label')].find(one => one.textContent?.startsWith(label))
  const field = root.querySelector(`[id="${found?.getAttribute('for')}"]`)
  if (!(field instanceof HTMLInputElement)) throw new Error(`There is no field “${label}”`)
  field.value = text
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
