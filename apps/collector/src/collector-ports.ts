import type { LearningReport } from '@fireball/core'
import type { ServiceSettings } from './console/service.ts'
import type { DeliveryLimits } from './delivery/retry.ts'
import type { LearningSettings, Work } from './learning/learner.ts'
import type { AssetFolders } from './routes/assets.ts'
import type { TrustedProxies } from './security/client-address.ts'
import type { IngestRates } from './security/ingest-limits.ts'
import type { SimulationSources } from './simulation/simulation.ts'
import type { Driver } from './store/driver.ts'

/** What a collector needs of the world. */
export interface CollectorPorts {
  /** With its schema up to date. */
  readonly store: Driver
  readonly folders: AssetFolders
  readonly now: () => number
  /** A new id that sorts after all earlier ones. */
  readonly newId: () => string
  /** A new secret: random, URL-safe, at least 128 bits. */
  readonly secret: () => string
  /** Where the collector is reached, when that is not where requests come to. */
  readonly origin?: string | undefined
  /** Proxies whose word about a client’s address is taken. */
  readonly proxies?: TrustedProxies | undefined
  /** What senders may send; without it, as much as can be taken. */
  readonly rates?: IngestRates | undefined
  /** A sign-in service for the console. */
  readonly service?: ServiceSettings | undefined
  /** Who asks for the figures has to send it. */
  readonly metricsToken?: string | undefined
  /** One request was answered. */
  readonly onRequest?: ((request: AnsweredRequest) => void) | undefined
  /** Something that is nobody's mistake but ours. */
  readonly onError: (error: unknown) => void
  /** When the ability model is fitted anew. */
  readonly learning?: LearningSettings | undefined
  /** Where it is fitted; without it, in this thread. */
  readonly learnIn?: Work | undefined
  /** Whether destinations may be in private networks and on this machine. */
  readonly allowsPrivate?: boolean | undefined
  /** How destinations are tried, where it differs from the usual. */
  readonly delivering?: Partial<DeliveryLimits> | undefined
  /** What a run of learning found, for the log. */
  readonly onLearned?: ((project: string, report: LearningReport) => void) | undefined
  /** So long a request to the tracking API may wait for the store before it is told to come again; default: 20,000 ms. */
  readonly answerWithinMs?: number | undefined
  /** Where made-up accounts come from, for a project of their own; without it none is filled. */
  readonly simulating?: SimulationSources | undefined
  /** Whether the figures of the whole process belong to this collector. */
  readonly isProcess?: boolean
}

/** A request as the log tells of it: without its query, which may hold a key. */
export interface AnsweredRequest {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly ms: number
  readonly address: string
}
