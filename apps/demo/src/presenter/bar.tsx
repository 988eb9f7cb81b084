import { useEffect, useState } from 'preact/hooks'
import type { App, AppState } from '../app-state.ts'
import { sayDay } from '../clock.ts'
import { CASES } from './cases.ts'
import type { Show } from './show.ts'
import { Side } from './side.tsx'
import { Strip } from './strip.tsx'

interface PresenterProps {
  readonly app: App
  readonly state: AppState
  readonly show: Show & Partial<Conductor>
}

/** What the buttons of the bar set off. */
export interface Conductor {
  playCase(key: string): void
  stop(): void
  nextDay(): void
  reset(): void
}

/** The presenter's bar: not part of the product, and marked so. As high whatever it says, so the product stays put. */
export const Presenter = ({ state, show }: PresenterProps) => {
  const [scene, setScene] = useState(show.scene())
  const [isOpen, setOpen] = useState(true)
  useEffect(() => show.subscribe(() => setScene(show.scene())), [show])
  const { playing, caption, contrast } = scene
  return (
    <aside class="presenter" aria-label="Presenter, demo only">
      <div class="presenter-row">
        <b class="only">Demo only</b>
        <fieldset class="cases">
          <legend>Play a case</legend>
          {CASES.map(({ key, title, story }) => (
            <button
              type="button"
              key={key}
              title={story}
              data-case={key}
              aria-pressed={playing === key}
              disabled={playing !== undefined}
              onClick={() => show.playCase?.(key)}
            >
              {title}
            </button>
          ))}
        </fieldset>
        <div class="calendar">
          <time>{sayDay(state.daysAgo, Date.now())}</time>
          {playing === undefined ? (
            <>
              <button
                type="button"
                disabled={state.daysAgo === 0}
                title={state.daysAgo === 0 ? 'This is the real today' : 'The demo’s calendar turns a day'}
                onClick={() => show.nextDay?.()}
              >
                Next day
              </button>
              <button type="button" title="A new user and a new shop" onClick={() => show.reset?.()}>
                Reset
              </button>
            </>
          ) : (
            <button type="button" onClick={() => show.stop?.()}>
              Stop
            </button>
          )}
          <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            Live strip
          </button>
        </div>
      </div>
      {isOpen && (
        <>
          <p class="caption" role="status">
            {caption || 'Play a case, or use Plume yourself: what Fireball makes of it shows here.'}
          </p>
          <div class="pane">
            {contrast && (
              <Side scene={scene} contrast={contrast} onClose={() => show.set({ contrast: undefined })} />
            )}
            <Strip scene={scene} />
          </div>
        </>
      )}
    </aside>
  )
}
