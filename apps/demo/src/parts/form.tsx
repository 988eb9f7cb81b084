import type { ComponentChildren } from 'preact'
import type { AppState } from '../app-state.ts'
import type { Action } from '../shop/perform.ts'

/** The values of a form by field name, and the value of the button that sent it. */
export type Values = Readonly<Record<string, string>>

interface FormProps {
  /** Also how the presenter's player finds it. */
  readonly name: string
  readonly class?: string
  readonly children: ComponentChildren
  onSend(values: Values): void
}

/** A form that hands its fields over as plain text. */
export const Form = ({ name, class: look, children, onSend }: FormProps) => (
  <form
    data-form={name}
    class={look}
    onSubmit={event => {
      event.preventDefault()
      const data = new FormData(event.currentTarget, event.submitter)
      onSend(Object.fromEntries([...data].map(([key, value]) => [key, String(value)])))
    }}
  >
    {children}
  </form>
)

interface FieldProps {
  readonly label: string
  readonly hint?: string
  readonly children: ComponentChildren
}

/** A label with its control below. */
export const Field = ({ label, hint, children }: FieldProps) => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children.
  <label class="field">
    <span>{label}</span>
    {children}
    {hint && <small>{hint}</small>}
  </label>
)

interface ChoiceProps {
  readonly name: string
  readonly value?: string | undefined
  readonly options: readonly { readonly key: string; readonly name: string }[]
  onPick?: (key: string) => void
}

/** One of several, in a drop-down list. */
export const Select = ({ name, value, options, onPick }: ChoiceProps) => (
  <select name={name} value={value} onInput={event => onPick?.(event.currentTarget.value)}>
    {options.map(option => (
      <option key={option.key} value={option.key}>
        {option.name}
      </option>
    ))}
  </select>
)

/** What came of the last action, when it was one of these. */
export const Notice = ({ of, for: kinds }: { of: AppState['notice']; for: readonly Action['kind'][] }) =>
  of && kinds.includes(of.about) ? (
    <p class={`notice ${of.tone}`} role="status">
      {of.said}
    </p>
  ) : null
