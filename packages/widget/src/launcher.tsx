import type { ChecklistView } from '@fireball/core'
import { Button } from './button.tsx'
import { Ring } from './ring.tsx'
import { Surface } from './surface.tsx'

interface LauncherProps {
  readonly view: ChecklistView
  /** How far along, in words. */
  readonly progress: string
  /** Answers that have not been looked at, in words. */
  readonly news?: string | undefined
  readonly isOpen: boolean
  onToggle(): void
}

/** The checklist put together: a small button in the corner with the progress, which opens the panel. */
export const Launcher = ({
  view: { title, done, total },
  progress,
  news,
  isOpen,
  onToggle,
}: LauncherProps) => (
  <Surface name="launcher" role="region" label={title}>
    <Button look="launch" aria-expanded={isOpen} onClick={onToggle}>
      <Ring done={done} total={total} />
      <span class="name">{title}:</span>{' '}
      <bdi>
        {progress}
        {news && ','}
      </bdi>
      {news && <bdi> {news}</bdi>}
    </Button>
  </Surface>
)
