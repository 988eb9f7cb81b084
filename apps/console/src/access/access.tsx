import { type AuditEntry, ok } from '@fireball/core'
import { useStore } from '@nanostores/preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Failure } from '../api.ts'
import { useDesk } from '../desk.ts'
import { createRemote } from '../remote.ts'
import { canManage, isOfSome } from '../session.ts'
import { Await } from '../ui/await.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { RoomHead } from '../ui/room-head.tsx'
import { When } from '../ui/when.tsx'
import { Keys } from './keys.tsx'
import { People } from './people.tsx'
import { deedText } from './words.ts'

const OwnPassword = () => {
  const { collector, session } = useDesk()
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [said, setSaid] = useState<'changed' | Failure>()
  if (session.member === null) return null
  return (
    <section class="card" aria-labelledby="own-password">
      <h2 id="own-password">Your password</h2>
      {said === 'changed' && <Notice kind="good">Changed. Other browsers of yours are signed out.</Notice>}
      {said !== undefined && said !== 'changed' && <Notice kind="error">{said.message}</Notice>}
      <form
        class="access-form"
        onSubmit={event => {
          event.preventDefault()
          void collector.setPassword(password, current).then(answer => {
            setSaid(answer.ok ? 'changed' : answer.error)
            if (!answer.ok) return
            setCurrent('')
            setPassword('')
          })
        }}
      >
        {/* A password manager needs to know whose password it is. */}
        <input
          class="hidden"
          type="email"
          autoComplete="username"
          value={session.member.email}
          readOnly
          tabIndex={-1}
          aria-hidden="true"
        />
        <Field
          label="Current password"
          hint="Leave it empty if there is none yet."
          kind="password"
          autocomplete="current-password"
          value={current}
          onInput={setCurrent}
        />
        <Field
          label="New password"
          hint="12 characters or more; a few words do well."
          kind="password"
          autocomplete="new-password"
          isRequired
          value={password}
          onInput={setPassword}
        />
        <Button type="submit">Set password</Button>
      </form>
    </section>
  )
}

const Log = () => {
  const { api, collector, project, session, now } = useDesk()
  const log = useMemo(
    () =>
      createRemote<readonly AuditEntry[]>(async () => {
        const [whole, ofProject] = await Promise.all([
          isOfSome(session) ? ok([]) : collector.audit(),
          api.audit(),
        ])
        if (!whole.ok) return whole
        if (!ofProject.ok) return ofProject
        return {
          ok: true,
          value: [...whole.value, ...ofProject.value].sort((a, b) => b.at - a.at).slice(0, 100),
        }
      }),
    [api, collector, session],
  )
  const state = useStore(log.$state)
  useEffect(() => void log.load(), [log])
  return (
    <section class="card" aria-labelledby="log">
      <div class="card-head">
        <h2 id="log">What was done</h2>
        <Button look="quiet" onClick={() => void log.load()}>
          Look again
        </Button>
      </div>
      <Await state={state} what="the log" onRetry={() => void log.load()}>
        {entries =>
          entries.length === 0 ? (
            <p class="muted">
              Nothing yet. Sign-ins, keys, people and published programs of {project.name} show up here.
            </p>
          ) : (
            <ol class="audit">
              {entries.map(entry => (
                <li key={entry.id}>
                  <span>
                    <strong>{entry.actor}</strong> {deedText(entry)}
                  </span>
                  <When at={entry.at} now={now()} />
                </li>
              ))}
            </ol>
          )
        }
      </Await>
    </section>
  )
}

/** Who may come in, what keys open, and what was done. */
export const Access = () => {
  const { session, project } = useDesk()
  return (
    <>
      <RoomHead
        title="Access"
        lead={
          canManage(session)
            ? `People of this console, the keys of ${project.name}, and what was done.`
            : 'Who may come in, and which keys there are. An admin can change them.'
        }
      />
      {!isOfSome(session) && <People />}
      <OwnPassword />
      <Keys />
      {canManage(session) && <Log />}
    </>
  )
}
