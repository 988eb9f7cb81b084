import { isObject } from '@fireball/core'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Pick } from '../ui/pick.tsx'
import { AudienceField } from './audience-field.tsx'
import { useDraftFields } from './draft-fields.ts'
import { type Path, readAt } from './edit.ts'
import { ItemBar } from './item-bar.tsx'
import { freeKey, moved, without } from './list-edit.ts'

const LEADS = [
  { key: 'open', label: 'a page or an article' },
  { key: 'tour', label: 'a tour' },
  { key: 'call', label: 'something in your app' },
  { key: 'ask', label: 'a question to your team' },
] as const

const listAt = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** What a list of resources offers, most useful first, each to whom it fits. */
export const MessageItems = ({ path }: { readonly path: Path }) => {
  const { read, edit, text, error, canEdit } = useDraftFields()
  const items = listAt(read(...path))
  const tours = listAt(read('messages')).flatMap(one =>
    isObject(one) && one.surface === 'tour'
      ? { key: String(one.key), label: String(readAt(one, ['steps', 0, 'title']) ?? one.key) }
      : [],
  )
  const FIRST = { open: '/help', tour: tours[0]?.key ?? 'tour', call: 'openHelp', ask: true } as const
  return (
    <fieldset>
      <legend>Resources</legend>
      {error(...path) !== undefined && <p class="field-error">{error(...path)}</p>}
      <ol class="items">
        {items.map((raw, at) => {
          const item = isObject(raw) ? raw : {}
          const here = [...path, at] as const
          const leads = LEADS.find(({ key }) => item[key] !== undefined)?.key ?? 'open'
          return (
            <li key={at}>
              <ItemBar
                name={`Resource ${at + 1}`}
                at={at}
                of={items.length}
                onMove={by => edit(path, moved(items, at, by))}
                onRemove={() => edit(path, without(items, at))}
              />
              {error(...here) !== undefined && <p class="field-error">{error(...here)}</p>}
              <Field label="Title" {...text([...here, 'title'], true)} />
              <Field label="Text" {...text([...here, 'body'])} />
              <div class="field-row">
                <div class="field">
                  <Pick
                    label="It opens"
                    isSeen
                    isDisabled={!canEdit}
                    value={leads}
                    options={LEADS}
                    onPick={picked => {
                      const { open, tour, call, ask, ...rest } = item
                      const to = LEADS.find(({ key }) => key === picked)?.key ?? 'open'
                      edit(here, { ...rest, [to]: FIRST[to] })
                    }}
                  />
                </div>
                {leads === 'open' && <Field label="Address" {...text([...here, 'open'], true)} />}
                {leads === 'call' && (
                  <Field label="Name of the callback" {...text([...here, 'call'], true)} />
                )}
                {leads === 'tour' && (
                  <div class="field">
                    <Pick
                      label="Which tour"
                      isSeen
                      isDisabled={!canEdit}
                      value={String(item.tour ?? '')}
                      options={tours}
                      onPick={tour => edit([...here, 'tour'], tour)}
                    />
                  </div>
                )}
              </div>
              <details>
                <summary>For whom</summary>
                <AudienceField path={[...here, 'audience']} />
              </details>
            </li>
          )
        })}
      </ol>
      {canEdit && items.length < 100 && (
        <div class="actions">
          <Button
            onClick={() => {
              const key = freeKey(
                'resource',
                items.map(one => readAt(one, ['key'])),
              )
              edit(path, [...items, { key, title: 'Another', open: '/help' }])
            }}
          >
            Add a resource
          </Button>
        </div>
      )}
    </fieldset>
  )
}
