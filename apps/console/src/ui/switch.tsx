interface SwitchProps {
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
  readonly label: string
  readonly isDisabled?: boolean
}

/** On or off, with its words beside it. */
export const Switch = ({ isOn, onChange, label, isDisabled }: SwitchProps) => (
  <button
    type="button"
    role="switch"
    class="switch"
    aria-checked={isOn}
    disabled={isDisabled}
    onClick={() => onChange(!isOn)}
  >
    <span class="track">
      <i />
    </span>
    {label}
  </button>
)
