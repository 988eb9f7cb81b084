import type { ChecklistView } from '@fireball/core'
import { Button } from './button.tsx'
import { Ring } from './ring.tsx'
import { Surface } from './surface.tsx'
import { ofTotal } from './words.ts'

interface LauncherProps {
  readonly view: ChecklistView
  readonly isOpen: boolean
  onToggle(): void
  /** It may be pressed next. */
  onNear(): void
}

/** The checklist put together: a small button in the corner with the progress, which opens the panel. */
export const Launcher = ({ view: { title, done, total }, isOpen, onToggle, onNear }: LauncherProps) => {
  const progress = ofTotal(done, total)
  return (
    <Surface name="launcher" role="region" label={title}>
      <Button
        look="launch"
        aria-label={`${title}: ${progress}`}
        aria-expanded={isOpen}
        onClick={onToggle}
        onPointerEnter={onNear}
        onFocus={onNear}
      >
        <Ring done={done} total={total} />
        <bdi>{progress}</bdi>
      </Button>
    </Surface>
  )
}
