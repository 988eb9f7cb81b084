import {
  type Decision,
  evaluate,
  type Facts,
  PROMPT_CLICKED,
  PROMPT_DISMISSED,
  PROMPT_SHOWN,
  type PublicProgram,
  type Seen,
  type WidgetEvent,
} from '@fireball/core'
import { lastOf, openIn } from './seen.ts'

/** Under such a key the history tells what happened to a checklist; no prompt has one with a slash. */
const CHECKLIST = 'checklist/'

/** What is on screen, as the decisions and the widget's reports leave it. */
export interface Stage {
  /** Key of what is meant to be on screen. */
  open(): string | undefined
  /** Key of what the widget has really drawn. */
  drawn(): string | undefined
  /** Another person: nothing is on screen. */
  clear(): void
  /** A page that comes goes on with what the last one showed. */
  resume(seen: readonly Seen[], now: number): void
  /** Closed, here or in another tab. */
  notice(seen: readonly Seen[]): void
  show(decision: Decision): void
  /** The checklist to show: the first that is for this user, and is neither put away nor was complete all along. */
  checklist(program: PublicProgram, facts: Facts, seen: readonly Seen[], now: number): string | undefined
  /** Records what a person did with something shown. */
  report(event: WidgetEvent): void
}

export const createStage = (track: (name: string, properties: object) => void): Stage => {
  const alreadyComplete = new Set<string>()
  let isFirst = true
  let open: string | undefined
  let drawn: string | undefined
  const clear = () => {
    open = drawn = undefined
  }
  return {
    open: () => open,
    drawn: () => drawn,
    clear,
    resume(seen, now) {
      open = drawn = openIn(seen, now)
    },
    notice(seen) {
      const last = lastOf(seen.filter(one => one.key === open))
      if (last && last.kind !== 'shown') open = undefined
    },
    show({ show }) {
      open = show?.key
      if (drawn !== open) drawn = undefined
    },
    checklist({ checklists, paused }, { doc, activations }, seen, now) {
      const chosen = checklists.find(({ key, enabled, audience }) => {
        // One that was complete when the page came has said what it had to say.
        if (isFirst && activations[key]?.isComplete) alreadyComplete.add(key)
        return (
          enabled !== false &&
          !alreadyComplete.has(key) &&
          seen.filter(one => one.key === CHECKLIST + key).at(-1)?.kind !== 'dismissed' &&
          !paused.some(one => one === '*' || one === key) &&
          (audience === undefined || evaluate(audience, doc, { now }) === true)
        )
      })
      isFirst = false
      return chosen?.key
    },
    report(event) {
      const { kind, key } = event
      if (kind === 'checklist') {
        const prompt = CHECKLIST + key
        if (event.is === 'dismissed') track(PROMPT_DISMISSED, { prompt })
        if (event.is === 'restored') track(PROMPT_CLICKED, { prompt, target: 'restored' })
      } else if (kind === 'shown') {
        // What was painted for the one who has just left is nothing that this user saw.
        if (open !== key) return
        // Still on screen after a change of pages: shown once.
        if (drawn !== key) track(PROMPT_SHOWN, { prompt: key })
        drawn = key
      } else
        track(kind === 'clicked' ? PROMPT_CLICKED : PROMPT_DISMISSED, {
          prompt: key,
          target: event.target,
          ...(kind === 'stopped' && { stopped: true }),
        })
    },
  }
}
