import type { Subject } from '../identity.ts'
import type { JsonObject } from '../json.ts'
import { isObject } from '../json.ts'
import type { Row } from '../person.ts'

/** The subject of messages of which only the account is known, without that account’s id: evidence of it, and no user. */
export const MAILBOX = 'a:messages:'

/** Whether it stands for nobody. */
export const isMailbox = (subject: Subject): boolean => subject.startsWith(MAILBOX)

/** A document about an account, whose mailbox was counted as one of its users. */
export const withoutMailbox = (doc: JsonObject, rows: readonly Row[]): JsonObject => {
  const { account } = doc
  return isObject(account) && typeof account.users === 'number' && rows.some(row => isMailbox(row.user))
    ? { ...doc, account: { ...(account as JsonObject), users: account.users - 1 } }
    : doc
}
