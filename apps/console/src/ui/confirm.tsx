import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Button } from './button.tsx'

interface ConfirmProps {
  readonly title: string
  readonly action: string
  readonly onConfirm: () => void
  readonly onCancel: () => void
  readonly children: ComponentChildren
}

/** Asks before something that is hard to take back; the browser keeps the focus inside. */
export const Confirm = ({ title, action, onConfirm, onCancel, children }: ConfirmProps) => {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-label={title}
      onCancel={event => {
        event.preventDefault()
        onCancel()
      }}
    >
      <h2>{title}</h2>
      {children}
      <div class="actions">
        <Button onClick={onCancel}>Cancel</Button>
        <Button look="primary" onClick={onConfirm}>
          {action}
        </Button>
      </div>
    </dialog>
  )
}
