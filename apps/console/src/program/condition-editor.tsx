import { isObject } from '@fireball/core'
import { useMemo, useState } from 'preact/hooks'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Pick } from '../ui/pick.tsx'
import { type FactScope, fieldGroups, firstValue, OPERATORS } from './condition-fields.ts'
import {
  type ConditionForm,
  type Join,
  type Line,
  type LineGroup,
  readCondition,
  writeCondition,
} from './condition-form.ts'
import { ConditionLine } from './condition-line.tsx'
import { readJson } from './json-text.ts'

interface ConditionEditorProps {
  /** The condition as the draft has it, whatever that is. */
  readonly value: unknown
  /** The draft, for the names in it. */
  readonly program: unknown
  readonly scope: FactScope
  readonly isDisabled?: boolean
  readonly onChange: (condition: unknown) => void
}

const JOINS = [
  { key: 'and', label: 'all of these hold' },
  { key: 'or', label: 'at least one of these holds' },
] as const

const joinOf = (key: string): Join => (key === 'or' ? 'or' : 'and')

const textOf = (condition: unknown): string => JSON.stringify(condition ?? {}, null, 2)

/**
 * Edits a condition as lines of facts, in groups two levels deep; what lines cannot show whole is edited as JSON, and
 * nothing of it is lost. For segments, and wherever else a program asks about an account or a user.
 */
export const ConditionEditor = ({
  value,
  program,
  scope,
  isDisabled = false,
  onChange,
}: ConditionEditorProps) => {
  const read = useMemo(() => readCondition(value ?? {}), [value])
  const [isJson, setJson] = useState(read === undefined)
  // Kept while it is edited: a line that says nothing yet is no part of the condition.
  const [edited, setEdited] = useState<{ readonly form: ConditionForm; readonly text: string }>()
  const isSame = edited !== undefined && edited.text === textOf(value)
  const form = isSame ? edited.form : read
  const change = (next: ConditionForm): void => {
    const condition = writeCondition(next)
    setEdited({ form: next, text: textOf(condition) })
    onChange(condition)
  }
  return (
    <div class="condition-editor">
      {isJson || form === undefined ? (
        <AsJson value={value} isDisabled={isDisabled} onChange={onChange} />
      ) : (
        <AsForm form={form} program={program} scope={scope} isDisabled={isDisabled} onChange={change} />
      )}
      <p class="muted small">
        {form === undefined ? (
          'Lines cannot show this condition whole, so it stays JSON.'
        ) : (
          <Button look="quiet" onClick={() => setJson(!isJson)}>
            {isJson ? 'Show as lines' : 'Show as JSON'}
          </Button>
        )}
      </p>
    </div>
  )
}

const AsJson = ({
  value,
  isDisabled,
  onChange,
}: Pick<ConditionEditorProps, 'value' | 'onChange'> & { readonly isDisabled: boolean }) => {
  const [typed, setTyped] = useState(textOf(value))
  const json = readJson(typed)
  const wrong = !json.ok
    ? json.error.message
    : isObject(json.value)
      ? undefined
      : 'A condition is an object: { … }.'
  return (
    <Field
      label="Condition, as JSON"
      kind="area"
      rows={8}
      value={typed}
      error={wrong}
      isDisabled={isDisabled}
      onInput={text => {
        setTyped(text)
        const given = readJson(text)
        if (given.ok && isObject(given.value)) onChange(given.value)
      }}
    />
  )
}

interface AsFormProps extends Pick<ConditionEditorProps, 'program' | 'scope'> {
  readonly form: ConditionForm
  readonly isDisabled: boolean
  readonly onChange: (form: ConditionForm) => void
}

const AsForm = ({ form, program, scope, isDisabled, onChange }: AsFormProps) => {
  const groups = useMemo(() => fieldGroups(program, scope), [program, scope])
  const first = groups[0]?.fields[0]
  const fresh = (): Line => {
    const operator = first === undefined ? '=' : (OPERATORS[first.kind][0]?.key ?? '=')
    return {
      kind: 'line',
      path: first?.path ?? 'account.plan',
      operator,
      value: first === undefined ? '' : firstValue(first, operator),
    }
  }
  const { parts } = form
  const set = (index: number, part: Line | LineGroup | undefined): void =>
    onChange({
      ...form,
      parts:
        part === undefined
          ? parts.filter((_, i) => i !== index)
          : parts.map((one, i) => (i === index ? part : one)),
    })
  const setLine = (group: LineGroup, index: number, at: number, line: Line | undefined): void => {
    const lines =
      line === undefined
        ? group.lines.filter((_, i) => i !== at)
        : group.lines.map((one, i) => (i === at ? line : one))
    set(index, lines.length === 0 ? undefined : { ...group, lines })
  }
  return (
    <>
      {parts.length > 1 && (
        <Pick
          label="Where"
          isSeen
          value={form.join}
          isDisabled={isDisabled}
          options={JOINS}
          onPick={key => onChange({ ...form, join: joinOf(key) })}
        />
      )}
      {parts.length === 0 && <p class="muted">It holds for everybody: add a line to narrow it.</p>}
      <div class="condition-lines">
        {parts.map((part, index) =>
          part.kind === 'line' ? (
            <ConditionLine
              key={index}
              line={part}
              groups={groups}
              label={`Line ${index + 1}`}
              isDisabled={isDisabled}
              onChange={line => set(index, line)}
              onRemove={() => set(index, undefined)}
            />
          ) : (
            <fieldset key={index} class="condition-group">
              <legend class="hidden">Group {index + 1}</legend>
              <Pick
                label="Where"
                isSeen
                value={part.join}
                isDisabled={isDisabled}
                options={JOINS}
                onPick={key => set(index, { ...part, join: joinOf(key) })}
              />
              <div class="condition-lines">
                {part.lines.map((line, at) => (
                  <ConditionLine
                    key={at}
                    line={line}
                    groups={groups}
                    label={`Line ${index + 1}.${at + 1}`}
                    isDisabled={isDisabled}
                    onChange={next => setLine(part, index, at, next)}
                    onRemove={() => setLine(part, index, at, undefined)}
                  />
                ))}
              </div>
              {!isDisabled && (
                <Button look="quiet" onClick={() => set(index, { ...part, lines: [...part.lines, fresh()] })}>
                  Add a line to this group
                </Button>
              )}
            </fieldset>
          ),
        )}
      </div>
      {!isDisabled && (
        <div class="actions">
          <Button onClick={() => onChange({ ...form, parts: [...parts, fresh()] })}>Add a line</Button>
          <Button
            onClick={() =>
              onChange({
                ...form,
                parts: [
                  ...parts,
                  { kind: 'group', join: form.join === 'and' ? 'or' : 'and', lines: [fresh(), fresh()] },
                ],
              })
            }
          >
            Add a group
          </Button>
        </div>
      )}
    </>
  )
}
