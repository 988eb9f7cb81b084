import { useId, useState } from 'preact/hooks'
import { Button } from '../ui/button.tsx'
import { Pick } from '../ui/pick.tsx'
import {
  type ConditionField,
  type FieldGroup,
  firstValue,
  isDuration,
  kindOfLine,
  OPERATORS,
  operatorsFor,
  readValue,
} from './condition-fields.ts'
import type { Line, LineValue } from './condition-form.ts'

interface ConditionLineProps {
  readonly line: Line
  readonly groups: readonly FieldGroup[]
  /** Which of how many, for who does not see it: “Line 2”. */
  readonly label: string
  readonly isDisabled: boolean
  readonly onChange: (line: Line) => void
  readonly onRemove: () => void
}

/** A path that nobody could have meant: it stands for “another fact” in the menu. */
const OTHER = '…'

const fieldIn = (groups: readonly FieldGroup[], path: string): ConditionField | undefined =>
  groups.flatMap(({ fields }) => fields).find(one => one.path === path)

/** One line: which fact, which operator, which value. */
export const ConditionLine = ({
  line,
  groups,
  label,
  isDisabled,
  onChange,
  onRemove,
}: ConditionLineProps) => {
  const id = useId()
  const known = fieldIn(groups, line.path)
  const field: ConditionField = known ?? { path: line.path, label: line.path, kind: kindOfLine(line) }
  const pickField = (path: string): void => {
    const next = path === OTHER ? undefined : fieldIn(groups, path)
    const operator = next === undefined ? '=' : (OPERATORS[next.kind][0]?.key ?? '=')
    onChange(
      next === undefined
        ? { ...line, path: 'account.', operator, value: '' }
        : { kind: 'line', path, operator, value: firstValue(next, operator) },
    )
  }
  const pickOperator = (operator: string): void => {
    const isList = (one: string): boolean => one === '$in' || one === '$nin'
    const keeps =
      isList(operator) === isList(line.operator) && operator !== '$exists' && line.operator !== '$exists'
    onChange({ ...line, operator, value: keeps ? line.value : firstValue(field, operator) })
  }
  return (
    <fieldset class="condition-line">
      <legend class="hidden">{label}</legend>
      <span class="pick picked">
        <label class="hidden" for={id}>
          {label}: fact
        </label>
        <select
          id={id}
          value={known === undefined ? OTHER : line.path}
          disabled={isDisabled}
          onChange={event => pickField(event.currentTarget.value)}
        >
          {groups.map(group => (
            <optgroup key={group.label} label={group.label}>
              {group.fields.map(({ path, label: words }) => (
                <option key={path} value={path} selected={path === line.path}>
                  {words}
                </option>
              ))}
            </optgroup>
          ))}
          <option value={OTHER} selected={known === undefined}>
            Another fact …
          </option>
        </select>
      </span>
      {known === undefined && (
        <input
          type="text"
          class="condition-path"
          value={line.path}
          disabled={isDisabled}
          aria-label={`${label}: path of the fact`}
          placeholder="account.industry"
          onInput={event => onChange({ ...line, path: event.currentTarget.value.trim() })}
        />
      )}
      <Pick
        label={`${label}: operator`}
        value={line.operator}
        isDisabled={isDisabled}
        options={operatorsFor(field.kind, line.operator)}
        onPick={pickOperator}
      />
      <Value
        label={`${label}: value`}
        field={field}
        line={line}
        isDisabled={isDisabled}
        onChange={value => onChange({ ...line, value })}
      />
      {!isDisabled && (
        <Button look="quiet" icon="cross" label={`Remove ${label.toLowerCase()}`} onClick={onRemove}>
          <span class="hidden">Remove</span>
        </Button>
      )}
    </fieldset>
  )
}

interface ValueProps {
  readonly label: string
  readonly field: ConditionField
  readonly line: Line
  readonly isDisabled: boolean
  readonly onChange: (value: LineValue) => void
}

const YES_NO = [
  { key: 'true', label: 'yes' },
  { key: 'false', label: 'no' },
] as const

const UNITS = [
  { key: 'h', label: 'hours' },
  { key: 'd', label: 'days' },
  { key: 'w', label: 'weeks' },
  { key: 'm', label: 'minutes' },
] as const

/** What a line compares with, in the way that fits what it asks. */
const Value = ({ label, field, line: { operator, value }, isDisabled, onChange }: ValueProps) => {
  const common = { 'aria-label': label, disabled: isDisabled } as const
  if (operator === '$exists' || (field.kind === 'yes-no' && typeof value === 'boolean'))
    return (
      <Pick
        label={label}
        value={`${value}`}
        isDisabled={isDisabled}
        options={YES_NO}
        onPick={key => onChange(key === 'true')}
      />
    )
  if (field.kind === 'instant' && isDuration(value)) {
    const [, count = '', unit = 'd'] = /^(-?\d+)(.)$/.exec(String(value)) ?? []
    return (
      <span class="condition-duration">
        <input
          {...common}
          type="text"
          value={count}
          inputMode="numeric"
          size={4}
          onInput={event => onChange(`${Number.parseInt(event.currentTarget.value, 10) || 0}${unit}`)}
        />
        <Pick
          label={`${label}, unit`}
          value={unit}
          isDisabled={isDisabled}
          options={UNITS}
          onPick={next => onChange(`${count}${next}`)}
        />
      </span>
    )
  }
  if (field.kind === 'choice' && field.choices !== undefined && typeof value === 'string') {
    const isKnown = field.choices.some(one => one.key === value)
    return (
      <Pick
        label={label}
        value={value}
        isDisabled={isDisabled}
        options={isKnown ? field.choices : [{ key: value, label: value }, ...field.choices]}
        onPick={onChange}
      />
    )
  }
  if (Array.isArray(value)) return <List {...{ label, field, value, isDisabled, onChange }} />
  const isShare = field.kind === 'share' && typeof value === 'number'
  return (
    <span class="condition-value">
      <input
        {...common}
        type="text"
        value={isShare ? `${Math.round(value * 1e8) / 1e6}` : `${value}`}
        inputMode={field.kind === 'number' || isShare ? 'decimal' : undefined}
        onInput={event => {
          const read = readValue(event.currentTarget.value)
          // A number that is half typed, as “12.”, is none yet: it stands until it is.
          if (isShare) {
            if (typeof read === 'number' || read === '') onChange(Number(read) / 100)
          } else onChange(field.kind === 'text' ? event.currentTarget.value : read)
        }}
      />
      {isShare && <span class="muted">%</span>}
    </span>
  )
}

type Values = readonly (string | number | boolean)[]

const readValues = (typed: string): Values =>
  typed
    .split(',')
    .filter(part => part.trim() !== '')
    .map(readValue)

type ListProps = Omit<ValueProps, 'line'> & { readonly value: Values }

/** Several values: ticked where they are known, typed with commas between them where not. */
const List = (props: ListProps) =>
  props.field.choices === undefined ? <Typed {...props} /> : <Ticked {...props} />

const Typed = ({ label, value, isDisabled, onChange }: ListProps) => {
  const [typed, setTyped] = useState(value.join(', '))
  // What was typed stands as it was typed, so long as it means what is there.
  const isSame = JSON.stringify(readValues(typed)) === JSON.stringify(value)
  return (
    <input
      type="text"
      class="condition-list"
      aria-label={`${label}, separated by commas`}
      placeholder="trial, starter"
      disabled={isDisabled}
      value={isSame ? typed : value.join(', ')}
      onInput={event => {
        setTyped(event.currentTarget.value)
        onChange(readValues(event.currentTarget.value))
      }}
    />
  )
}

const Ticked = ({ label, field, value, isDisabled, onChange }: ListProps) => (
  <fieldset class="condition-choices">
    <legend class="hidden">{label}</legend>
    {field.choices?.map(({ key, label: words }) => (
      <label key={key}>
        <input
          type="checkbox"
          checked={value.includes(key)}
          disabled={isDisabled}
          onChange={event =>
            onChange(event.currentTarget.checked ? [...value, key] : value.filter(one => one !== key))
          }
        />{' '}
        {words}
      </label>
    ))}
  </fieldset>
)
