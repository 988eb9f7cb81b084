import { isIP } from 'node:net'
import { isObject } from '@fireball/core'
import type { Access } from '../projects.ts'
import { createRateLimit, type Rate } from './rate-limit.ts'

/** Requests a second; 0 for no limit. */
export interface IngestRates {
  readonly perAddress: number
  readonly perKey: number
  readonly perAccount: number
}

/** Whose allowance is used up. */
export type LimitedBy = 'address' | 'key' | 'account'

/** What has to wait, and how long, ms. */
export interface Limited {
  readonly by: LimitedBy
  readonly waitMs: number
}

/** Who sends, as far as it is known so far. */
export interface Sender {
  readonly network: string
  readonly key: string
  readonly access: Access | undefined
  readonly body: unknown
}

/** Decides which requests of the tracking API have to wait. Counts are this process’s own. */
export interface IngestLimits {
  /** Before anything is read: whether the address has anything left. */
  before(network: string): Limited | undefined
  /** Once it is known who sends: takes from every allowance that it falls under. */
  take(sender: Sender): Limited | undefined
}

const BURST = 10
/** Guessing keys costs so many requests. */
const UNKNOWN_KEY_COST = 10

/** A proxy beside the collector speaks for all its clients, unless it is said to be one: then theirs is the address. */
const isLimited = (network: string): boolean =>
  isIP(network.split('/')[0] ?? '') !== 0 && !/^(127\.|0:0:0:0::\/64$)/.test(network)

const asText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, 300) : undefined

/** The account of the first message, else its user. */
const accountIn = (body: unknown): string | undefined => {
  const batch = isObject(body) && Array.isArray(body.batch) ? body.batch[0] : undefined
  const parts = [isObject(batch) ? batch : {}, isObject(body) ? body : {}]
  for (const name of ['groupId', 'userId', 'anonymousId'])
    for (const part of parts) {
      const inContext = isObject(part.context) ? part.context[name] : undefined
      const found = asText(part[name]) ?? asText(inContext)
      if (found !== undefined) return `${name}\t${found}`
    }
  return undefined
}

const rateOf = (perSecond: number): Rate => ({ perSecond, burst: perSecond * BURST })

export const createIngestLimits = (rates: IngestRates, now: () => number): IngestLimits => {
  const limitOf = (perSecond: number) => createRateLimit(rateOf(Math.max(1, perSecond)), now)
  const addresses = limitOf(rates.perAddress)
  const keys = limitOf(rates.perKey)
  const accounts = limitOf(rates.perAccount)
  const limited = (by: LimitedBy, waitMs: number): Limited | undefined =>
    waitMs > 0 ? { by, waitMs } : undefined
  return {
    before: network =>
      rates.perAddress > 0 && isLimited(network) ? limited('address', addresses.waitMs(network)) : undefined,
    take: ({ network, key, access, body }) => {
      const isFar = isLimited(network)
      const own = access?.rate ?? rates.perKey
      const cost = access === undefined ? UNKNOWN_KEY_COST : 1
      const account = accountIn(body)
      const isServer = access?.kind === 'secret'
      return (
        (own > 0 && access !== undefined ? limited('key', keys.take(key, 1, rateOf(own))) : undefined) ??
        (rates.perAddress > 0 && isFar && !isServer
          ? limited('address', addresses.take(network, cost))
          : undefined) ??
        (rates.perAccount > 0 && isFar && !isServer && access !== undefined && account !== undefined
          ? limited('account', accounts.take(`${access.space}\t${account}`))
          : undefined)
      )
    },
  }
}
