import type { AccountList, AccountRow } from '@fireball/core'
import { QUADRANTS } from '../account/skill-words.ts'
import type { AccountQuery } from '../api.ts'

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

/** What the list shows, as it stands in the address bar. */
export interface ListView {
  readonly stage: string
  readonly quadrant: string
  readonly q: string
  readonly isOfOneHidden: boolean
  /** From 1. */
  readonly page: number
}

/** Reads the view from the address bar's search part. */
export const viewOf = (search: Readonly<Record<string, string>>): ListView => ({
  stage: STAGES.some(({ key }) => key === search.stage) ? (search.stage ?? '') : '',
  quadrant: QUADRANTS.some(({ key }) => key === search.quadrant) ? (search.quadrant ?? '') : '',
  q: search.q ?? '',
  isOfOneHidden: search.ofOne === 'hide',
  page: Math.max(1, Math.trunc(Number(search.page)) || 1),
})

/** The view as it stands in the address bar; what is as usual is left out. */
export const searchOf = ({ stage, quadrant, q, isOfOneHidden, page }: ListView): Record<string, string> => ({
  ...(stage === '' ? {} : { stage }),
  ...(quadrant === '' ? {} : { quadrant }),
  ...(q === '' ? {} : { q }),
  ...(isOfOneHidden ? { ofOne: 'hide' } : {}),
  ...(page === 1 ? {} : { page: `${page}` }),
})

/** What the collector is asked for a view. */
export const queryOf = ({ stage, quadrant, q, isOfOneHidden, page }: ListView): AccountQuery => ({
  ...(stage === '' ? {} : { stage }),
  ...(quadrant === '' ? {} : { quadrant }),
  ...(q === '' ? {} : { q }),
  ...(isOfOneHidden ? { ofOne: 'hide' } : {}),
  offset: (page - 1) * PAGE_SIZE,
  limit: PAGE_SIZE,
})

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
