import {
  anonymousKey,
  type BatchAnswer,
  type Evidence,
  type Offer,
  type Snapshot,
  type Subject,
  splitCountKey,
  splitRegisterKey,
  subjectOf,
  userKey,
} from '@fireball/core'
import { compactCoverage, MAX_GAPS, readCoverage } from './coverage.ts'
import type { ReadOffers } from './offer-reader.ts'
import type { Loaded, People } from './people.ts'
import type { LiveProgram } from './program-store.ts'
import { inSpace, type Space } from './store/akey.ts'
import type { Driver } from './store/driver.ts'
import { text } from './store/row.ts'

/** Who a request speaks of, and whether the host's server vouches for it. */
export interface Asker {
  readonly space: Space
  readonly userId?: string | undefined
  readonly anonymousId?: string | undefined
  readonly isSigned: boolean
  readonly device?: string | undefined
  /** Ids of help requests whose state is asked for. */
  readonly help: readonly string[]
}

export interface AnswerPorts {
  readonly store: Driver
  readonly people: Pick<People, 'ofUser'>
  readonly offers: ReadOffers
  readonly now: () => number
}

const HELP = 'SELECT id, subject, state, answer FROM help WHERE space = $1 AND id = $2'

/** Rows in a device's coverage at which they are joined. */
const MAX_RUNS = 16

const subjectsOf = ({ userId, anonymousId }: Asker): readonly Subject[] => [
  ...(userId === undefined ? [] : [userKey(userId)]),
  ...(anonymousId === undefined ? [] : [anonymousKey(anonymousId)]),
]

const readOffers = async ({ offers }: AnswerPorts, asker: Asker): Promise<readonly Offer[]> =>
  asker.userId === undefined && asker.anonymousId === undefined
    ? []
    : offers(inSpace(asker.space, subjectOf({ ...toIds(asker) })))

const toIds = ({ userId, anonymousId }: Asker) => ({
  ...(userId === undefined ? {} : { userId }),
  ...(anonymousId === undefined ? {} : { anonymousId }),
})

/** Ids of help requests are random, and still only the ids of who asked open them. */
const readHelp = async ({ store }: AnswerPorts, asker: Asker): Promise<BatchAnswer['help']> => {
  const mine = subjectsOf(asker)
  const found: BatchAnswer['help'][number][] = []
  for (const id of asker.help)
    for (const row of await store.all(HELP, [asker.space, id])) {
      const state = text(row, 'state')
      const answer = text(row, 'answer')
      if (mine.includes(text(row, 'subject')))
        found.push({
          id,
          state: state === 'seen' || state === 'answered' ? state : 'sent',
          ...(answer === '' ? {} : { answer }),
        })
    }
  return found
}

/** Of all evidence that was read, what is this user's own: nothing about an account, nothing of a colleague. */
export const ownEvidence = ({ evidence, who }: Loaded, user: Subject): Evidence => {
  const isMine = (subject: Subject): boolean => subject !== '' && who.userOf(subject) === user
  const where = <T>(record: Readonly<Record<string, T>>, holds: (key: string, value: T) => boolean) =>
    Object.fromEntries(Object.entries(record).filter(([key, value]) => holds(key, value)))
  return {
    counts: where(evidence.counts, key => isMine(splitCountKey(key).subject)),
    registers: where(evidence.registers, key => isMine(splitRegisterKey(key).subject)),
    links: where(evidence.links, (_, link) => isMine(link.from)),
  }
}

const readSnapshot = async (
  { store, people, now }: AnswerPorts,
  asker: Asker,
  live: LiveProgram,
): Promise<Snapshot | undefined> => {
  const { space, userId, device, isSigned } = asker
  // While a signal is being filled, its rows are incomplete: the browser keeps its own until they are not.
  if (!isSigned || userId === undefined || live.filling.length > 0) return undefined
  const at = now()
  // Coverage is read first: what arrives in between is then in the evidence as well, never the other way round.
  const { through, gaps, rows } =
    device === undefined ? { through: -1, gaps: [], rows: 0 } : await readCoverage(store, space, device)
  // Evidence beyond what coverage tells would count twice in the browser, which keeps its own meanwhile.
  if (gaps.length >= MAX_GAPS) return undefined
  const loaded = await people.ofUser(space, userKey(userId))
  if (device !== undefined && rows > MAX_RUNS)
    await store.transaction(queries => compactCoverage(queries, space, device))
  return { evidence: ownEvidence(loaded, userKey(userId)), through, gaps, at }
}

/** A program may keep offers from whom nobody but the page itself vouches for. */
const isOffered = ({ isSigned, userId }: Asker, live: LiveProgram | undefined): boolean =>
  live?.program.qualify?.claimedOffers !== false || isSigned || userId === undefined

/** Everything in an answer beside what became of the messages. Only a signed identity gets evidence back. */
export const readAnswer = async (
  ports: AnswerPorts,
  asker: Asker,
  live: LiveProgram | undefined,
): Promise<Pick<BatchAnswer, 'program' | 'offers' | 'help' | 'snapshot'>> => {
  const snapshot = live === undefined ? undefined : await readSnapshot(ports, asker, live)
  return {
    program: live?.serving ?? '',
    offers: isOffered(asker, live) ? await readOffers(ports, asker) : [],
    help: await readHelp(ports, asker),
    ...(snapshot === undefined ? {} : { snapshot }),
  }
}
