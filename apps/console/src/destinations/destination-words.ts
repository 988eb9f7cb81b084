import type { Delivery, Destination, DestinationKind, Topic } from '@fireball/core'
import { numberText } from '../number.ts'
import { sinceText } from '../time.ts'

/** What can be sent to, and what each asks for. */
export const KINDS = [
  {
    key: 'slack',
    label: 'Slack',
    meaning: 'A message in a channel, with what to do.',
    urlLabel: 'Address of the incoming webhook',
    urlHint: 'In Slack: Apps, Incoming Webhooks, Add. The address is a secret of its own.',
    url: '',
    secret: undefined,
  },
  {
    key: 'webhook',
    label: 'Webhook',
    meaning: 'Signed JSON to an address of yours (Standard Webhooks).',
    urlLabel: 'Address',
    urlHint:
      'Answer 2xx within 15 seconds; a repeat carries the same id. For an address on this machine or in your own network, start the collector with ALLOW_PRIVATE_DESTINATIONS=yes.',
    url: '',
    secret: undefined,
  },
  {
    key: 'hubspot',
    label: 'HubSpot',
    meaning: 'Fields of the company are kept up to date.',
    urlLabel: 'Address of its API',
    urlHint: 'As it is, unless you use a proxy.',
    url: 'https://api.hubapi.com',
    secret: 'Token of a private app',
  },
  {
    key: 'salesforce',
    label: 'Salesforce',
    meaning: 'Fields of the account are kept up to date.',
    urlLabel: 'Address of your instance',
    urlHint: 'https://your-domain.my.salesforce.com',
    url: '',
    secret: 'Access token',
  },
] as const satisfies readonly {
  key: DestinationKind
  label: string
  meaning: string
  urlLabel: string
  urlHint: string
  url: string
  secret: string | undefined
}[]

/** What a kind is called, and what it asks for. */
export const kindWords = (kind: DestinationKind): (typeof KINDS)[number] =>
  KINDS.find(({ key }) => key === kind) ?? KINDS[1]

/** What may be sent, in words. */
export const TOPIC_WORDS = {
  'qualification.qualified': 'An account qualifies',
  'qualification.helped': 'Somebody asks for help with a feature',
  'qualification.withdrawn': 'A qualification is withdrawn',
  'lead.stage': 'An account moves on in its life',
  'help.asked': 'A question arrives in the inbox',
} as const satisfies Record<Topic, string>

/** What may be written into a customer relationship system, by what it holds. */
export const FIELDS = [
  { key: 'name', label: 'Name of the account' },
  { key: 'domain', label: 'Domain' },
  { key: 'score', label: 'Engagement, 0–100' },
  { key: 'chance', label: 'Chance, 0–1' },
  { key: 'stage', label: 'Point of life' },
  { key: 'type', label: 'Type' },
  { key: 'reason', label: 'Reason' },
  { key: 'action', label: 'What to do' },
  { key: 'deal', label: 'Deal size' },
  { key: 'link', label: 'Link to the account here' },
] as const

/** What is written, in words; a name that is none of ours as it is. */
export const fieldLabel = (key: string): string => FIELDS.find(one => one.key === key)?.label ?? key

/** Whether fields can be named there. */
export const hasFields = (kind: DestinationKind): boolean => kind === 'hubspot' || kind === 'salesforce'

/** What an answer said may end without a full stop. */
const sentenceOf = (say: string): string => (/[.!?]$/.test(say) ? say : `${say}.`)

/** How a destination does, as a mark and a sentence. */
export const healthOf = (
  of: Pick<Destination, 'isEnabled' | 'lastError' | 'dead' | 'waiting' | 'sent' | 'lastSentAt' | 'nextAt'>,
  now: number,
): {
  readonly label: string
  readonly look: 'plain' | 'good' | 'warning' | 'error'
  readonly say: string
} => {
  if (!of.isEnabled) return { label: 'off', look: 'plain', say: 'Switched off: nothing is sent.' }
  const sent =
    of.lastSentAt === null
      ? 'Nothing was sent yet.'
      : `Last sent ${sinceText(of.lastSentAt, now)}; ${numberText(of.sent)} in all.`
  if (of.lastError !== null)
    return {
      label: 'failing',
      look: 'error',
      say: `${sentenceOf(of.lastError)} ${of.nextAt === null ? '' : `Tried again ${untilText(of.nextAt, now)}. `}${sent}`,
    }
  if (of.dead > 0) return { label: 'has given up some', look: 'warning', say: sent }
  return {
    label: of.lastSentAt === null ? 'ready' : 'healthy',
    look: of.lastSentAt === null ? 'plain' : 'good',
    say: sent,
  }
}

const MINUTE_MS = 60_000

/** How soon: “in 9 min”. */
export const untilText = (at: number, now: number): string => {
  const minutes = Math.round((at - now) / MINUTE_MS)
  if (minutes < 1) return 'at once'
  return minutes < 120 ? `in ${minutes} min` : `in ${Math.round(minutes / 60)} hours`
}

/** What became of a delivery, as a mark. */
export const DELIVERY_STATES = {
  waiting: { label: 'waiting', look: 'plain' },
  sent: { label: 'sent', look: 'good' },
  dead: { label: 'given up', look: 'error' },
} as const satisfies Record<Delivery['state'], { label: string; look: string }>

/** What is wrong with an address, before it is sent. */
export const addressError = (url: string): string | undefined => {
  if (url.trim() === '') return 'An address is needed.'
  try {
    const { protocol } = new URL(url)
    return protocol === 'https:' || protocol === 'http:' ? undefined : 'The address begins with https://.'
  } catch {
    return 'That is no address: it begins with https://.'
  }
}
