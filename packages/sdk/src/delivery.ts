import type { BatchAnswer } from '@fireball/core'
import { bodyOf } from './batch.ts'
import type { Consent } from './consent.ts'
import type { Emitter } from './emitter.ts'
import { type Identity, ownerOf } from './identity.ts'
import type { Keeper } from './keeper.ts'
import type { ClientPorts } from './ports.ts'
import { NO_PILE } from './progress.ts'
import type { createLibrary } from './published.ts'
import type { Entry } from './queue.ts'
import { helpIn } from './screen.ts'
import { createSender } from './sender.ts'
import { pileAfter, readmitted, settledBy } from './settle.ts'

/** What delivery needs of the client around it. */
export interface DeliveryPorts extends Pick<ClientPorts, 'notes' | 'now' | 'random' | 'wait' | 'isOnline'> {
  readonly writeKey: string
  readonly keeper: Keeper
  readonly library: ReturnType<typeof createLibrary>
  readonly emit: Emitter['emit']
  post: ClientPorts['post']
  me(): Identity
  consent(): Consent
  /** The host server's voucher for the user in front. */
  signature(): string | undefined
  isElected(): boolean
  isOver(): boolean
  /** Progress may look different now. */
  onChange(): void
  /** What became of a batch is on disk: other tabs may read it. */
  onSettled(): void
}

/** By then the browser has said which tab sends. */
const SETTLED_MS = 2000

/** Everything between an entry that waits and one that is settled. */
export const createDelivery = (ports: DeliveryPorts) => {
  const { writeKey, keeper, library, emit, notes, now } = ports
  const startedAt = now()
  let wantsStates = false
  const pileOf = (owner: string) => keeper.pile(owner) ?? NO_PILE
  const isAllowed = () => !ports.isOver() && ports.consent().level !== 'local' && ports.isOnline()

  /** The questions of this user that the team has not answered yet. */
  const openQuestions = () => {
    const owner = ownerOf(ports.me())
    return helpIn([...keeper.all()].filter(one => one.owner === owner))
      .filter(one => one.state === 'sent' || one.state === 'seen')
      .map(one => one.id)
      .slice(-20)
  }

  const accepted = (batch: readonly Entry[], answer: Partial<BatchAnswer>) => {
    if (ports.isOver()) return
    for (const detail of answer.refused ?? []) emit('error', { code: 'refused', detail })
    const owner = batch[0]?.owner ?? ownerOf(ports.me())
    const current = batch.map(entry => keeper.get(entry.event.id) ?? entry)
    const pile = pileAfter(pileOf(owner), answer)
    keeper.change(settledBy(current, answer, keeper.all()), pile === pileOf(owner) ? {} : { [owner]: pile })
    if (batch.length > 0) emit('sent', { events: batch.length })
    void keeper.commit().then(ports.onSettled)
    if (answer.program !== undefined) library.refresh(answer.program)
    ports.onChange()
  }

  const sender = createSender({
    ...ports,
    maySend: () => ports.isElected() && isAllowed(),
    pending: keeper.pending,
    hasQuestion: () => wantsStates,
    post(batch) {
      wantsStates = false
      const me = ports.me()
      const isFull = ports.consent().level === 'full'
      const isMine = batch[0] === undefined || batch[0].event.userId === me.userId
      // It is made of the user's id, which leaves at `full` only.
      const signature = isFull && isMine ? ports.signature() : undefined
      const help = openQuestions()
      return ports.post(
        bodyOf(batch, {
          writeKey,
          sentAt: now(),
          ids: isFull ? me : { anonymousId: me.anonymousId },
          fireball: {
            program: library.tag(),
            ...(signature === undefined ? {} : { signature }),
            ...(help.length > 0 ? { help } : {}),
          },
        }),
      )
    },
    accepted,
    refused(batch, { body }) {
      emit('error', { code: 'refused', detail: body })
      keeper.change(batch.map(entry => ({ ...entry, state: 'local' })))
      ports.onChange()
    },
    halted: ({ status, body }) => emit('error', { code: 'halted', detail: { status, body } }),
    blockedUntil: () => Number(notes.read('until')) || 0,
    block: until => notes.write('until', `${Math.ceil(until)}`),
  })

  return {
    ...sender,
    /** Decides on what was held, and again on what waits, under the level and the program in force. */
    admit() {
      keeper.change(readmitted(keeper.all(), ports.consent().level, library.program()?.signals))
      if (keeper.pending().length > 0) sender.schedule()
    },
    /** Asks what became of questions, if any are open. */
    askForStates() {
      wantsStates = isAllowed() && openQuestions().length > 0
      if (wantsStates) sender.schedule()
    },
    /** The page may be about to go. What lies in memory only goes first. */
    handOff() {
      // Another tab sends, or will in a moment; only a page that has just come may not yet know that it is alone.
      if (!isAllowed() || !(ports.isElected() || now() - startedAt < SETTLED_MS)) return
      const first = (entry: Entry) => Number(keeper.isExposed(entry.event.id))
      sender.handOff([...keeper.pending()].sort((a, b) => first(b) - first(a)))
    },
    /** Settles when what came of all requests is on disk. */
    async rest() {
      await Promise.all([sender.idle(), keeper.commit()])
      await keeper.commit()
    },
  }
}
