import { type ComponentChildren, render } from 'preact'

/** An element of the widget's own on the page, with a shadow root that no style sheet of the page reaches into. */
export interface Host {
  /** Draws `child` as all there is in it. */
  show(child: ComponentChildren): void
  dispose(): void
}

/** Makes hosts on one page that share all adopted style sheets. */
export interface Hosts {
  create(name: 'prompts' | 'checklist'): Host
  /** Has a style sheet apply in each host, present and to come; needs no right to styles (CSP). */
  adopt(styles: string): void
}

/** Hosts of one widget, at the end of `page`’s body; they stand on the page once they have something to show. */
export const createHosts = (page: Document): Hosts => {
  const sheets: CSSStyleSheet[] = []
  const shadows: ShadowRoot[] = []
  const dress = (shadow: ShadowRoot) => {
    shadow.adoptedStyleSheets = sheets
  }
  return {
    create(name) {
      const element = page.createElement('div')
      element.dataset.fireball = name
      const shadow = element.attachShadow({ mode: 'open' })
      shadows.push(shadow)
      dress(shadow)
      return {
        show(child) {
          // Some pages replace their body; what was in it has to follow.
          if (!element.isConnected) (page.body ?? page.documentElement).append(element)
          render(child, shadow)
        },
        dispose() {
          render(null, shadow)
          element.remove()
        },
      }
    },
    adopt(styles) {
      const sheet = new (page.defaultView ?? globalThis).CSSStyleSheet()
      sheet.replaceSync(styles)
      sheets.push(sheet)
      shadows.forEach(dress)
    },
  }
}
