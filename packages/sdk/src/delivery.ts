import type { BatchAnswer } from '@fireball/core'
import { bodyOf } from './batch.ts'
import type { Consent } from './consent.ts'
import type { Emitter } from './emitter.ts'
import type { Identity } from './identity.ts'
import type { Keeper } from './keeper.ts'
import type { Plug } from './plug.ts'
import type { TrackerPorts } from './ports.ts'
import type { Entry } from './queue.ts'
import { verdictOf } from './retry.ts'
import { createSender, type SenderPorts } from './sender.ts'
import { settledBy } from './settle.ts'

/** What delivery needs of the tracker around it. */
export interface DeliveryPorts
  extends Pick<TrackerPorts, 'notes' | 'now' | 'random' | 'wait' | 'post' | 'postLater' | 'squeeze'> {
  readonly writeKey: string
  readonly keeper: Keeper
  readonly plugs: readonly Plug[]
  readonly emit: Emitter['emit']
  me(): Identity
  consent(): Consent
  /** The host server's voucher for the user in front. */
  signature(): string | undefined
  /** Whether anything may be sent now, by whichever tab. */
  isAllowed(): boolean
  isElected(): boolean
  /** Takes entries in their new states; those that no part needs leave. */
  settle(entries: readonly Entry[]): void
  /** What lies in memory only may leave with the page. */
  expose(): void
  /** What became of a batch is on disk: other tabs may read it. */
  onSettled(): void
}

/** What two clocks may differ by without one of them being wrong, and what a request may take that tells, ms. */
const PLAIN_MS = 500

/** Note that says until when no tab may send. */
const UNTIL = 'until'

/** Everything between an entry that waits and one that is settled. */
export const createDelivery = (ports: DeliveryPorts) => {
  const { keeper, plugs, emit, notes } = ports
  let until = 0
  let ahead: number | undefined
  let nearest = PLAIN_MS

  /** Learns the collector's clock: half of the way there and back is the most that it can be wrong by. */
  const post: SenderPorts['post'] = async (body, tries) => {
    const sentAt = ports.now()
    const answer = await ports.post(body, tries)
    const roundTrip = ports.now() - sentAt
    const { at } = Object(answer.body)
    if (typeof at === 'number' && roundTrip < nearest) {
      const next = Math.round(at - sentAt - roundTrip / 2)
      nearest = roundTrip
      // Two estimates differ a little; the order of events must not.
      if (ahead === undefined) ahead = Math.abs(next) < PLAIN_MS ? 0 : next
      else if (Math.abs(next - ahead) > PLAIN_MS) ahead = next
    }
    return answer
  }

  const settle = (batch: readonly Entry[], answer: Partial<BatchAnswer>) => {
    // While it was under way the level may have been lowered: it has arrived all the same.
    ports.settle(settledBy(batch, answer))
    const ids = new Set(batch.map(({ event }) => event.id))
    const owner = batch.at(-1)?.owner
    const isAll = keeper.waiting().every(one => one.owner !== owner || ids.has(one.event.id))
    for (const plug of plugs) plug.answered?.(batch, answer, isAll)
    void keeper.commit().then(ports.onSettled)
  }

  return createSender({
    ...ports,
    post,
    maySend: () => ports.isElected() && ports.isAllowed(),
    waiting: keeper.waiting,
    hasQuestion: () => plugs.some(plug => plug.asks?.()),
    bodyOf(batch) {
      const me = ports.me()
      const isFull = ports.consent().level === 'full'
      const isOfMe = batch.length === 0 || batch.some(({ event }) => event.userId === me.userId)
      // It is made of the user's id, which leaves at `full` only.
      const signature = isFull && isOfMe ? ports.signature() : undefined
      return bodyOf(batch, {
        writeKey: ports.writeKey,
        sentAt: ports.now(),
        ...(ahead !== undefined && { ahead }),
        ids: isFull ? me : { anonymousId: me.anonymousId },
        fireball: Object.assign(
          { signature, ...(ahead !== undefined && { isOnTime: true }) },
          ...plugs.map(plug => plug.handshake?.()),
        ),
      })
    },
    accepted(batch, answer) {
      for (const detail of answer.refused ?? []) emit('error', { code: 'refused', detail })
      settle(batch, answer)
      if (batch.length > 0) emit('sent', { events: batch.length })
    },
    refused(batch, { body }) {
      emit('error', { code: 'refused', detail: body })
      settle(batch, { refused: [{ index: 0 }] as unknown as BatchAnswer['refused'] })
    },
    failed({ status }, tries) {
      ports.expose()
      const isOther = verdictOf(status) === 'accepted'
      if (tries === (isOther ? 1 : 3))
        emit('error', { code: isOther ? 'bad-answer' : 'unreachable', detail: status })
    },
    halted: ({ status, body }) => emit('error', { code: 'halted', detail: { status, body } }),
    blockedUntil() {
      const [end = 0, since = 0] = (notes.read(UNTIL) ?? '').split(' ').map(Number)
      // The clock of the device has been put back since: nobody knows how long that is.
      return since <= ports.now() ? Math.max(until, end) : until
    },
    block(next) {
      until = next
      notes.write(UNTIL, `${next} ${ports.now()}`)
    },
  })
}
