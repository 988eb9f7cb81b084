import { Button } from '../ui/button.tsx'

interface ItemBarProps {
  readonly name: string
  readonly at: number
  readonly of: number
  readonly onMove: (by: -1 | 1) => void
  readonly onRemove: () => void
  /** The fewest that there must be. */
  readonly least?: number
}

/** What can be done with one item of a list: its place, and out with it. */
export const ItemBar = ({ name, at, of, onMove, onRemove, least = 1 }: ItemBarProps) => (
  <div class="item-bar">
    <strong class="grow">{name}</strong>
    <Button look="quiet" label={`Move ${name} up`} isDisabled={at === 0} onClick={() => onMove(-1)}>
      Up
    </Button>
    <Button look="quiet" label={`Move ${name} down`} isDisabled={at === of - 1} onClick={() => onMove(1)}>
      Down
    </Button>
    <Button look="quiet" label={`Remove ${name}`} isDisabled={of <= least} onClick={onRemove}>
      Remove
    </Button>
  </div>
)
