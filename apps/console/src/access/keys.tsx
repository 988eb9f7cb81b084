import { KEY_SCOPES, type KeyInfo, type KeyScope, type NewKey, type Result } from '@fireball/core'
import { useStore } from '@nanostores/preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Failure } from '../api.ts'
import { useDesk } from '../desk.ts'
import { createRemote } from '../remote.ts'
import { canManage } from '../session.ts'
import { momentText } from '../time.ts'
import { Await } from '../ui/await.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Copy } from '../ui/copy.tsx'
import { Failed, Notice } from '../ui/notice.tsx'
import { When } from '../ui/when.tsx'
import { keyState, SCOPE_SAYS } from './words.ts'

/** So long does a key still work after it was replaced. */
const OVERLAP_HOURS = 24

const Standing = ({ of }: { readonly of: KeyInfo }) => {
  const { now } = useDesk()
  const state = keyState(of, now())
  return state === 'ending' ? (
    <Badge look="warning">until {momentText(of.expiresAt ?? 0)}</Badge>
  ) : state !== undefined ? (
    <Badge look="error">{state}</Badge>
  ) : of.kind === 'secret' ? (
    of.scopes.map(scope => SCOPE_SAYS[scope]).join(', ')
  ) : (
    'for the tag'
  )
}

const Make = ({ onMade }: { readonly onMade: (made: Result<NewKey, Failure>) => void }) => {
  const { api } = useDesk()
  const [isTest, setTest] = useState(false)
  const [scopes, setScopes] = useState<readonly KeyScope[]>(['ingest'])
  const mode = isTest ? 'test' : 'live'
  return (
    <form
      class="access-form"
      onSubmit={event => {
        event.preventDefault()
        void api.makeKey({ kind: 'secret', mode, scopes }).then(onMade)
      }}
    >
      <fieldset class="scopes">
        <legend>A secret key that may</legend>
        {KEY_SCOPES.map(scope => (
          <label key={scope}>
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              onChange={event =>
                setScopes(
                  event.currentTarget.checked ? [...scopes, scope] : scopes.filter(one => one !== scope),
                )
              }
            />{' '}
            {SCOPE_SAYS[scope]}
          </label>
        ))}
        <label>
          <input type="checkbox" checked={isTest} onChange={event => setTest(event.currentTarget.checked)} />{' '}
          test data only
        </label>
      </fieldset>
      <Button type="submit" isDisabled={scopes.length === 0}>
        Make a secret key
      </Button>
      <Button onClick={() => void api.makeKey({ kind: 'publishable', mode }).then(onMade)}>
        Make a publishable key
      </Button>
    </form>
  )
}

/** The keys of a project: made, rotated, revoked. */
export const Keys = () => {
  const { api, session, now } = useDesk()
  const keys = useMemo(() => createRemote<readonly KeyInfo[]>(() => api.keys()), [api])
  const state = useStore(keys.$state)
  const [made, setMade] = useState<string>()
  const [failure, setFailure] = useState<Failure>()
  const [asked, setAsked] = useState<KeyInfo>()
  useEffect(() => void keys.load(), [keys])
  const took = (answer: Result<NewKey, Failure>): void => {
    setFailure(answer.ok ? undefined : answer.error)
    if (!answer.ok) return
    setMade(answer.value.key)
    keys.take({ ok: true, value: answer.value.keys })
  }
  return (
    <section class="card" aria-labelledby="keys">
      <h2 id="keys">Keys</h2>
      {failure !== undefined && <Failed what="That did not work." failure={failure} />}
      {made !== undefined && (
        <Notice kind="good">
          <div class="grow">
            <p>The new key. A secret one is shown this once: the collector keeps a hash alone.</p>
            <Copy text={made} what="the key" />
          </div>
        </Notice>
      )}
      <Await state={state} what="the keys" onRetry={() => void keys.load()}>
        {all => (
          <table class="plain-table access-table">
            <thead>
              <tr>
                <th scope="col">Key</th>
                <th scope="col">Data</th>
                <th scope="col">May</th>
                <th scope="col">Made</th>
                <th scope="col">
                  <span class="hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {all.map(key => (
                <tr key={key.id} class={key.isRevoked ? 'is-out' : undefined}>
                  <th scope="row">
                    <code>{key.shown}</code>
                  </th>
                  <td>{key.mode}</td>
                  <td>
                    <Standing of={key} />
                  </td>
                  <td>
                    <When at={key.createdAt} now={now()} />
                  </td>
                  <td class="row-actions">
                    {canManage(session) && keyState(key, now()) === undefined && (
                      <Button
                        look="quiet"
                        label={`Rotate ${key.shown}`}
                        onClick={() => void api.rotateKey(key.id, OVERLAP_HOURS).then(took)}
                      >
                        Rotate
                      </Button>
                    )}
                    {canManage(session) && !key.isRevoked && (
                      <Button look="quiet" label={`Revoke ${key.shown}`} onClick={() => setAsked(key)}>
                        Revoke
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Await>
      <p class="hint">
        Rotating makes a key that may do the same; the old one works for {OVERLAP_HOURS} hours more.
      </p>
      {canManage(session) && <Make onMade={took} />}
      {asked !== undefined && (
        <Confirm
          title={`Revoke ${asked.shown}?`}
          action="Revoke"
          onCancel={() => setAsked(undefined)}
          onConfirm={() => {
            setAsked(undefined)
            void api.revokeKey(asked.id).then(answer => {
              setFailure(answer.ok ? undefined : answer.error)
              if (answer.ok) keys.take(answer)
            })
          }}
        >
          <p>Whoever sends with it is refused from then on. This cannot be taken back.</p>
        </Confirm>
      )}
    </section>
  )
}
