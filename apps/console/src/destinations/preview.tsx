import { useDesk } from '../desk.ts'
import { countText } from '../number.ts'
import { Await } from '../ui/await.tsx'
import { Badge } from '../ui/badge.tsx'
import { Empty } from '../ui/empty.tsx'
import { Notice } from '../ui/notice.tsx'
import { useRemote } from '../use-remote.ts'

const DOES = {
  create: { label: 'new', look: 'good' },
  update: { label: 'changes', look: 'accent' },
  same: { label: 'as it is', look: 'plain' },
} as const

/** What would be written over there, without writing it. */
export const Preview = ({ id }: { readonly id: string }) => {
  const { api } = useDesk()
  const { state, reload } = useRemote(() => api.previewDestination(id), [api, id])
  return (
    <Await state={state} what="what would be written" onRetry={reload}>
      {({ items, error }) => (
        <>
          {error !== null && <Notice kind="error">{error}</Notice>}
          {error === null && items.length === 0 && <Empty title="Nothing waits to be written" />}
          {items.length > 0 && (
            <>
              <p class="muted small">
                A dry run of {countText(items.length, 'account')}: nothing is written.
              </p>
              <ul class="changes">
                {items.map(({ akey, name, does, changes }) => (
                  <li key={akey}>
                    <Badge look={DOES[does].look}>{DOES[does].label}</Badge>
                    <span class="grow">
                      <bdi class="strong">{name}</bdi>
                      {changes.map(({ field, from, to }) => (
                        <span key={field} class="below small">
                          <code>{field}</code> {from !== null && <s class="muted">{from}</s>} {to}
                        </span>
                      ))}
                    </span>
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
    </Await>
  )
}
