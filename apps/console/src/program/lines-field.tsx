import { useState } from 'preact/hooks'
import { Field } from '../ui/field.tsx'

interface LinesFieldProps {
  readonly label: string
  readonly hint: string
  readonly error: string | undefined
  readonly value: unknown
  readonly isDisabled: boolean
  /** `undefined` once no line is left. */
  readonly onChange: (lines: readonly string[] | undefined) => void
}

const linesIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter(one => typeof one === 'string') : []

/** A list of short texts, one a line; what is being typed stays as it is typed. */
export const LinesField = ({ value, onChange, ...rest }: LinesFieldProps) => {
  const [typed, setTyped] = useState(linesIn(value).join('\n'))
  const said = typed.split('\n').flatMap(line => line.trim() || [])
  // Changed elsewhere, as by “Discard”, it is shown as it is now.
  const shown = said.join('\n') === linesIn(value).join('\n') ? typed : linesIn(value).join('\n')
  return (
    <Field
      {...rest}
      kind="area"
      rows={2}
      value={shown}
      onInput={text => {
        setTyped(text)
        const lines = text.split('\n').flatMap(line => line.trim() || [])
        onChange(lines.length === 0 ? undefined : lines)
      }}
    />
  )
}
