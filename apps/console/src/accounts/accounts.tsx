import type { AccountList } from '@fireball/core'
import { useEffect, useState } from 'preact/hooks'
import { useDesk } from '../desk.ts'
import { countText, numberText } from '../number.ts'
import { SimulationOffer } from '../simulation/simulation-offer.tsx'
import { sinceText } from '../time.ts'
import { Await } from '../ui/await.tsx'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { RoomHead } from '../ui/room-head.tsx'
import { Term } from '../ui/term.tsx'
import { useRemote } from '../use-remote.ts'
import {
  ALL,
  ambiguousNames,
  ENGAGEMENT,
  filterOf,
  type ListView,
  pagesOf,
  pickCount,
  queryOf,
  searchOf,
  viewOf,
} from './account-list.ts'
import { Row } from './account-row.tsx'
import { Filters, type FiltersProps } from './filters.tsx'

/** While accounts are being worked out, they come in as one looks. */
const REFRESH_MS = { busy: 3000, rest: 10_000 } as const

const FORMATS = [
  { key: 'csv', label: 'CSV' },
  { key: 'ndjson', label: 'NDJSON' },
] as const

/** The accounts of a project, those to talk to first. */
export const Accounts = ({ search }: { readonly search: Readonly<Record<string, string>> }) => {
  const { api, place, links, now } = useDesk()
  const view = viewOf(search)
  const key = JSON.stringify(queryOf(view, now()))
  const { state, reload } = useRemote(
    () => api.accounts(queryOf(view, now())),
    [api, key],
    value => ((value?.pending ?? 0) > 0 ? REFRESH_MS.busy : REFRESH_MS.rest),
  )
  const [last, setLast] = useState<AccountList | undefined>(undefined)
  useEffect(() => {
    if (state.kind === 'ready') setLast(state.value)
  }, [state])
  const show = (change: Partial<ListView>): void => {
    // As it stands in the address bar: what is drawn may be a moment behind, and a pick must not undo the one before.
    const here = place.get()
    const current = here?.route === 'accounts' ? viewOf(here.search) : view
    const next = searchOf({ ...current, page: 1, ...change })
    place.open(links.accounts(next), change.q !== undefined)
  }
  // The list before stands until the next is here: nothing jumps while one types.
  const shown = state.kind === 'loading' && last !== undefined ? { ...state, value: last } : state
  // There is no file of nothing to be had.
  const isBare = shown.value !== undefined && shown.value.total === 0 && !isNarrowed(shown.value, view)
  return (
    <>
      <RoomHead title="Accounts" lead="Who is ready, why, and what to do: those who need a person first.">
        {!isBare && (
          <span class="export">
            <Icon name="download" />
            <span class="muted">Export this list</span>
            {FORMATS.map(({ key: format, label }) => (
              <a
                key={format}
                class="button plain"
                href={api.exportPath({ ...filterOf(view, now()), format })}
                aria-label={`Export this list as ${label}`}
                download
              >
                {label}
              </a>
            ))}
          </span>
        )}
      </RoomHead>
      <Await state={shown} what="the accounts" onRetry={reload}>
        {value => (
          <>
            {(isNarrowed(value, view) || value.product.accounts + value.ofOne > 0) && (
              <Filters list={value} view={view} show={show} />
            )}
            <Held list={value} view={view} show={show} />
            {value.accounts.length === 0 ? (
              <Nothing list={value} view={view} show={show} />
            ) : (
              <Table list={value} isOld={state.kind === 'loading'} />
            )}
            <Pages list={value} view={view} />
          </>
        )}
      </Await>
    </>
  )
}

/** Qualified ones that are not due, as prompts spent the attention of their week: they are not to be overlooked. */
const Held = ({ list: { heldPqls = 0 }, view, show }: FiltersProps) =>
  heldPqls === 0 || view.touch === 'held' ? null : (
    <p class="held-line">
      <Icon name="hold" />
      <span>
        {countText(heldPqls, 'qualified account')} {heldPqls === 1 ? 'waits' : 'wait'}: prompts spent this
        week’s attention.
      </span>
      <button
        type="button"
        class="button quiet"
        onClick={() => show({ ...ALL, stage: 'pql', touch: 'held' })}
      >
        Show {heldPqls === 1 ? 'it' : 'them'}
      </button>
    </p>
  )

const isNarrowed = (list: AccountList, view: ListView): boolean =>
  view.stage !== '' || view.q !== '' || pickCount(view) > 0 || (view.isOfOneHidden && list.ofOne > 0)

const Nothing = ({ list, view, show }: FiltersProps) => {
  const { links, project } = useDesk()
  if (isNarrowed(list, view))
    return (
      <Empty title={view.q === '' ? 'No account stands here now' : `Nothing fits “${view.q}”`}>
        <button type="button" class="button plain" onClick={() => show({ ...ALL, isOfOneHidden: false })}>
          Show all accounts
        </button>
      </Empty>
    )
  if (project.isSimulated)
    return (
      <Empty title="Nobody is in here yet">
        <p>The bar above fills it, and says how far that is.</p>
      </Empty>
    )
  return (
    <Empty title="No accounts yet">
      <p>As soon as your app sends its first events, the accounts behind them appear here, ranked.</p>
      <a class="button primary" href={links.connect()}>
        Connect your app
      </a>
      <SimulationOffer />
    </Empty>
  )
}

const Table = ({ list, isOld }: { readonly list: AccountList; readonly isOld: boolean }) => {
  const twice = ambiguousNames(list.accounts)
  const segments = new Map(list.segments.map(({ key, name }) => [key, name]))
  return (
    <table class={`accounts ${isOld ? 'old' : ''}`} aria-busy={isOld}>
      <thead>
        <tr>
          <th scope="col">Account</th>
          <th scope="col">What to do, and why</th>
          <th scope="col">
            <Term meaning="How likely it is to convert within the horizon: learned from your own outcomes, or by the odds of its type until there are enough of them.">
              Chance
            </Term>
          </th>
          <th scope="col">
            <Term meaning="Which of the seven leads it resembles, named only where that was observed, and where its people stand between ability and activity.">
              Type and ability
            </Term>
          </th>
          <th scope="col">
            <Term meaning={ENGAGEMENT}>Engagement</Term>
          </th>
          <th scope="col" class="number">
            Deal
          </th>
        </tr>
      </thead>
      <tbody>
        {list.accounts.map(row => (
          <Row key={row.akey} row={row} isAmbiguous={twice.has(row.name)} segments={segments} />
        ))}
      </tbody>
    </table>
  )
}

const Pages = ({ list, view }: { readonly list: AccountList; readonly view: ListView }) => {
  const { links, now } = useDesk()
  const { from, to, count } = pagesOf(view, list.total)
  const pathOf = (page: number) => links.accounts(searchOf({ ...view, page }))
  return (
    <footer class="pages">
      <p class="muted small">
        {list.computedAt !== null && <>Computed {sinceText(list.computedAt, now())}. </>}
        {list.pending > 0 && (
          <span class="pending">{countText(list.pending, 'account')} still being worked out.</span>
        )}
      </p>
      {list.total > 0 && (
        <nav aria-label="Pages">
          <span class="muted small">
            {numberText(from)}–{numberText(to)} of {numberText(list.total)}
          </span>
          {view.page > 1 && (
            <a class="button plain" href={pathOf(view.page - 1)} rel="prev">
              <Icon name="left" /> Back
            </a>
          )}
          {view.page < count && (
            <a class="button plain" href={pathOf(view.page + 1)} rel="next">
              Next <Icon name="right" />
            </a>
          )}
        </nav>
      )}
    </footer>
  )
}
