/**
 * The part of Preact that the widget uses, in a quarter of its bytes. The reason is the bytes that a page loads before
 * its first nudge can show: this saves 3.4 kB of them (gzip). The sources stay plain Preact: they import `preact`, are
 * typed against it, and run on it in unit tests. Only the build puts this file in its place, by the alias `WIDGET_VIEW`
 * in `scripts/bundles.ts`; without that line the widget ships with Preact, and nothing else changes.
 *
 * A change draws the whole root anew, which is nothing for the few dozen elements of a widget and does away with most of what a
 * renderer has to know. It leaves out hooks, context, hydration, error boundaries, styles other than custom properties,
 * properties other than `value`, and refs that change or are taken back.
 */

type Key = string | number
type Values = Readonly<Record<string, unknown>>

type ViewFunction = (props: Values) => unknown
interface ViewClass {
  new (props: Values): Component
  getDerivedStateFromProps?(props: Values, state: Values): Values
}

interface VNode {
  readonly type: string | ViewFunction | ViewClass
  readonly props: Values
  readonly key: Key | undefined
}

/** What stands for a vnode on the page: the same object as long as its key and type stay. */
interface Drawn {
  vnode: VNode
  kids: ReadonlyMap<Key, Drawn>
  element?: Element
  text?: Text
  self?: Component
}

interface Root {
  readonly page: Document
  /** Called once all stands on the page: refs, then what belongs to their components. */
  after: (() => void)[]
  drawSoon(): void
}

/** A view with state of its own; Preact's class, as far as the widget goes. */
export class Component {
  state: Values = {}
  props: Values
  root: Root | undefined
  componentDidMount?(): void
  componentDidUpdate?(before: Values): void
  componentWillUnmount?(): void
  render?(): unknown

  constructor(props: Values) {
    this.props = props
  }

  /** Changes the state at once, draws it soon, then calls `then`. */
  setState(more: Values, then?: () => void): void {
    this.state = { ...this.state, ...more }
    if (then) this.root?.after.push(then)
    this.root?.drawSoon()
  }
}

/** What JSX turns into. */
export const jsx = (type: VNode['type'], props: Values, key?: Key): VNode => ({ type, props, key })
export { jsx as jsxs }

/** Several things in the place of one. */
export const Fragment = ({ children }: Values): unknown => children

/** Holds an element once it is there. */
export const createRef = (): { current: unknown } => ({ current: null })

const isFunction = (value: unknown): value is (given: unknown) => void => typeof value === 'function'

const setProp = (dom: Element, name: string, before: unknown, now: unknown, { after }: Root): void => {
  if (before === now || name === 'children') return
  if (name.startsWith('on')) {
    const event = name.slice(2).toLowerCase()
    if (isFunction(before)) dom.removeEventListener(event, before)
    if (isFunction(now)) dom.addEventListener(event, now)
  } else if (name === 'ref')
    after.push(() => (isFunction(now) ? now(dom) : Reflect.set(Object(now), 'current', dom)))
  else if (name === 'value') Reflect.set(dom, name, now)
  else if (name === 'style' && 'style' in dom) {
    const style = dom.style as CSSStyleDeclaration
    for (const each in { ...Object(before), ...Object(now) }) style.setProperty(each, Object(now)[each] ?? '')
  }
  // ARIA's states say `false`, too.
  else if (now == null || (now === false && !name.startsWith('aria'))) dom.removeAttribute(name)
  else dom.setAttribute(name, `${now}`)
}

const domsOf = ({ element, text, kids }: Drawn): readonly Node[] => {
  const dom = element ?? text
  return dom ? [dom] : [...kids.values()].flatMap(domsOf)
}

/** Puts what was drawn into its parent, in order, and moves nothing that is in its place. */
const place = (parent: ParentNode & Node, drawn: Drawn): void => {
  let at = parent.firstChild
  for (const dom of [...drawn.kids.values()].flatMap(domsOf)) {
    if (dom === at) at = at.nextSibling
    else parent.insertBefore(dom, at)
  }
}

const leave = ({ self, kids }: Drawn): void => {
  self?.componentWillUnmount?.()
  kids.forEach(leave)
}

const NONE: ReadonlyMap<Key, Drawn> = new Map()
const TEXT = ''

/** Draws `children` as those of `parent`, over what was drawn there before; what is no more leaves the page. */
const drawKids = (parent: Drawn, children: unknown, namespace: string, root: Root): void => {
  const before = parent.kids
  const kids = new Map<Key, Drawn>()
  for (const [at, child] of [children].flat(9).entries()) {
    if (child == null || typeof child === 'boolean') continue
    const vnode = typeof child === 'object' ? (child as VNode) : jsx(TEXT, { text: child })
    const key = vnode.key ?? at
    const old = before.get(key)
    kids.set(key, draw(vnode, old?.vnode.type === vnode.type ? old : undefined, namespace, root))
  }
  for (const [key, old] of before) {
    if (kids.get(key) === old) continue
    leave(old)
    for (const dom of domsOf(old)) dom.parentNode?.removeChild(dom)
  }
  parent.kids = kids
}

const isClass = (type: ViewFunction | ViewClass): type is ViewClass => type.prototype?.render

const draw = (vnode: VNode, old: Drawn | undefined, namespace: string, root: Root): Drawn => {
  const { type, props } = vnode
  const drawn: Drawn = old ?? { vnode, kids: NONE }
  const before = old ? old.vnode.props : {}
  drawn.vnode = vnode
  if (typeof type === 'function') {
    if (!isClass(type)) drawKids(drawn, type(props), namespace, root)
    else {
      const self = drawn.self ?? new type(props)
      drawn.self = self
      self.root = root
      self.props = props
      self.state = { ...self.state, ...type.getDerivedStateFromProps?.(props, self.state) }
      drawKids(drawn, self.render?.(), namespace, root)
      root.after.push(() => (old ? self.componentDidUpdate?.(before) : self.componentDidMount?.()))
    }
  } else if (type === TEXT) {
    drawn.text ??= root.page.createTextNode('')
    if (before.text !== props.text) drawn.text.data = `${props.text}`
  } else {
    const own = type === 'svg' ? 'http://www.w3.org/2000/svg' : namespace
    const element = drawn.element ?? root.page.createElementNS(own, type)
    drawn.element = element
    for (const name in { ...before, ...props }) setProp(element, name, before[name], props[name], root)
    drawKids(drawn, props.children, own, root)
    place(element, drawn)
  }
  return drawn
}

const createRoot = (container: ParentNode & Node): ((child: unknown) => void) => {
  const top: Drawn = { vnode: jsx(TEXT, {}), kids: NONE }
  let shown: unknown
  let isDrawing = false
  let isDue = false
  const root: Root = {
    page: container.ownerDocument ?? document,
    after: [],
    drawSoon() {
      if (!isDue) queueMicrotask(drawNow)
      isDue = true
    },
  }
  const drawNow = () => {
    isDue = false
    // What loses the focus while it leaves may have the page's own code draw again.
    if (isDrawing) return root.drawSoon()
    isDrawing = true
    try {
      drawKids(top, shown, 'http://www.w3.org/1999/xhtml', root)
      place(container, top)
    } finally {
      isDrawing = false
    }
    for (const call of root.after.splice(0)) call()
  }
  return child => {
    shown = child
    drawNow()
  }
}

const roots = new WeakMap<Node, (child: unknown) => void>()

/** Draws `child` as all there is in `container`; nothing takes it away. */
export const render = (child: unknown, container: ParentNode & Node): void => {
  const show = roots.get(container) ?? createRoot(container)
  roots.set(container, show)
  show(child)
}
