import { useEffect, useState } from 'preact/hooks'
import { Button } from './button.tsx'

interface ToastProps {
  /** What was done. */
  readonly say: string
  readonly action: string
  readonly isBusy?: boolean
  readonly onAction: () => void
  /** It has been there long enough, or was closed. */
  readonly onGone: () => void
}

/** Long enough to be read and reached by keyboard; while the pointer or the focus is on it, it stays. */
const STAYS_MS = 12_000

/** Something was done, and can be undone: at the lower edge, for a while. */
export const Toast = ({ say, action, isBusy = false, onAction, onGone }: ToastProps) => {
  const [isHeld, setHeld] = useState(false)
  useEffect(() => {
    if (isHeld || isBusy) return
    const timer = setTimeout(onGone, STAYS_MS)
    return () => clearTimeout(timer)
  }, [isHeld, isBusy, say])
  return (
    <div
      class="toast"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocusIn={() => setHeld(true)}
      onFocusOut={() => setHeld(false)}
    >
      <span role="status">{say}</span>
      <Button look="quiet" isBusy={isBusy} onClick={onAction}>
        {action}
      </Button>
      <Button look="quiet" icon="cross" label="Close" onClick={onGone}>
        <span class="hidden">Close</span>
      </Button>
    </div>
  )
}
