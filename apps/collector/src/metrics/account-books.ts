import type { DayRange } from './range.ts'
import type { Readers } from './readers.ts'
import type { MergedRow } from './scan.ts'

/** What is noted of one account. Instants in epoch ms; null when it never happened. */
export interface AccountBook {
  /** Day on which it began: signed up, or used the product; infinite while it did neither. */
  firstDay: number
  firstPaidAt: number | null
  /** Of before the range: the last payment and the last cancellation. */
  paidBefore: number | null
  cancelledBefore: number | null
  /** Of within it. */
  paidAt: number | null
  cancelledAt: number | null
  transactions: number
  amount: number
}

/** What the accounts of one part of a population add up to; sums of parts are the whole. */
export interface AccountFigures {
  readonly accounts: number
  /** Customers at the beginning of the range or since, and of them those that had gone by its end. */
  readonly customers: number
  readonly cancelled: number
  /** Accounts that paid within the range, how often, and how much. */
  readonly payers: number
  readonly transactions: number
  readonly revenue: number
}

const latest = (a: number | null, b: number): number => (a === null || b > a ? b : a)
const earliest = (a: number | null, b: number): number => (a === null || b < a ? b : a)

/** Notes what each account paid and cancelled, and since when it is known. */
export const createAccountBooks = ({ from, to }: DayRange, readers: Readers) => {
  const books = new Map<string, AccountBook>()

  const bookOf = (account: string): AccountBook => {
    let book = books.get(account)
    if (book === undefined) {
      book = {
        firstDay: Number.POSITIVE_INFINITY,
        firstPaidAt: null,
        paidBefore: null,
        cancelledBefore: null,
        paidAt: null,
        cancelledAt: null,
        transactions: 0,
        amount: 0,
      }
      books.set(account, book)
    }
    return book
  }

  return {
    size: (): number => books.size,
    get: (account: string): AccountBook | undefined => books.get(account),
    entries: (): IterableIterator<[string, AccountBook]> => books.entries(),
    add: ({ account, signal, day, readings, amount, first, last }: MergedRow): void => {
      if (day > to) return
      const book = bookOf(account)
      if (readers.start.has(signal)) book.firstDay = Math.min(book.firstDay, day)
      const isWithin = day >= from
      if (readers.conversion.has(signal)) {
        book.firstPaidAt = earliest(book.firstPaidAt, first)
        if (isWithin) book.paidAt = latest(book.paidAt, last)
        else book.paidBefore = latest(book.paidBefore, last)
      }
      const scale = readers.payment.get(signal)
      if (scale !== undefined && isWithin) {
        book.transactions += readings
        book.amount += amount / scale
      }
      if (!readers.cancellation.has(signal)) return
      if (isWithin) book.cancelledAt = latest(book.cancelledAt, last)
      else book.cancelledBefore = latest(book.cancelledBefore, last)
    },
    figures: (): AccountFigures => {
      let [accounts, customers, cancelled, payers, transactions, revenue] = [0, 0, 0, 0, 0, 0]
      for (const [account, book] of books) {
        // A visitor of whom nobody knows who it is is no account, here as in the list.
        if (Number.isFinite(book.firstDay) && !account.startsWith('a:')) accounts++
        const wasCustomer = book.paidBefore !== null && book.paidBefore > (book.cancelledBefore ?? -Infinity)
        if (wasCustomer || book.paidAt !== null) {
          customers++
          if (book.cancelledAt !== null && book.cancelledAt >= (book.paidAt ?? -Infinity)) cancelled++
        }
        if (book.transactions > 0) payers++
        transactions += book.transactions
        revenue += book.amount
      }
      return { accounts, customers, cancelled, payers, transactions, revenue }
    },
  }
}

/** What `createAccountBooks` gives. */
export type AccountBooks = ReturnType<typeof createAccountBooks>

/** Figures of two parts without an account in common, as one. */
export const addAccountFigures = (a: AccountFigures, b: AccountFigures): AccountFigures => ({
  accounts: a.accounts + b.accounts,
  customers: a.customers + b.customers,
  cancelled: a.cancelled + b.cancelled,
  payers: a.payers + b.payers,
  transactions: a.transactions + b.transactions,
  revenue: a.revenue + b.revenue,
})
