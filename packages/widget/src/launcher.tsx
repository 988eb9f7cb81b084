import type { ChecklistView, WidgetState } from '@fireball/core'
import { Button } from './button.tsx'
import { progressOf } from './panel-words.ts'
import { Ring } from './ring.tsx'
import { Surface } from './surface.tsx'

interface LauncherProps {
  readonly view: ChecklistView
  readonly state: WidgetState
  readonly isOpen: boolean
  onToggle(): void
}

/** The checklist put together: a small button in the corner with the progress, which opens the panel. */
export const Launcher = ({ view: { title, done, total }, state, isOpen, onToggle }: LauncherProps) => {
  const progress = progressOf(done, total, state)
  return (
    <Surface name="launcher" role="region" label={title}>
      <Button look="launch" aria-label={`${title}: ${progress}`} aria-expanded={isOpen} onClick={onToggle}>
        <Ring done={done} total={total} />
        <bdi>{progress}</bdi>
      </Button>
    </Surface>
  )
}
