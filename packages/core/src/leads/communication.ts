import { DAY_MS } from '../day.ts'
import type { CommunicationView } from '../lead-api.ts'
import type { Row } from '../person.ts'
import type { Program } from '../program/program.ts'
import { quantile } from '../views/engagement.ts'
import { readings } from '../views/tally.ts'
import { rowsAsOf } from './as-of.ts'
import { outreachOf } from './outreach.ts'

/** Where the program says nothing. Source: domain facts for half of ours answered; 14 days is our choice. */
export const COMMUNICATION_DEFAULTS = { activeDays: 14, answeredShare: 0.5 } as const

export interface CommunicationInput {
  readonly program: Pick<Program, 'signals' | 'communication'>
  /** The account’s rows by signal, the built-in ones among them. */
  readonly rowsOf: Readonly<Record<string, readonly Row[]>>
  /** Whether a source of messages is connected: without one, silence cannot be told from not knowing. */
  readonly isConnected: boolean
  readonly now: number
}

/** A signal that reads a message or question itself would count it twice. */
const OWN_EVENTS: readonly string[] = ['Message Received', 'Message Sent', 'Help Asked']

/** Signals other than messages that come from the account to us: surveys, tickets, questions. */
export const inboundSignals = ({ signals }: Pick<Program, 'signals'>): readonly string[] => [
  '$asked-help',
  ...signals
    .filter(({ means }) => means?.includes('support') === true || means?.includes('survey') === true)
    .filter(({ on }) => !('event' in on && OWN_EVENTS.includes(on.event)))
    .map(({ key }) => key),
]

const lastOf = (rows: readonly Row[]): number | null =>
  rows.reduce<number | null>((last, row) => Math.max(last ?? row.last, row.last), null)

const count = (rows: readonly Row[], of: (row: Row) => number): number =>
  rows.reduce((sum, row) => sum + of(row), 0)

/** What passed between the account and the team. What was received is known without a source too; silence is not. */
export const communicationView = ({
  program,
  rowsOf,
  isConnected,
  now,
}: CommunicationInput): CommunicationView => {
  const rows = (key: string): readonly Row[] => rowsAsOf(rowsOf[key] ?? [], now)
  const received = rows('$message-in')
  const sent = rows('$message-out')
  const inbound = [...received, ...inboundSignals(program).flatMap(rows)]
  const lastInboundAt = lastOf(inbound)
  const lastOutboundAt = lastOf(sent)
  const outreach = outreachOf(received, sent)
  const answered = outreach.flatMap(({ answeredAfterMs }) => answeredAfterMs ?? [])
  const answeredShare = outreach.length === 0 ? null : answered.length / outreach.length
  const positive = count(received, row => row.success + row.successAssisted)
  const negative = count(received, row => row.failure + row.failureAssisted)
  const activeDays = program.communication?.activeDays ?? COMMUNICATION_DEFAULTS.activeDays
  const enough = program.communication?.answeredShare ?? COMMUNICATION_DEFAULTS.answeredShare
  const isActive =
    (lastInboundAt !== null && now - lastInboundAt <= activeDays * DAY_MS) ||
    (answeredShare !== null && answeredShare >= enough)
  return {
    responsiveness: isActive ? 'active' : isConnected ? 'silent' : 'unknown',
    inbound: count(inbound, readings),
    outbound: count(sent, readings),
    lastInboundAt,
    lastOutboundAt,
    answeredShare,
    responseMs: quantile(answered, 0.5) ?? null,
    silentSince:
      lastOutboundAt !== null && (lastInboundAt === null || lastInboundAt < lastOutboundAt)
        ? lastOutboundAt
        : null,
    sentiment: positive + negative === 0 ? null : { positive, negative },
  }
}
