import { useStore } from '@nanostores/preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { useDesk } from '../desk.ts'
import { readAt } from '../program/edit.ts'
import { Copy } from '../ui/copy.tsx'
import { RoomHead } from '../ui/room-head.tsx'
import { ConnectTabs } from './connect-tabs.tsx'
import { Live } from './live.tsx'
import { createLiveEvents } from './live-events.ts'
import { CALLS, CONSENTS, type Consent, tagOf } from './snippet.ts'
import { Starter } from './starter.tsx'
import { Unmatched } from './unmatched.tsx'

const isEmpty = (draft: unknown): boolean =>
  ['signals', 'checklists', 'skills', 'nudges', 'prompts'].every(list => {
    const items = readAt(draft, [list])
    return !Array.isArray(items) || items.length === 0
  })

/** From nothing to a first ticked step: the tag, the calls, what arrives, a first program. */
export const Connect = () => {
  const { api, project, session, program } = useDesk()
  const [consent, setConsent] = useState<Consent>('full')
  const live = useMemo(
    () =>
      createLiveEvents({
        api,
        later: (then, ms) => {
          const timer = setTimeout(then, ms)
          return () => clearTimeout(timer)
        },
        isVisible: () => document.visibilityState === 'visible',
      }),
    [api],
  )
  const state = useStore(program.$state)
  useEffect(() => void program.load(), [program])
  useEffect(() => {
    live.start()
    return live.stop
  }, [live])
  const needsStarter = state.value !== undefined && isEmpty(state.value.draft)
  return (
    <>
      <RoomHead title="Connect" lead={`A few minutes, and ${project.name} shows people their next step.`} />
      <ConnectTabs open="app" />
      <ol class="stages">
        <li>
          <section aria-labelledby="tag-title">
            <h2 id="tag-title">Put the tag into your page</h2>
            <fieldset class="choices">
              <legend>What it may send</legend>
              {CONSENTS.map(({ key, label, meaning }) => (
                <label key={key} class="choice">
                  <input
                    type="radio"
                    name="consent"
                    checked={consent === key}
                    onChange={() => setConsent(key)}
                  />
                  <span>
                    <strong>{label}</strong> <span class="muted">{meaning}</span>
                  </span>
                </label>
              ))}
            </fieldset>
            <Copy what="the tag" text={tagOf(project, session.origin, consent)} />
            <p class="muted small">
              The first script keeps the calls that come before the second has loaded. To remove Fireball:
              call <code>fireball.purge()</code> once, then take both scripts out. Strict
              Content-Security-Policy: allow <code>{session.origin}</code> in <code>script-src</code> and{' '}
              <code>connect-src</code>, and put your nonce on the first script.
            </p>
          </section>
        </li>
        <li>
          <section aria-labelledby="calls-title">
            <h2 id="calls-title">Say who, where, and what</h2>
            <p class="muted">
              Who it is, which account they belong to, and what they did. <code>outcome</code> is{' '}
              <code>success</code> or <code>failure</code>; <code>context</code> is what it was done on. With
              both, Fireball can tell who is <em>able</em>, not only who clicked.
            </p>
            <Copy what="the three calls" text={CALLS} />
          </section>
        </li>
        <li>
          <section aria-labelledby="live-title">
            <h2 id="live-title">Watch it arrive</h2>
            <Live live={live} />
            <Unmatched live={live} />
          </section>
        </li>
        {needsStarter && (
          <li>
            <section aria-labelledby="starter-title">
              <h2 id="starter-title">Make a starter program</h2>
              <Starter />
            </section>
          </li>
        )}
      </ol>
    </>
  )
}
