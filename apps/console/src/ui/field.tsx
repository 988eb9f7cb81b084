import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

interface FieldProps {
  readonly label: string
  readonly hint?: ComponentChildren
  readonly error?: string | undefined
  readonly value: string
  readonly onInput: (value: string) => void
  readonly kind?: 'text' | 'number' | 'area' | 'email' | 'password'
  /** What a password manager may fill in. */
  readonly autocomplete?: 'username' | 'current-password' | 'new-password'
  readonly placeholder?: string
  readonly isDisabled?: boolean
  readonly isRequired?: boolean
  readonly rows?: number
  /** Offered while typing. */
  readonly suggestions?: readonly string[]
}

/** A labelled field; an error is tied to it and read out. */
export const Field = ({ label, hint, error, value, onInput, kind = 'text', ...rest }: FieldProps) => {
  const id = useId()
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ')
  const common = {
    id,
    value,
    placeholder: rest.placeholder,
    disabled: rest.isDisabled,
    required: rest.isRequired,
    'aria-invalid': error === undefined ? undefined : true,
    'aria-describedby': described === '' ? undefined : described,
  } as const
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {kind === 'area' ? (
        <textarea {...common} rows={rest.rows ?? 3} onInput={event => onInput(event.currentTarget.value)} />
      ) : kind === 'password' ? (
        <input
          {...common}
          type="password"
          autoComplete={rest.autocomplete}
          onInput={event => onInput(event.currentTarget.value)}
        />
      ) : (
        <input
          {...common}
          type={kind === 'email' ? 'email' : 'text'}
          autoComplete={rest.autocomplete}
          list={rest.suggestions === undefined ? undefined : `${id}-list`}
          inputMode={kind === 'number' ? 'numeric' : undefined}
          onInput={event => onInput(event.currentTarget.value)}
        />
      )}
      {rest.suggestions !== undefined && (
        <datalist id={`${id}-list`}>
          {rest.suggestions.map(one => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
      {error !== undefined && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
