import type { AccountList } from '@fireball/core'
import { useEffect, useState } from 'preact/hooks'
import { QUADRANTS } from '../account/skill-words.ts'
import { useDesk } from '../desk.ts'
import { LIVES, TYPES } from '../leads/lead-words.ts'
import { numberText } from '../number.ts'
import { Icon } from '../ui/icon.tsx'
import { Pick } from '../ui/pick.tsx'
import { Switch } from '../ui/switch.tsx'
import { type ListView, pickCount, SORTS, STAGES, searchOf, TOUCHES, tabCount } from './account-list.ts'
import { SavedViews } from './saved-views.tsx'

const TYPING_MS = 250

/** What the filters of the list are given. */
export interface FiltersProps {
  readonly list: AccountList
  readonly view: ListView
  readonly show: (change: Partial<ListView>) => void
}

type Counts = Readonly<Partial<Record<string, number>>>

const counted = (
  items: readonly { readonly key: string; readonly label: string; readonly meaning?: string }[],
  counts: Counts,
) =>
  items.map(({ key, label, ...rest }) => ({
    key,
    label: `${label} (${numberText(counts[key] ?? 0)})`,
    ...(rest.meaning === undefined ? {} : { meaning: rest.meaning }),
  }))

/** How many are due today depends on the reader’s day, and is not counted. */
const countedTouches = (counts: Counts) => [
  ...TOUCHES.filter(({ key }) => key === 'today'),
  ...counted(
    TOUCHES.filter(({ key }) => key !== 'today'),
    counts,
  ),
]

/** Narrows and orders the list; all of it is kept in the address bar. */
export const Filters = ({ list, view, show }: FiltersProps) => {
  const { links } = useDesk()
  const [typed, setTyped] = useState(view.q)
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    if (typed === view.q) return
    const timer = setTimeout(() => show({ q: typed }), TYPING_MS)
    return () => clearTimeout(timer)
  }, [typed])
  const tabs = [{ key: '', label: 'All', meaning: '' }, ...STAGES]
  const segments = list.segments.map(({ key, name }) => ({ key, label: name }))
  const inSegments = Object.fromEntries(list.segments.map(({ key, accounts }) => [key, accounts]))
  return (
    <div class="filters">
      <nav class="tabs" aria-label="Stages">
        {tabs.map(({ key, label, meaning }) => (
          <a
            key={key}
            href={links.accounts(searchOf({ ...view, stage: key, page: 1 }))}
            aria-current={view.stage === key ? 'page' : undefined}
            title={meaning}
          >
            {label} <span class="count">{numberText(tabCount(list, key, view))}</span>
          </a>
        ))}
      </nav>
      <div class="filter-row">
        <label class="search">
          <Icon name="search" />
          <span class="hidden">Search accounts</span>
          <input
            type="search"
            placeholder="Search account or champion"
            value={typed}
            onInput={event => setTyped(event.currentTarget.value)}
          />
        </label>
        <Pick label="Order by" isSeen value={view.sort} options={SORTS} onPick={sort => show({ sort })} />
        <button
          type="button"
          class="button plain filters-toggle"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          Filters{pickCount(view) > 0 && ` (${pickCount(view)})`}
        </button>
        {(list.ofOne > 0 || view.isOfOneHidden) && (
          <Switch
            label={`Show accounts of one (${numberText(list.ofOne)})`}
            isOn={!view.isOfOneHidden}
            onChange={isOn => show({ isOfOneHidden: !isOn })}
          />
        )}
      </div>
      <div class={`filter-row picks ${isOpen ? 'is-open' : ''}`}>
        <Pick
          label="What is due"
          value={view.touch}
          options={[{ key: '', label: 'Due or not' }, ...countedTouches(list.touches ?? {})]}
          onPick={touch => show({ touch })}
        />
        <Pick
          label="Type"
          value={view.type}
          options={[{ key: '', label: 'Any type' }, ...counted(TYPES, list.types)]}
          onPick={type => show({ type })}
        />
        <Pick
          label="Life"
          value={view.life}
          options={[{ key: '', label: 'Any point of life' }, ...counted(LIVES, list.lives)]}
          onPick={life => show({ life })}
        />
        {(segments.length > 0 || view.segment !== '') && (
          <Pick
            label="Segment"
            value={view.segment}
            options={[{ key: '', label: 'Any segment' }, ...counted(segments, inSegments)]}
            onPick={segment => show({ segment })}
          />
        )}
        <Pick
          label="Ability and activity"
          value={view.quadrant}
          options={[{ key: '', label: 'Any ability and activity' }, ...counted(QUADRANTS, list.quadrants)]}
          onPick={quadrant => show({ quadrant })}
        />
        {pickCount(view) > 0 && (
          <button
            type="button"
            class="button quiet"
            onClick={() => show({ quadrant: '', type: '', life: '', segment: '', touch: '' })}
          >
            <Icon name="cross" /> Clear
          </button>
        )}
        <SavedViews view={view} />
      </div>
    </div>
  )
}
