import type { DestinationKind } from '@fireball/core'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { Pick } from '../ui/pick.tsx'
import { FIELDS } from './destination-words.ts'
import { type Mapping, mappingOf, unusedFields, usualName, wrongName } from './mapping.ts'

interface MappingFieldsProps {
  readonly kind: DestinationKind
  readonly mapping: Mapping
  readonly isTried: boolean
  readonly onChange: (mapping: Mapping) => void
}

/** Which of our fields are written, each under which name over there. */
export const MappingFields = ({ kind, mapping, isTried, onChange }: MappingFieldsProps) => {
  const { rows } = mapping
  const unused = unusedFields(rows)
  const next = unused[0]
  const change = (index: number, part: Partial<(typeof rows)[number]>): void =>
    onChange({ ...mapping, rows: rows.map((one, i) => (i === index ? { ...one, ...part } : one)) })
  return (
    <fieldset class="mapping">
      <legend>What is written, and where</legend>
      <div class="field-row">
        <Field
          label="Into"
          value={mapping.object}
          onInput={object => onChange({ ...mapping, object })}
          error={isTried ? wrongName(mapping.object) : undefined}
        />
        <Field
          label="Found by its field"
          value={mapping.id}
          onInput={id => onChange({ ...mapping, id })}
          error={isTried ? wrongName(mapping.id) : undefined}
        />
      </div>
      <ul class="mapping-rows">
        {rows.map(({ ours, theirs }, index) => (
          <li key={ours}>
            <Pick
              label="Our field"
              value={ours}
              options={FIELDS.filter(one => one.key === ours || unused.includes(one))}
              onPick={key => change(index, { ours: key, theirs: usualName(kind, key) })}
            />
            <Icon name="arrow" />
            <Field
              label="Name over there"
              value={theirs}
              onInput={typed => change(index, { theirs: typed })}
              error={isTried ? wrongName(theirs) : undefined}
            />
            <Button
              look="quiet"
              label={`Do not write ${theirs}`}
              isDisabled={rows.length === 1}
              onClick={() => onChange({ ...mapping, rows: rows.filter((_, i) => i !== index) })}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
      <div class="actions">
        {next !== undefined && (
          <Button
            onClick={() =>
              onChange({
                ...mapping,
                rows: [...rows, { ours: next.key, theirs: usualName(kind, next.key) }],
              })
            }
          >
            Add a field
          </Button>
        )}
        <Button look="quiet" onClick={() => onChange(mappingOf(kind, {}))}>
          Use the usual names
        </Button>
      </div>
      <p class="hint">
        The fields must be there. “Check it” says which are missing; “What would be written” compares, without
        writing.
      </p>
    </fieldset>
  )
}
