import { useState } from 'preact/hooks'
import { Button } from '../ui/button.tsx'
import { useDraftFields } from './draft-fields.ts'
import { newMessage, SURFACES } from './message-draft.ts'
import { KINDS } from './prompt-items.ts'

interface MessageAddProps {
  /** Is told the key of what was added. */
  readonly onAdded: (key: string) => void
}

/** Adds a message to the draft, switched off until it is ready. */
export const MessageAdd = ({ onAdded }: MessageAddProps) => {
  const { read, edit, canEdit } = useDraftFields()
  const [isOpen, setOpen] = useState(false)
  if (!canEdit) return null
  if (!isOpen)
    return (
      <div class="actions">
        <Button look="primary" onClick={() => setOpen(true)}>
          Add a message
        </Button>
      </div>
    )
  const list = read('messages')
  return (
    <section class="card" aria-labelledby="add-message">
      <div class="prompt-head">
        <h2 id="add-message" class="grow">
          What should it be?
        </h2>
        <Button look="quiet" onClick={() => setOpen(false)}>
          Cancel
        </Button>
      </div>
      <ul class="surfaces">
        {SURFACES.map(surface => (
          <li key={surface}>
            <button
              type="button"
              onClick={() => {
                const made = newMessage(surface, read())
                edit(['messages'], [...(Array.isArray(list) ? list : []), made])
                setOpen(false)
                onAdded(String(made.key))
              }}
            >
              <strong>{KINDS[surface].label}</strong>
              <span>{KINDS[surface].meaning}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
