/** It looks like nothing by itself. */
export const styles = ''

/**
 * An element of the page's in which something of ours stands: `<fireball-slot name>` or `<fireball-checklist key>` (or
 * `name`, where `key` means something else).
 */
export interface Place extends HTMLElement {
  /** A box of our own to draw in, in the place of what the page has put there. The same until it is given up. */
  take(): HTMLElement
  /** Gives the box up: what the page has put there stands there again. */
  leave(): void
}

/** All places of a page, in open shadow roots too. */
export interface Places {
  /** Those on the page now. */
  readonly all: ReadonlySet<Place>
  /** Called once after places came, went or were renamed in one task. */
  readonly listeners: Set<() => void>
}

const PARTS = 'inline,resources,panel,title,step,input,primary,secondary,link,icon,head'

const PLACES = Symbol.for('fireball.places')

/** The elements of a page, defined once, whoever comes first; those that are there already become places at once. */
export const definePlaces = (page: Document): Places => {
  const view = page.defaultView ?? globalThis
  const known: Places | undefined = Reflect.get(view, PLACES)
  if (known) return known
  const all = new Set<Place>()
  const listeners = new Set<() => void>()
  let isTold = false
  const tell = () => {
    if (isTold) return
    isTold = true
    queueMicrotask(() => {
      isTold = false
      for (const listener of [...listeners]) listener()
    })
  }
  const sheet = new view.CSSStyleSheet()
  // The page's own rules go first: it may reserve the room.
  sheet.replaceSync(':host{display:block}:host([hidden]){display:none}')

  const define = (name: string) => {
    if (view.customElements.get(name)) return
    const Element = class extends view.HTMLElement implements Place {
      static observedAttributes = ['name', 'key']
      private readonly root = this.shadowRoot ?? this.attachShadow({ mode: 'open' })
      private readonly own = page.createElement('slot')
      private box: HTMLElement | undefined
      private inner: ElementInternals | undefined

      constructor() {
        super()
        this.root.adoptedStyleSheets = [sheet]
        this.root.replaceChildren(this.own)
      }

      private mark(isFilled: boolean) {
        this.own.style.display = isFilled ? 'none' : ''
        // The page can tell by `:state(filled)`, where the browser knows it.
        this.inner ??= this.attachInternals?.()
        this.inner?.states?.[isFilled ? 'add' : 'delete']('filled')
      }

      take(): HTMLElement {
        if (this.box) return this.box
        const box = page.createElement('div')
        box.dataset.fireball = 'slot'
        // So that `fireball-slot::part(primary)` reaches them.
        box.setAttribute('exportparts', PARTS)
        box.attachShadow({ mode: 'open' })
        this.root.prepend(box)
        this.box = box
        this.mark(true)
        return box
      }

      leave() {
        this.box?.remove()
        this.box = undefined
        this.mark(false)
      }

      connectedCallback() {
        all.add(this)
        tell()
      }

      disconnectedCallback() {
        all.delete(this)
        tell()
      }

      attributeChangedCallback() {
        tell()
      }
    }
    view.customElements.define(name, Element)
  }
  const places = { all, listeners }
  Reflect.set(view, PLACES, places)
  define('fireball-slot')
  define('fireball-checklist')
  return places
}
