import type { WidgetPorts, WidgetState } from '@fireball/core'
import type * as checklist from './checklist.tsx'
import { Frame } from './frame.tsx'
import { createHosts } from './hosts.ts'
import { createParts } from './parts.ts'
import { type Given, Prompts } from './prompts.tsx'
import styles from './widget.css'

/**
 * Draws all that `ports` say into shadow roots at the end of `page`'s body, until disposed; then nothing is left of
 * it. Never takes the focus by itself, needs no style or script rights beyond its own modules (CSP, Trusted Types).
 *
 * @example
 * const widget = mountWidget({ subscribe, report, act, ask })
 * widget.dispose()
 */
export const mountWidget = (ports: WidgetPorts, page: Document = document): { dispose(): void } => {
  const hosts = createHosts(page)
  const prompts = hosts.create('prompts')
  const draft = { text: '' }
  let state: WidgetState | undefined
  let list: checklist.List | undefined
  let isGone = false

  const draw = () => {
    if (!state || isGone) return
    const given: Given = { state, ports, page, parts, draft }
    prompts.show(
      <Frame given={given}>
        <Prompts given={given} />
      </Frame>,
    )
    if (state.checklist) list ??= parts.checklist.need()?.createList(hosts)
    list?.show(given)
  }
  const parts = createParts(styles => {
    if (styles) hosts.adopt(styles)
    draw()
  })
  hosts.adopt(styles)
  // The page may turn dark or light at any time.
  const theming = new MutationObserver(draw)
  theming.observe(page.documentElement, { attributes: true })
  const stop = ports.subscribe(next => {
    state = next
    draw()
  })
  // A lock is answered at once, and offline too, when all parts are there before they are needed; but no page without
  // messages loads what draws them.
  const loadAll = () => {
    if (!isGone) for (const part of Object.values(parts)) if (part !== parts.message) void part.load()
  }
  // WebKit has no idle callbacks.
  ;(globalThis.requestIdleCallback ?? setTimeout)(loadAll)

  return {
    dispose() {
      isGone = true
      stop()
      theming.disconnect()
      list?.dispose()
      prompts.dispose()
    },
  }
}
