import type { Destination } from '@fireball/core'
import { useDesk } from '../desk.ts'
import { countText } from '../number.ts'
import { Await } from '../ui/await.tsx'
import { Badge } from '../ui/badge.tsx'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { Notice } from '../ui/notice.tsx'
import { useRemote } from '../use-remote.ts'
import { fieldLabel } from './destination-words.ts'
import { mappingOf } from './mapping.ts'

const DOES = {
  create: { label: 'new', look: 'good' },
  update: { label: 'changes', look: 'accent' },
  same: { label: 'as it is', look: 'plain' },
} as const

/** What would be written over there, without writing it. */
export const Preview = ({ of: { id, kind, fields } }: { readonly of: Destination }) => {
  const { api } = useDesk()
  const { state, reload } = useRemote(() => api.previewDestination(id), [api, id])
  const { rows } = mappingOf(kind, fields)
  const labelOf = (theirs: string): string | undefined => {
    const ours = rows.find(one => one.theirs === theirs)?.ours
    return ours === undefined ? undefined : fieldLabel(ours)
  }
  return (
    <Await state={state} what="what would be written" onRetry={reload}>
      {({ items, error }) => (
        <>
          {error !== null && <Notice kind="error">{error}</Notice>}
          {error === null && items.length === 0 && <Empty title="Nothing waits to be written" />}
          {items.length > 0 && (
            <>
              <p class="muted small">
                A dry run of {countText(items.length, 'account')}, nothing is written:{' '}
                {(['create', 'update', 'same'] as const)
                  .map(does => ({ does, n: items.filter(one => one.does === does).length }))
                  .filter(({ n }) => n > 0)
                  .map(({ does, n }) => `${n} ${DOES[does].label}`)
                  .join(', ')}
                .
              </p>
              <ul class="changes">
                {items.map(({ akey, name, does, changes }) => (
                  <li key={akey}>
                    <Badge look={DOES[does].look}>{DOES[does].label}</Badge>
                    <span class="grow">
                      <bdi class="strong">{name}</bdi>
                      {changes.length > 0 && (
                        <dl class="field-changes">
                          {changes.map(({ field, from, to }) => (
                            <div key={field}>
                              <dt>
                                {labelOf(field) ?? field} <code class="muted">{field}</code>
                              </dt>
                              <dd>
                                {from !== null && (
                                  <>
                                    <del>
                                      <bdi>{from}</bdi>
                                    </del>{' '}
                                    <Icon name="arrow" />
                                    <span class="hidden"> becomes </span>
                                  </>
                                )}
                                <ins>
                                  <bdi>{to}</bdi>
                                </ins>
                              </dd>
                            </div>
                          ))}
                        </dl>
                      )}
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
