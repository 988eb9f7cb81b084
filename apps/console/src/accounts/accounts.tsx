import type { AccountList, AccountRow } from '@fireball/core'
import { useEffect, useState } from 'preact/hooks'
import { QUADRANTS } from '../account/skill-words.ts'
import { QuadrantMark } from '../account/state-mark.tsx'
import { useDesk } from '../desk.ts'
import { countText, numberText, percentText } from '../number.ts'
import { sinceText } from '../time.ts'
import { Await } from '../ui/await.tsx'
import { StageBadge } from '../ui/badge.tsx'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { Meter } from '../ui/meter.tsx'
import { RoomHead } from '../ui/room-head.tsx'
import { Switch } from '../ui/switch.tsx'
import { Term } from '../ui/term.tsx'
import { When } from '../ui/when.tsx'
import { useRemote } from '../use-remote.ts'
import {
  ableIn,
  ambiguousNames,
  ENGAGEMENT,
  type ListView,
  pagesOf,
  queryOf,
  STAGES,
  searchOf,
  tabCount,
  viewOf,
} from './account-list.ts'

const TYPING_MS = 250
const REFRESH_MS = 10_000

/** The accounts of a project, those to talk to first. */
export const Accounts = ({ search }: { readonly search: Readonly<Record<string, string>> }) => {
  const { api, place, links } = useDesk()
  const view = viewOf(search)
  const key = JSON.stringify(queryOf(view))
  const { state, reload } = useRemote(
    () => api.accounts(queryOf(view)),
    [api, key],
    () => REFRESH_MS,
  )
  const [last, setLast] = useState<AccountList | undefined>(undefined)
  useEffect(() => {
    if (state.kind === 'ready') setLast(state.value)
  }, [state])
  const show = (change: Partial<ListView>): void => {
    const next = searchOf({ ...view, page: 1, ...change })
    place.open(links.accounts(next), change.q !== undefined)
  }
  // The list before stands until the next is here: nothing jumps while one types.
  const shown = state.kind === 'loading' && last !== undefined ? { ...state, value: last } : state
  return (
    <>
      <RoomHead title="Accounts" lead="Ranked: who needs a person first, then by engagement." />
      <Await state={shown} what="the accounts" onRetry={reload}>
        {value => (
          <>
            <Summary list={value} />
            <Filters list={value} view={view} show={show} />
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

const Summary = ({ list }: { readonly list: AccountList }) => {
  const { product } = list
  return (
    <dl class="figures">
      <div>
        <dt>
          <Term meaning="How far along the accounts are in your first checklist, on average over all of them.">
            Activation
          </Term>
        </dt>
        <dd>{percentText(product.rate)}</dd>
      </div>
      <div>
        <dt>
          <Term meaning="Accounts that did every step marked as first value: they got what the product promises.">
            Reached first value
          </Term>
        </dt>
        <dd>{percentText(product.firstValue)}</dd>
      </div>
      <div>
        <dt>All steps done</dt>
        <dd>{percentText(product.complete)}</dd>
      </div>
      <div>
        <dt>
          <Term meaning="PQL, product-qualified lead: an account that reached first value and then showed intent or strong use. The ones to talk to.">
            PQLs
          </Term>
        </dt>
        <dd>{numberText(list.stages.pql)}</dd>
      </div>
      <div>
        <dt>Accounts</dt>
        <dd>{numberText(product.accounts)}</dd>
      </div>
    </dl>
  )
}

interface FiltersProps {
  readonly list: AccountList
  readonly view: ListView
  readonly show: (change: Partial<ListView>) => void
}

const Filters = ({ list, view, show }: FiltersProps) => {
  const { links } = useDesk()
  const [typed, setTyped] = useState(view.q)
  useEffect(() => {
    if (typed === view.q) return
    const timer = setTimeout(() => show({ q: typed }), TYPING_MS)
    return () => clearTimeout(timer)
  }, [typed])
  const tabs = [{ key: '', label: 'All', meaning: '' }, ...STAGES]
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
            {label} <span class="count">{numberText(tabCount(list, key))}</span>
          </a>
        ))}
      </nav>
      <div class="filter-row">
        <label class="search">
          <Icon name="search" />
          <span class="hidden">Search accounts</span>
          <input
            type="search"
            placeholder="Search by name or id"
            value={typed}
            onInput={event => setTyped(event.currentTarget.value)}
          />
        </label>
        <label class="pick">
          <span class="hidden">Ability and activity</span>
          <select value={view.quadrant} onChange={event => show({ quadrant: event.currentTarget.value })}>
            <option value="" selected={view.quadrant === ''}>
              Any ability and activity
            </option>
            {QUADRANTS.map(({ key, label, meaning }) => (
              <option key={key} value={key} selected={key === view.quadrant} title={meaning}>
                {label} ({numberText(list.quadrants[key])})
              </option>
            ))}
          </select>
        </label>
        {(list.ofOne > 0 || view.isOfOneHidden) && (
          <Switch
            label={`Show accounts of one (${numberText(list.ofOne)})`}
            isOn={!view.isOfOneHidden}
            onChange={isOn => show({ isOfOneHidden: !isOn })}
          />
        )}
      </div>
    </div>
  )
}

const Nothing = ({ list, view, show }: FiltersProps) => {
  const { links } = useDesk()
  const isNarrowed =
    view.stage !== '' || view.quadrant !== '' || view.q !== '' || (view.isOfOneHidden && list.ofOne > 0)
  if (isNarrowed)
    return (
      <Empty title={view.q === '' ? 'No account stands here now' : `Nothing fits “${view.q}”`}>
        <button
          type="button"
          class="button plain"
          onClick={() => show({ stage: '', quadrant: '', q: '', isOfOneHidden: false })}
        >
          Show all accounts
        </button>
      </Empty>
    )
  return (
    <Empty title="No accounts yet">
      <p>As soon as your app sends its first events, the accounts behind them appear here, ranked.</p>
      <a class="button primary" href={links.connect()}>
        Connect your app
      </a>
    </Empty>
  )
}

const Table = ({ list, isOld }: { readonly list: AccountList; readonly isOld: boolean }) => {
  const twice = ambiguousNames(list.accounts)
  return (
    <table class={`accounts ${isOld ? 'old' : ''}`} aria-busy={isOld}>
      <thead>
        <tr>
          <th scope="col">Account</th>
          <th scope="col">Why, and what to do</th>
          <th scope="col">Activation</th>
          <th scope="col">
            <Term meaning="Users who are able, of those who were seen: likely to succeed on their own in a context not met before, in at least as many skills as the program asks for.">
              Ability
            </Term>
          </th>
          <th scope="col" class="number">
            <Term meaning={ENGAGEMENT}>Engagement</Term>
          </th>
          <th scope="col" class="number">
            Users
          </th>
          <th scope="col" class="number">
            Last active
          </th>
        </tr>
      </thead>
      <tbody>
        {list.accounts.map(row => (
          <Row key={row.akey} row={row} isAmbiguous={twice.has(row.name)} />
        ))}
      </tbody>
    </table>
  )
}

interface RowProps {
  readonly row: AccountRow
  /** Another row has the same name. */
  readonly isAmbiguous: boolean
}

const Row = ({ row, isAmbiguous }: RowProps) => {
  const { links, now } = useDesk()
  return (
    <tr>
      <th scope="row">
        <a class="account-link" href={links.account(row.akey)}>
          <bdi>{row.name}</bdi>
        </a>
        {isAmbiguous && <bdi class="muted small below row-id">{row.akey.slice(2)}</bdi>}
        <span class="row-marks">
          <StageBadge stage={row.stage} />
          {row.isOfOne && (
            <span class="muted small" title="This user was never seen in a group() call.">
              no account seen
            </span>
          )}
        </span>
      </th>
      <td class="why">
        <bdi class="reason">{row.reason}</bdi>
        <span class={`action ${row.urgency > 0 ? 'urgent' : ''}`}>
          {row.urgency > 0 && <Icon name="arrow" />}
          <bdi>{row.action}</bdi>
        </span>
      </td>
      <td class="activation">
        <Meter value={row.activation} label={`Activation of ${row.name}`} />
      </td>
      <td class="ability">
        {row.ability !== null && (
          <>
            <QuadrantMark quadrant={row.ability.quadrant} />
            <span class="muted small below">
              {numberText(row.ability.able)} of {countText(row.ability.users, 'user')} able
              {row.ability.able > 0 && ableIn(row.ability) !== '' && `: ${ableIn(row.ability)}`}
            </span>
          </>
        )}
      </td>
      <td class="number engagement">
        <span class="cell-label">Engagement </span>
        {Math.round(row.engagement)}
      </td>
      <td class="number users">
        {numberText(row.users)}
        <span class="cell-label"> {row.users === 1 ? 'user' : 'users'}</span>
      </td>
      <td class="number last">
        <When at={row.lastActiveAt} now={now()} />
      </td>
    </tr>
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
