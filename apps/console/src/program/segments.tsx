import { type Condition, isObject } from '@fireball/core'
import { useState } from 'preact/hooks'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { ConditionEditor } from './condition-editor.tsx'
import { conditionInWords } from './condition-in-words.ts'
import { useDraftFields } from './draft-fields.ts'
import { namesOf } from './names.ts'
import { SegmentSize } from './segment-size.tsx'

/** A condition to begin with: accounts of five and more. */
const FIRST = { 'account.users': { $gte: 5 } }

interface SegmentProps {
  readonly index: number
  readonly value: Readonly<Record<string, unknown>>
  readonly onRemove: () => void
}

const Segment = ({ index, value, onRemove }: SegmentProps) => {
  const { edit, error, canEdit, read } = useDraftFields()
  const [isOpen, setOpen] = useState(false)
  const name = typeof value.name === 'string' ? value.name : ''
  const where = isObject(value.where) ? (value.where as Condition) : {}
  return (
    <li>
      <div class="grow">
        <p>
          <strong>{name}</strong> <code class="muted">{String(value.key ?? '')}</code>
        </p>
        <p class="muted">Accounts where {conditionInWords(where, namesOf(read()))}.</p>
        {error('segments', index, 'where') !== undefined && (
          <p class="field-error">{error('segments', index, 'where')}</p>
        )}
        {isOpen && (
          <div class="segment-form">
            <Field
              label="Name"
              value={name}
              error={error('segments', index, 'name')}
              onInput={text => edit(['segments', index, 'name'], text)}
            />
            <ConditionEditor
              value={value.where}
              program={read()}
              scope="account"
              onChange={condition => edit(['segments', index, 'where'], condition)}
            />
            <SegmentSize where={where} />
          </div>
        )}
      </div>
      {canEdit && (
        <div class="actions">
          <button
            type="button"
            class="button plain"
            aria-expanded={isOpen}
            aria-label={`${isOpen ? 'Close' : 'Edit'} “${name}”`}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? 'Close' : 'Edit'}
          </button>
          <Button look="quiet" label={`Remove “${name}”`} onClick={onRemove}>
            Remove
          </Button>
        </div>
      )}
    </li>
  )
}

/** Accounts that belong together, by behaviour, goal or pain. */
export const Segments = () => {
  const { read, edit, canEdit } = useDraftFields()
  const given = read('segments')
  const segments = (Array.isArray(given) ? given : []).filter(isObject)
  const add = (): void => {
    const keys = new Set(segments.map(({ key }) => key))
    const free = Array.from({ length: segments.length + 1 }, (_, i) => `segment-${i + 1}`).find(
      key => !keys.has(key),
    )
    edit(['segments'], [...segments, { key: free, name: 'New segment', where: FIRST }])
  }
  return (
    <section class="card" aria-labelledby="segments-title">
      <h2 id="segments-title">Segments</h2>
      <p class="muted">The list of accounts is narrowed by them, and exported by them.</p>
      {segments.length > 0 && (
        <ul class="rows">
          {segments.map((value, index) => (
            <Segment
              key={String(value.key)}
              index={index}
              value={value}
              onRemove={() => {
                const left = segments.filter(one => one !== value)
                edit(['segments'], left.length === 0 ? undefined : left)
              }}
            />
          ))}
        </ul>
      )}
      {canEdit && (
        <div class="actions">
          <Button onClick={add}>Add a segment</Button>
        </div>
      )}
    </section>
  )
}
