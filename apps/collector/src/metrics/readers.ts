import { type CompiledSignal, RESERVED, type Signal } from '@fireball/core'
import type { LiveProgram } from '../program-store.ts'

type Meaning = NonNullable<Signal['means']>[number]

/** What rows of evidence say to product figures, by the hash of their signal. */
export interface Readers {
  /** Use of the product: what Fireball itself showed or sent, and what billing tells, is none. */
  readonly use: ReadonlySet<string>
  /** Use, or signing up. */
  readonly start: ReadonlySet<string>
  readonly conversion: ReadonlySet<string>
  readonly cancellation: ReadonlySet<string>
  /** Transactions, and in how many parts of the currency’s unit each is summed. */
  readonly payment: ReadonlyMap<string, number>
  /** Acts that may be followed by upgrading. */
  readonly acts: readonly CompiledSignal[]
}

const STARTS: readonly string[] = ['$signed-up', '$trial-started']
const BILLING: readonly Meaning[] = ['conversion', 'cancellation', 'plan-change']
const MESSAGES: readonly string[] = [RESERVED.messageReceived, RESERVED.messageSent]
/** Built-in signals that are acts of the account’s own. */
const OWN_ACTS: readonly string[] = ['$invited', '$locked', '$asked-help', '$message-in']

/** What a program’s signals mean, beside the reserved events. Own ones that sum what was paid are the transactions. */
export const readersOf = ({ signals }: Pick<LiveProgram, 'signals'>): Readers => {
  const isOwn = ({ key }: CompiledSignal): boolean => !key.startsWith('$')
  const means = ({ definition }: CompiledSignal, ...meanings: readonly Meaning[]): boolean =>
    definition.means?.some(one => meanings.includes(one)) === true
  const hashes = (of: readonly CompiledSignal[]): ReadonlySet<string> => new Set(of.map(one => one.hash))
  const meaning = (what: Meaning, key: string): readonly CompiledSignal[] =>
    signals.filter(one => one.key === key || means(one, what))
  const own = signals.filter(one => isOwn(one) && !means(one, ...BILLING))
  // Who wrote to us, or was written to, used nothing; and what names an account alone is of nobody.
  const used = own.filter(
    ({ definition: { on } }) => !('event' in on && MESSAGES.some(event => event === on.event)),
  )
  const conversion = meaning('conversion', '$subscribed')
  const summing = conversion.filter(one => isOwn(one) && one.definition.sum !== undefined)
  const payment = summing.length > 0 ? summing : conversion.filter(one => one.key === '$subscribed')
  return {
    use: hashes(used),
    start: hashes([...used, ...signals.filter(one => STARTS.includes(one.key))]),
    conversion: hashes(conversion),
    cancellation: hashes(meaning('cancellation', '$cancelled')),
    payment: new Map(payment.map(({ hash, definition }) => [hash, definition.sum?.scale ?? 1])),
    acts: [...own, ...signals.filter(one => OWN_ACTS.includes(one.key))],
  }
}
