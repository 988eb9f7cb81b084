import type { MessageView, WidgetState } from '@fireball/core'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useDesk } from '../desk.ts'
import { Switch } from '../ui/switch.tsx'
import type { DraftMessage } from './message-draft.ts'
import { messageView, PICTURED, previewState } from './message-view.ts'

const PAGE_STYLES = `
  html { color-scheme: light; background: #fff }
  html[data-theme=dark] { color-scheme: dark; background: #14161b }
  body { margin: 0; padding: 20px; font: 13px/1.4 system-ui, sans-serif }
  i { display: block; height: 10px; border-radius: 5px; background: light-dark(#eceef2, #24272f); margin-block: 12px }
  i:nth-of-type(3n) { width: 62% } i:nth-of-type(3n + 1) { width: 88% }
  b { display: inline-block; padding: 7px 14px; border-radius: 6px; background: light-dark(#e2e5ec, #2c3039); color: light-dark(#4a5060, #aab1c0); font-weight: 500 }
  fireball-slot { display: block; max-width: 340px; margin-block: 16px }
`

interface Pictured {
  show(state: WidgetState): void
  dispose(): void
}

/** The real widget on a page of grey lines, in a frame that is part of this one. */
const picture = async (page: Document): Promise<Pictured> => {
  const { mountWidget } = await import('@fireball/widget')
  const sheet = new (page.defaultView ?? window).CSSStyleSheet()
  sheet.replaceSync(PAGE_STYLES)
  page.adoptedStyleSheets = [sheet]
  const line = () => page.createElement('i')
  const button = page.createElement('b')
  button.dataset.pictured = ''
  button.textContent = 'Your page'
  const slot = page.createElement('fireball-slot')
  slot.setAttribute('name', PICTURED.slot)
  page.body.replaceChildren(button, line(), line(), slot, ...Array.from({ length: 9 }, line))
  let tell: (state: WidgetState) => void = () => {}
  const widget = mountWidget(
    {
      subscribe(listener) {
        tell = listener
        return () => {}
      },
      // Nothing that is tried out here is counted, or leads anywhere.
      report: () => {},
      act: () => {},
      ask: () => Promise.reject(new Error('A preview asks nobody')),
    },
    page,
  )
  return {
    show(state) {
      page.documentElement.dataset.theme = state.theme.mode
      tell(state)
    },
    dispose: widget.dispose,
  }
}

interface FrameProps {
  readonly view: MessageView | undefined
  readonly program: unknown
  readonly mode: 'light' | 'dark'
  readonly isLive: boolean
}

const Frame = ({ view, program, mode, isLive }: FrameProps) => {
  const place = useRef<HTMLIFrameElement>(null)
  const [pictured, setPictured] = useState<Pictured | undefined>(undefined)
  const [hasFailed, setFailed] = useState(false)
  useEffect(() => {
    const page = place.current?.contentDocument
    let made: Pictured | undefined
    let isGone = false
    if (page)
      void picture(page).then(
        it => {
          if (isGone) return it.dispose()
          made = it
          setPictured(it)
        },
        () => setFailed(true),
      )
    return () => {
      isGone = true
      made?.dispose()
    }
  }, [])
  useEffect(() => pictured?.show(previewState(view, program, mode)), [pictured, view, program, mode])
  return (
    <>
      {/* While the form is being filled in nothing in here may take the focus. */}
      <iframe ref={place} title="Preview" inert={!isLive} />
      {hasFailed && <p class="field-error">The preview could not be loaded. Reload the page to try again.</p>}
    </>
  )
}

interface MessagePreviewProps {
  readonly message: DraftMessage
  readonly program: unknown
  /** Which question or step. */
  readonly at: number
}

/** What a person would see, drawn by the widget itself; it follows every key that is typed. */
export const MessagePreview = ({ message, program, at }: MessagePreviewProps) => {
  const { now } = useDesk()
  const [isDark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches)
  const [isNarrow, setNarrow] = useState(false)
  const [isLive, setLive] = useState(false)
  const text = JSON.stringify([message, at])
  const [view, setView] = useState(() => messageView(message, program, at, now()))
  useEffect(() => setView(messageView(message, program, at, now())), [text])
  return (
    <section class="preview" aria-label="Preview">
      <div class="preview-head">
        <Switch label="Dark" isOn={isDark} onChange={setDark} />
        <Switch label="Narrow" isOn={isNarrow} onChange={setNarrow} />
        <Switch label="Try it out" isOn={isLive} onChange={setLive} />
      </div>
      <div class={`preview-page ${isNarrow ? 'narrow' : ''}`}>
        {/* Tried out and put away it is gone; a new try is a new page. */}
        <Frame
          key={`${isLive}`}
          view={view}
          program={program}
          mode={isDark ? 'dark' : 'light'}
          isLive={isLive}
        />
      </div>
      <p class="muted small">
        {view === undefined
          ? 'It is shown here once the mistakes in the form are mended.'
          : 'Drawn by the widget itself, on a page of grey lines. Facts are samples; nothing is counted.'}
      </p>
    </section>
  )
}
