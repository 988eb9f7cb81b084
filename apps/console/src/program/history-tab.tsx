import type { PublishedVersion } from '@fireball/core'
import { useStore } from '@nanostores/preact'
import { useState } from 'preact/hooks'
import type { Failure } from '../api.ts'
import { useDesk } from '../desk.ts'
import { momentText } from '../time.ts'
import { Await } from '../ui/await.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Empty } from '../ui/empty.tsx'
import { Failed, Notice } from '../ui/notice.tsx'
import { useRemote } from '../use-remote.ts'

/** Every version that was ever live; an older one can be made live again. */
export const HistoryTab = () => {
  const { api, program, canEdit, links } = useDesk()
  const { state, reload } = useRemote(() => api.history(), [api])
  const isUnsaved = useStore(program.$isUnsaved)
  const [asked, setAsked] = useState<PublishedVersion | undefined>(undefined)
  const [done, setDone] = useState<PublishedVersion | Failure | undefined>(undefined)
  const rollBack = async (to: PublishedVersion): Promise<void> => {
    setAsked(undefined)
    const answer = await program.rollBack(to.id)
    setDone(answer.ok ? to : answer.error)
    reload()
  }
  return (
    <>
      {done !== undefined &&
        ('code' in done ? (
          <Failed what="Could not roll back." failure={done} />
        ) : (
          <Notice kind="good">Version {done.version} is live again.</Notice>
        ))}
      <Await state={state} what="the history" onRetry={reload}>
        {versions =>
          versions.length === 0 ? (
            <Empty title="Nothing was published yet">
              <a class="button plain" href={links.program('publish')}>
                See what there is to publish
              </a>
            </Empty>
          ) : (
            <ol class="versions">
              {versions.map(version => (
                <li key={version.id}>
                  <div class="grow">
                    <p>
                      <strong>{version.note === '' ? 'No note' : version.note}</strong>{' '}
                      {version.isLive && <Badge look="good">Live</Badge>}
                    </p>
                    <p class="muted small">
                      {momentText(version.at)} by {version.by}, version <code>{version.version}</code>
                    </p>
                  </div>
                  {canEdit && !version.isLive && (
                    <Button
                      label={`Roll back to ${version.note === '' ? version.version : `“${version.note}”`}`}
                      onClick={() => setAsked(version)}
                    >
                      Roll back
                    </Button>
                  )}
                </li>
              ))}
            </ol>
          )
        }
      </Await>
      {asked !== undefined && (
        <Confirm
          title="Make this version live again?"
          action="Roll back"
          onCancel={() => setAsked(undefined)}
          onConfirm={() => void rollBack(asked)}
        >
          <p>
            “{asked.note === '' ? asked.version : asked.note}” of {momentText(asked.at)} goes live at once. It
            is published as a new version; the history stays as it is.
          </p>
          {isUnsaved && <p>Your unsaved changes stay in the editor.</p>}
        </Confirm>
      )}
    </>
  )
}
