import { useStore } from '@nanostores/preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Failure } from '../api.ts'
import { useDesk } from '../desk.ts'
import { countText } from '../number.ts'
import { createRemote } from '../remote.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Failed, Notice } from '../ui/notice.tsx'
import { When } from '../ui/when.tsx'
import type { LiveEvents } from './live-events.ts'
import { oddOutcome } from './outcome.ts'

/** Tracked events that no signal reads, each with one click to make a signal of it. */
export const Unmatched = ({ live }: { readonly live: LiveEvents }) => {
  const { api, program, canEdit, links, now } = useDesk()
  const unmatched = useMemo(() => createRemote(() => api.unmatched()), [api])
  const state = useStore(unmatched.$state)
  const { counts, events } = useStore(live.$live)
  const sayOdd = (name: string): string | undefined => {
    const odd = events.flatMap(one =>
      one.kind === 'accepted' && one.name === name ? (oddOutcome(one, undefined) ?? []) : [],
    )[0]
    return odd === undefined ? undefined : `“${odd}” is not success or failure`
  }
  const isUnsaved = useStore(program.$isUnsaved)
  const [made, setMade] = useState<string | undefined>(undefined)
  const [failure, setFailure] = useState<Failure | undefined>(undefined)
  const accepted = counts?.accepted
  useEffect(() => void unmatched.load(), [unmatched, accepted])
  const make = async (name: string): Promise<void> => {
    const answer = await api.makeSignal(name)
    setFailure(answer.ok ? undefined : answer.error)
    if (!answer.ok) return
    setMade(name)
    program.take(answer)
    await unmatched.load()
  }
  const names = state.value ?? []
  return (
    <>
      {failure !== undefined && <Failed what="Could not make the signal." failure={failure} />}
      {made !== undefined && (
        <Notice kind="good">
          <span class="grow">
            “<bdi>{made}</bdi>” is a signal of the draft now. Publish it, and it counts: what has already
            arrived, too.
          </span>
          <a class="button plain" href={links.program('publish')}>
            Publish
          </a>
        </Notice>
      )}
      {names.length > 0 && (
        <div class="unmatched">
          <h3>Events that no signal reads</h3>
          <p class="muted small">
            They are kept, but count for nothing yet.
            {isUnsaved && canEdit && ' Save or discard your unsaved changes in Program first.'}
          </p>
          <ul class="rows">
            {names.map(({ name, count, lastAt, hasOutcome, hasContext }) => (
              <li key={name}>
                <div class="grow">
                  <p class="strong">
                    <bdi>{name}</bdi>
                  </p>
                  <p class="muted small">
                    {countText(count, 'time')}, last <When at={lastAt} now={now()} />{' '}
                    {hasOutcome && hasContext ? (
                      <Badge look="good">outcome and context</Badge>
                    ) : (
                      <Badge
                        look="warning"
                        title="Without them it can be counted, but it cannot show that someone is able."
                      >
                        <bdi>
                          {[hasOutcome ? '' : (sayOdd(name) ?? 'no outcome'), hasContext ? '' : 'no context']
                            .filter(Boolean)
                            .join(', ')}
                        </bdi>
                      </Badge>
                    )}
                  </p>
                </div>
                {canEdit && (
                  <Button
                    isDisabled={isUnsaved}
                    label={`Make a signal of “${name}”`}
                    onClick={() => void make(name)}
                  >
                    Make a signal
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}
