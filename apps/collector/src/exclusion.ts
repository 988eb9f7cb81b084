import { type FireballEvent, type Program, readPath } from '@fireball/core'
import type { Exclusion } from './stored-event.ts'

/** Clients that say of themselves that no person is there. */
const BOT = /bot\b|crawl|spider|slurp|facebookexternalhit/i

const domainOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.includes('@')
    ? value.slice(value.lastIndexOf('@') + 1).toLowerCase()
    : undefined

/**
 * Whether an event adds no evidence: it came from a bot, or from inside the team by the program's `exclude`. `agent`:
 * the client that sent it, where that is the user's own.
 */
export const exclusionOf = (
  event: FireballEvent,
  { exclude }: Program,
  agent?: string,
): Exclusion | undefined => {
  const agents = [event.context.userAgent, agent]
  if (agents.some(one => typeof one === 'string' && BOT.test(one))) return 'bot'
  if (exclude === undefined) return undefined
  const { users = [], emailDomains = [] } = exclude
  if (event.userId !== undefined && users.includes(event.userId)) return 'internal'
  if (emailDomains.length === 0) return undefined
  const emails = [event.userId, event.properties.email, readPath(event.context, 'traits.email')]
  return emails.some(email => emailDomains.some(domain => domain.toLowerCase() === domainOf(email)))
    ? 'internal'
    : undefined
}
