import type { WidgetPorts } from '@fireball/core'
import { render } from 'preact'
import { App } from './app.tsx'
import styles from './widget.css'

/**
 * Draws all that `ports` say into a shadow root at the end of `root`'s body, until disposed; then nothing is left of
 * it. Never takes the focus by itself, needs no style or script rights beyond its own modules (CSP, Trusted Types).
 *
 * @example
 * const widget = mountWidget({ subscribe, report, act, ask })
 * widget.dispose()
 */
export const mountWidget = (ports: WidgetPorts, root: Document = document): { dispose(): void } => {
  const host = root.createElement('div')
  host.dataset.fireball = ''
  const shadow = host.attachShadow({ mode: 'open' })
  const adopt = (text: string) => {
    const sheet = new (root.defaultView ?? globalThis).CSSStyleSheet()
    sheet.replaceSync(text)
    shadow.adoptedStyleSheets.push(sheet)
  }
  adopt(styles)
  const stop = ports.subscribe(state => {
    // Some pages replace their body; what was in it has to follow.
    if (!host.isConnected) (root.body ?? root.documentElement).append(host)
    render(<App state={state} ports={ports} page={root} adopt={adopt} />, shadow)
  })
  return {
    dispose() {
      stop()
      render(null, shadow)
      host.remove()
    },
  }
}
