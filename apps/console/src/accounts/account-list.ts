import type { AccountFilter, AccountList, AccountRow, SavedView } from '@fireball/core'
import { QUADRANTS } from '../account/skill-words.ts'
import type { AccountQuery } from '../api.ts'
import { LIVES, TYPES } from '../leads/lead-words.ts'

/** Rows on one page of the list. */
export const PAGE_SIZE = 50

/** The stages as they stand above the list, furthest first, with what they mean. */
export const STAGES = [
  {
    key: 'pql',
    label: 'PQL',
    meaning:
      'Product-qualified lead: the account reached first value and then showed intent or strong use, and is open: neither a customer nor lost. Talk to them.',
  },
  { key: 'first-value', label: 'First value', meaning: 'Got what the product promises at least once.' },
  { key: 'activating', label: 'Activating', meaning: 'Has done some steps of the checklist.' },
  { key: 'signed-up', label: 'Signed up', meaning: 'Has done no step of the checklist yet.' },
] as const

/** What the score says, which is about use and nothing else. */
export const ENGAGEMENT =
  'How much the account uses the product now, against the most engaged tenth of your accounts: 100 is as much as they do. It says nothing about ability: with few accounts, any use is 100.'

/** Rows whose name stands more than once on a page need something to be told apart by. */
export const ambiguousNames = (rows: readonly Pick<AccountRow, 'name'>[]): ReadonlySet<string> =>
  new Set(rows.map(({ name }) => name).filter((name, i, names) => names.indexOf(name) !== i))

/** What an account's people are able in: the first two skills, and how many more. */
export const ableIn = ({ skills = [] }: NonNullable<AccountRow['ability']>): string =>
  skills.length === 0
    ? ''
    : `${skills.slice(0, 2).join(', ')}${skills.length > 2 ? ` and ${skills.length - 2} more` : ''}`

/** The ways to order the list; the first is as usual. */
export const SORTS = [
  { key: '', label: 'Who needs a person first' },
  { key: 'chance', label: 'Chance to convert' },
  { key: 'value', label: 'Deal size' },
  { key: 'engagement', label: 'Engagement' },
] as const

/** What the list is narrowed to by what is due; `today` is due until the end of the reader’s day. */
export const TOUCHES = [
  { key: 'today', label: 'Due today' },
  { key: 'due', label: 'Due' },
  { key: 'held', label: 'Waits for attention' },
  { key: 'done', label: 'Touched, waiting for them' },
  { key: 'snoozed', label: 'Snoozed' },
  { key: 'disqualified', label: 'Disqualified' },
] as const

/** What the list is narrowed to; `''` is everything. */
interface Narrowing {
  readonly stage: string
  readonly quadrant: string
  readonly type: string
  readonly life: string
  readonly segment: string
  readonly touch: string
  readonly sort: string
  readonly q: string
}

/** What the list shows, as it stands in the address bar. */
export interface ListView extends Narrowing {
  readonly isOfOneHidden: boolean
  /** From 1. */
  readonly page: number
}

/** Everything, in the usual order. */
export const ALL: Narrowing = {
  stage: '',
  quadrant: '',
  type: '',
  life: '',
  segment: '',
  touch: '',
  sort: '',
  q: '',
}

const oneOf = (items: readonly { readonly key: string }[], given: string | undefined): string =>
  items.find(({ key }) => key === given)?.key ?? ''

/** Reads the view from the address bar's search part. */
export const viewOf = (search: Readonly<Record<string, string>>): ListView => ({
  stage: oneOf(STAGES, search.stage),
  quadrant: oneOf(QUADRANTS, search.quadrant),
  type: oneOf(TYPES, search.type),
  life: oneOf(LIVES, search.life),
  segment: search.segment ?? '', // which ones there are, the program alone knows
  touch: oneOf(TOUCHES, search.touch),
  sort: oneOf(SORTS, search.sort),
  q: search.q ?? '',
  isOfOneHidden: search.ofOne === 'hide',
  page: Math.max(1, Math.trunc(Number(search.page)) || 1),
})

const narrowingOf = (view: ListView): Record<string, string> => ({
  ...Object.fromEntries(
    Object.keys(ALL).flatMap(key => {
      const value = view[key as keyof Narrowing]
      return value === '' ? [] : [[key, value]]
    }),
  ),
  ...(view.isOfOneHidden ? { ofOne: 'hide' } : {}),
})

/** The view as it stands in the address bar; what is as usual is left out. */
export const searchOf = (view: ListView): Record<string, string> => ({
  ...narrowingOf(view),
  ...(view.page === 1 ? {} : { page: `${view.page}` }),
})

/** The last instant of the reader’s day. */
const endOfDay = (now: number): number => new Date(now).setHours(23, 59, 59, 999)

/** What a view is narrowed to and ordered by, as the collector is asked: for its rows, and for its file. */
export const filterOf = (view: ListView, now: number): AccountFilter => {
  const { touch, ...others } = narrowingOf(view)
  return touch === 'today'
    ? { ...others, touch: 'due', dueBy: `${endOfDay(now)}` }
    : { ...others, ...(touch === undefined ? {} : { touch }) }
}

/** What the collector is asked for a view. */
export const queryOf = (view: ListView, now: number): AccountQuery => ({
  ...filterOf(view, now),
  offset: (view.page - 1) * PAGE_SIZE,
  limit: PAGE_SIZE,
})

/** The saved view that is open, if one is: it is narrowed and ordered alike, on whatever page. */
export const openViewOf = (views: readonly SavedView[], view: ListView): SavedView | undefined => {
  const textOf = (one: ListView): string => JSON.stringify(searchOf({ ...one, page: 1 }))
  return views.find(one => textOf(viewOf(one.search)) === textOf(view))
}

/** How many of the picks beside the tabs and the search narrow the list. */
export const pickCount = ({ quadrant, type, life, segment, touch }: ListView): number =>
  [quadrant, type, life, segment, touch].filter(one => one !== '').length

/** The pages of a list: which rows are shown, and how many pages there are. */
export const pagesOf = ({ page }: ListView, total: number) => ({
  from: Math.min((page - 1) * PAGE_SIZE + 1, total),
  to: Math.min(page * PAGE_SIZE, total),
  count: Math.max(1, Math.ceil(total / PAGE_SIZE)),
})

/** How many accounts a tab holds under the picks; all of them under `''`, those of no tab too: won and lost ones. */
export const tabCount = (
  { stages, product, total }: Pick<AccountList, 'stages' | 'product' | 'total'>,
  stage: string,
  view: ListView,
): number => {
  if (stage !== '') return Object.entries(stages).find(([key]) => key === stage)?.[1] ?? 0
  const { quadrant, type, life } = view
  if (quadrant === '' && type === '' && life === '') return product.accounts
  const inTabs = Object.values(stages).reduce((sum, count) => sum + count, 0)
  return view.stage === '' ? Math.max(inTabs, total) : inTabs
}
