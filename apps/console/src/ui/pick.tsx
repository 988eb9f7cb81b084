import { useId } from 'preact/hooks'

interface PickProps {
  /** Read out; seen too when `isSeen`. */
  readonly label: string
  readonly value: string
  readonly options: readonly {
    readonly key: string
    readonly label: string
    readonly meaning?: string
  }[]
  readonly onPick: (key: string) => void
  readonly isSeen?: boolean
  readonly isDisabled?: boolean
}

/** One of several, from a menu of the browser's own. */
export const Pick = ({ label, value, options, onPick, isSeen = false, isDisabled }: PickProps) => {
  const id = useId()
  return (
    <span class={`pick ${value === '' ? '' : 'picked'}`}>
      <label for={id} class={isSeen ? 'pick-label' : 'hidden'}>
        {label}
      </label>
      <select
        id={id}
        value={value}
        disabled={isDisabled}
        onChange={event => onPick(event.currentTarget.value)}
      >
        {options.map(({ key, label: words, meaning }) => (
          <option key={key} value={key} selected={key === value} title={meaning}>
            {words}
          </option>
        ))}
      </select>
    </span>
  )
}
