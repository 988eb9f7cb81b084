import type { AccountList, AccountRow } from '@fireball/core'
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
      'Product-qualified lead: the account reached first value and then showed intent or strong use. Talk to them.',
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

/** What the list is narrowed to; `''` is everything. */
interface Narrowing {
  readonly stage: string
  readonly quadrant: string
  readonly type: string
  readonly life: string
  readonly segment: string
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

/** What the collector is asked for a view. */
export const queryOf = (view: ListView): AccountQuery => ({
  ...narrowingOf(view),
  offset: (view.page - 1) * PAGE_SIZE,
  limit: PAGE_SIZE,
})

/** How many of the picks beside the tabs and the search narrow the list. */
export const pickCount = ({ quadrant, type, life, segment }: ListView): number =>
  [quadrant, type, life, segment].filter(one => one !== '').length

/** The pages of a list: which rows are shown, and how many pages there are. */
export const pagesOf = ({ page }: ListView, total: number) => ({
  from: Math.min((page - 1) * PAGE_SIZE + 1, total),
  to: Math.min(page * PAGE_SIZE, total),
  count: Math.max(1, Math.ceil(total / PAGE_SIZE)),
})

/** How many accounts a tab holds; all of them under `''`. */
export const tabCount = ({ stages }: AccountList, stage: string): number =>
  stage === ''
    ? Object.values(stages).reduce((sum, count) => sum + count, 0)
    : (Object.entries(stages).find(([key]) => key === stage)?.[1] ?? 0)
