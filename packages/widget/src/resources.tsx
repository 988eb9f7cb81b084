import type { MessageView, ResourceView } from '@fireball/core'
import { Component, type ComponentChildren, createRef } from 'preact'
import { Button } from './button.tsx'
import { Foot } from './foot.tsx'
import { FEW, found } from './found.ts'
import { CROSS, Icon } from './icon.tsx'
import { CHEVRON } from './icons.ts'
import launcherStyles from './launcher.css'
import { tellBeside } from './message-ports.ts'
import { say } from './phrase.ts'
import resourceStyles from './resources.css'
import { words } from './resources-words.ts'
import { Surface } from './surface.tsx'
import { Top } from './top.tsx'
import type { Whole } from './whole.ts'
import { wordsOf } from './words.ts'

/** What it looks like it brings itself: it is drawn in several hosts (`dress`). */
export const styles = ''

interface ResourceProps {
  readonly view: MessageView
  readonly whole: Whole
}

const sheets = new WeakMap<Document, CSSStyleSheet>()

/** Has the style sheet apply where an element stands. */
const dress = (element: HTMLElement | null, page: Document): void => {
  const root = element?.getRootNode() as Partial<ShadowRoot> | undefined
  if (!root?.adoptedStyleSheets) return
  const sheet = sheets.get(page) ?? new (page.defaultView ?? globalThis).CSSStyleSheet()
  if (!sheets.has(page)) sheet.replaceSync(launcherStyles + resourceStyles)
  sheets.set(page, sheet)
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}

// Keys typed into a field are not shortcuts of the page.
const keepIn = (event: Event) => event.stopPropagation()

/** What can be opened, searched when it is long; a form in its place for who asks. `onLeft`: a person was led away. */
export class ResourceList extends Component<
  ResourceProps & { onLeft?(): void },
  { readonly text?: string; readonly isAsking?: boolean }
> {
  private readonly box = createRef<HTMLDivElement>()

  private choose({ key, action, tour, asks }: ResourceView) {
    const { view, whole, onLeft } = this.props
    tellBeside(whole, view, 'Clicked', { target: `item:${key}` })
    if (tour !== undefined) whole.ports.track?.('Prompt Clicked', { prompt: tour, target: 'to:' })
    if (action) whole.ports.act(action)
    if (asks) this.setState({ isAsking: true })
    else onLeft?.()
  }

  override componentDidMount() {
    dress(this.box.current, this.props.whole.page)
  }

  override componentDidUpdate() {
    dress(this.box.current, this.props.whole.page)
  }

  private items(items: readonly ResourceView[]) {
    return (
      <ul class="items" part="resources">
        {items.map(item => (
          <li key={item.key}>
            <Button look="head" onClick={() => this.choose(item)}>
              <span>
                {item.title}
                {item.body && <small>{item.body}</small>}
              </span>
              <Icon path={CHEVRON} />
            </Button>
          </li>
        ))}
      </ul>
    )
  }

  override render() {
    const { view, whole } = this.props
    const { text = '', isAsking } = this.state
    const { items = [], body } = view
    const { back, find, none } = wordsOf(words, whole.state)
    const form = isAsking && whole.parts.help.need()
    const left = found(items, text)
    return (
      <div class="resources" ref={this.box}>
        {form ? (
          <form.HelpForm whole={whole} takesFocus>
            <Button look="secondary" onClick={() => this.setState({ isAsking: false })}>
              {back}
            </Button>
          </form.HelpForm>
        ) : (
          <>
            {body && <p>{body}</p>}
            {items.length > FEW && (
              <input
                type="search"
                part="input"
                aria-label={find}
                placeholder={find}
                value={text}
                onInput={event => this.setState({ text: event.currentTarget.value })}
                onKeyPress={keepIn}
                onKeyUp={keepIn}
              />
            )}
            {this.items(left)}
            {left.length === 0 && <p role="status">{say(none, { text })}</p>}
          </>
        )}
      </div>
    )
  }
}

/** What any list of resources can be rid of by. */
abstract class Ridable<More = unknown> extends Component<
  ResourceProps & More,
  { readonly isGone?: boolean; readonly isOpen?: boolean }
> {
  private isShown = false

  abstract override render(): ComponentChildren

  protected seen() {
    if (!this.isShown) tellBeside(this.props.whole, this.props.view, 'Shown')
    this.isShown = true
  }

  protected leave(more: { readonly target?: string; readonly stopped?: true }) {
    tellBeside(this.props.whole, this.props.view, 'Dismissed', more)
    this.setState({ isGone: true })
  }

  protected foot() {
    const { view, whole } = this.props
    const { stop } = wordsOf({ stop: 'Stop tips like this' }, whole.state)
    return (
      <Foot why={view.why} whole={whole}>
        <Button look="link" onClick={() => this.leave({ stopped: true })}>
          {stop}
        </Button>
      </Foot>
    )
  }
}

/** The list where something else stands around it, with a way back; counts as seen when it is asked for. */
export const listIn = (view: MessageView, whole: Whole, back: ComponentChildren) => (
  <ListWithin key={view.key} view={view} whole={whole} back={back} />
)

class ListWithin extends Ridable<{ readonly back: ComponentChildren }> {
  override componentDidMount() {
    this.seen()
  }

  override render() {
    const { view, whole, back } = this.props
    return (
      <>
        {!this.state.isGone && <ResourceList view={view} whole={whole} />}
        <div class="row">{back}</div>
        {!this.state.isGone && this.foot()}
      </>
    )
  }
}

/** The list as a card in a place of the page's; seen when it has been in view. */
export class ResourceCard extends Ridable {
  private readonly box = createRef<HTMLElement>()
  private sight: IntersectionObserver | undefined

  override componentDidMount() {
    if (!this.box.current) return
    this.sight = new IntersectionObserver(([entry]) => entry?.isIntersecting && this.seen(), {
      threshold: 0.3,
    })
    this.sight.observe(this.box.current)
  }

  override componentWillUnmount() {
    this.sight?.disconnect()
  }

  override render() {
    const { view, whole } = this.props
    const { close } = wordsOf({ close: 'Close' }, whole.state)
    if (this.state.isGone) return null
    return (
      <section ref={this.box} class="inline" part="inline" aria-labelledby="card">
        <Top
          id="card"
          title={view.title}
          icon={CROSS}
          label={close}
          onClick={() => this.leave({ target: 'close' })}
        />
        <ResourceList view={view} whole={whole} />
        {this.foot()}
      </section>
    )
  }
}

/** The list behind a button in the corner. */
export class ResourceLauncher extends Ridable {
  private readonly launcher = createRef<HTMLDivElement>()
  private readonly toggle = () => this.setState({ isOpen: !this.state.isOpen })
  private readonly onPlaced = (box: HTMLElement) => dress(box, this.props.whole.page)

  override render() {
    const { view, whole } = this.props
    const { isGone, isOpen = false } = this.state
    const { title } = view
    const { collapse } = wordsOf({ collapse: 'Collapse' }, whole.state)
    if (isGone) return null
    return (
      <div class="shelf" ref={this.launcher}>
        <Surface name="launcher" role="region" label={title} onPlaced={this.onPlaced}>
          <Button look="launch" aria-expanded={isOpen} onClick={this.toggle}>
            <Icon path={QUESTION} />
            <span class="name">{title}</span>
          </Button>
        </Surface>
        {isOpen && (
          <Surface
            name="panel"
            role="dialog"
            labelledBy="resources"
            takesFocus
            onEscape={this.toggle}
            onPainted={() => this.seen()}
          >
            <div class="body">
              <Top id="resources" title={title} icon={CHEVRON} label={collapse} onClick={this.toggle} />
              <ResourceList view={view} whole={whole} onLeft={this.toggle} />
              {this.foot()}
            </div>
          </Surface>
        )}
      </div>
    )
  }
}

const QUESTION = 'M5.8 6.2a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.6M8 12.2h0'
