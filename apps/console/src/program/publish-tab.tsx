import type { ProgramState } from '@fireball/core'
import { useStore } from '@nanostores/preact'
import { useState } from 'preact/hooks'
import type { Failure } from '../api.ts'
import { useDesk } from '../desk.ts'
import { countText, listText } from '../number.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Field } from '../ui/field.tsx'
import { Failed, Notice } from '../ui/notice.tsx'
import { When } from '../ui/when.tsx'
import { diffPrograms } from './diff.ts'
import { mayPublish } from './program-store.ts'

const LOOKS = { added: 'good', removed: 'error', changed: 'plain' } as const
const WORDS = { added: 'New', removed: 'Gone', changed: 'Changed' } as const

/** What publishing would change, what keeps it back, and the button. */
export const PublishTab = ({ state }: { readonly state: ProgramState }) => {
  const { program, canEdit, links, now } = useDesk()
  const reading = useStore(program.$reading)
  const [note, setNote] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [done, setDone] = useState<'published' | Failure | undefined>(undefined)
  const isUnsaved = useStore(program.$isUnsaved)
  const changes = reading.error === undefined ? diffPrograms(state.published?.program, reading.program) : []
  const may = mayPublish(reading)
  const errors = reading.problems.filter(one => one.severity === 'error')
  const advice = reading.problems.filter(one => one.severity === 'warning')
  const publish = async (): Promise<void> => {
    setBusy(true)
    const answer = await program.publish(note.trim())
    setBusy(false)
    setDone(answer.ok ? 'published' : answer.error)
    if (answer.ok) setNote('')
  }
  return (
    <>
      <p class="muted">
        {state.published === null ? (
          'Nothing is published yet, so your users see nothing.'
        ) : (
          <>
            Live: version <code>{state.published.version}</code>, published{' '}
            <When at={state.published.at} now={now()} />.
          </>
        )}
      </p>
      {done === 'published' && changes.length === 0 && (
        <Notice kind="good">Published. Open pages get it with their next answer or focus.</Notice>
      )}
      {typeof done === 'object' && <Failed what="Could not publish." failure={done} />}
      {reading.error !== undefined && (
        <Notice kind="warning">
          <span class="grow">
            Line {reading.error.line} of the JSON has a mistake. {reading.error.message}
          </span>
          <a class="button plain" href={links.program('json')}>
            Open the JSON
          </a>
        </Notice>
      )}
      {errors.length > 0 && (
        <section class="block" aria-labelledby="errors-title">
          <h2 id="errors-title">{countText(errors.length, 'problem')} to mend first</h2>
          <Problems of={errors} />
        </section>
      )}
      {advice.length > 0 && (
        <section class="block" aria-labelledby="advice-title">
          <h2 id="advice-title">Advice</h2>
          <Problems of={advice} />
        </section>
      )}
      <section class="block" aria-labelledby="changes-title">
        <h2 id="changes-title">
          {reading.error !== undefined
            ? 'Changes'
            : changes.length === 0
              ? 'No changes'
              : countText(changes.length, 'change')}
        </h2>
        {reading.error !== undefined ? (
          <p class="muted">They can be told once the JSON is mended.</p>
        ) : changes.length === 0 ? (
          <Empty title="The draft is what is live">
            <p>Change a prompt or the JSON, and come back to publish it.</p>
          </Empty>
        ) : (
          <ul class="changes">
            {changes.map(({ kind, what, fields, path }) => (
              <li key={`${kind} ${what}`}>
                <Badge look={LOOKS[kind]}>{WORDS[kind]}</Badge>
                <span class="grow">
                  {path === undefined ? what : <a href={`${links.program('json')}?at=${path}`}>{what}</a>}
                  {fields.length > 0 && <span class="muted"> {listText(fields)}</span>}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      {canEdit ? (
        changes.length > 0 && (
          <form
            class="publish-form"
            onSubmit={event => {
              event.preventDefault()
              if (may.ok) void publish()
            }}
          >
            <Field
              label="Note for the team"
              value={note}
              onInput={setNote}
              placeholder="What changes, and why"
              hint="Kept in the history beside this version."
            />
            {isUnsaved && <p class="muted">Your unsaved changes are saved and published with it.</p>}
            <Button look="primary" type="submit" isBusy={isBusy} isDisabled={!may.ok}>
              Publish {countText(changes.length, 'change')}
            </Button>
          </form>
        )
      ) : (
        <Notice kind="info">You may look, not publish. Ask an editor or admin.</Notice>
      )}
    </>
  )
}

const Problems = ({ of }: { readonly of: ProgramState['problems'] }) => {
  const { links } = useDesk()
  return (
    <ul class="problem-list">
      {of.map(({ path, message, severity }) => (
        <li key={path + message} class={severity}>
          <a href={`${links.program('json')}?at=${path}`}>
            <code>{path === '' ? 'program' : path}</code>
            <span>{message}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}
