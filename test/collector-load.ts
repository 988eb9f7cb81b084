import { connect, type Socket } from 'node:net'

/** Messages in one body. */
export const BATCH = 20

const EVENTS = ['Test Sent', 'Campaign Sent', 'Report Read', 'Segment Built', 'Something Else'] as const

/** Whose messages a body holds: of one person, as browsers send, or of another one each, as servers do. */
export type Mix = 'person' | 'everybody'

/** One small track message of a user in an account of five. */
export const messageOf = (
  n: number,
  user: number,
  id: string,
  at: number,
): Readonly<Record<string, unknown>> => ({
  type: 'track',
  event: EVENTS[n % EVENTS.length],
  userId: `user-${user}`,
  messageId: id,
  timestamp: new Date(at).toISOString(),
  properties: { outcome: n % 5 === 0 ? 'failure' : 'success', context: `c${n % 7}` },
  context: { groupId: `group-${Math.floor(user / 5)}` },
})

const ID = 'xxxxxxxx-xxxx-7xxx-8000-'
const COUNTER = 12

/** A body whose ids can be made new in place: sending must cost the sender little. */
export interface Body {
  readonly bytes: Buffer
  /** Gives every message a fresh id that sorts after all earlier ones. */
  renew(): void
}

let counter = 0

/** Bytes of a whole request to the batch route. */
const createBody = (key: string, nth: number, users: number, mix: Mix): Body => {
  const now = Date.now()
  const userOf = (i: number): number => ((mix === 'person' ? nth : nth * BATCH + i) * 7919) % users
  const json = JSON.stringify({
    writeKey: key,
    batch: Array.from({ length: BATCH }, (_, i) =>
      messageOf(nth * 3 + i, userOf(i), ID + '#'.repeat(COUNTER), now),
    ),
  })
  const bytes = Buffer.from(
    `POST /v1/b HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/plain\r\ncontent-length: ${Buffer.byteLength(json)}\r\n\r\n${json}`,
  )
  const places: number[] = []
  for (let at = bytes.indexOf(ID); at >= 0; at = bytes.indexOf(ID, at + 1)) places.push(at)
  return {
    bytes,
    renew: () => {
      const stamp = Date.now().toString(16).padStart(12, '0')
      const prefix = `${stamp.slice(0, 8)}-${stamp.slice(8)}-7000-8000-`
      for (const place of places)
        bytes.write(prefix + (counter++).toString(16).padStart(COUNTER, '0'), place, 'latin1')
    },
  }
}

/** How a server did under load. */
export interface Load {
  readonly events: number
  readonly seconds: number
  /** Time to each answer, ms, in no order. */
  readonly times: readonly number[]
  /** Answers other than 200, by status. */
  readonly others: Readonly<Record<number, number>>
}

export interface LoadOptions {
  readonly origin: string
  readonly key: string
  readonly ms: number
  readonly clients: number
  readonly users?: number
  readonly mix?: Mix
  /** Open loop: so many events a second are offered whatever the answers; absent: each client waits for its answer. */
  readonly perSecond?: number
}

interface Client {
  /** Settles with the status. */
  send(bytes: Buffer): Promise<number>
  close(): void
}

const HEAD_END = Buffer.from('\r\n\r\n')

/** One kept connection over a plain socket; Node's own client costs the sender as much as the server pays. */
const openClient = (origin: string): Promise<Client> =>
  new Promise((settle, fail) => {
    const { hostname, port } = new URL(origin)
    const socket: Socket = connect(Number(port), hostname)
    socket.setNoDelay(true)
    let waiting: { settle: (status: number) => void; fail: (error: Error) => void } | undefined
    let held: Buffer = Buffer.alloc(0)
    const look = () => {
      const end = held.indexOf(HEAD_END)
      if (end < 0) return
      const head = held.toString('latin1', 0, end)
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN)
      const whole = Number.isNaN(length) ? held.indexOf('\r\n0\r\n\r\n', end) + 7 : end + 4 + length
      if (Number.isNaN(length) ? whole < 7 : held.length < whole) return
      held = Buffer.alloc(0)
      const done = waiting
      waiting = undefined
      done?.settle(Number(head.slice(9, 12)))
    }
    socket.on('data', chunk => {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
      look()
    })
    const end = (error: Error) => {
      fail(error)
      waiting?.fail(error)
    }
    socket.on('error', end)
    socket.on('close', () => end(new Error('The server closed the connection')))
    socket.once('connect', () =>
      settle({
        send: bytes =>
          new Promise((done, failed) => {
            waiting = { settle: done, fail: failed }
            socket.write(bytes)
          }),
        close: () => socket.destroy(),
      }),
    )
  })

/** Loads a server from one process over kept connections. */
export const load = async ({
  origin,
  key,
  ms,
  clients,
  users = 2000,
  mix = 'person',
  perSecond,
}: LoadOptions): Promise<Load> => {
  const open = await Promise.all(Array.from({ length: clients }, () => openClient(origin)))
  const bodies = open.map((_, i) =>
    Array.from({ length: 16 }, (_, j) => createBody(key, i * 16 + j, users, mix)),
  )
  const times: number[] = []
  const others: Record<number, number> = {}
  let answered = 0
  const post = async (client: Client, body: Body | undefined, dueAt: number): Promise<void> => {
    if (body === undefined) return
    body.renew()
    const status = await client.send(body.bytes)
    times.push(performance.now() - dueAt)
    if (status === 200) answered++
    else others[status] = (others[status] ?? 0) + 1
  }
  const startedAt = performance.now()
  const endsAt = startedAt + ms
  if (perSecond === undefined)
    await Promise.all(
      open.map(async (client, i) => {
        for (let n = 0; performance.now() < endsAt; n++)
          await post(client, bodies[i]?.[n % 16], performance.now())
      }),
    )
  else {
    // The times at which requests are due do not wait for answers: one that finds no free connection is late already.
    const everyMs = (BATCH * 1000) / perSecond
    let next = 0
    const dueAt = (n: number) => startedAt + n * everyMs
    await Promise.all(
      open.map(async (client, i) => {
        for (;;) {
          const n = next++
          const at = dueAt(n)
          if (at >= endsAt) return
          const wait = at - performance.now()
          if (wait > 0) await new Promise(settle => setTimeout(settle, wait))
          await post(client, bodies[i]?.[n % 16], Math.max(at, wait > 0 ? performance.now() : at))
        }
      }),
    )
  }
  const seconds = (performance.now() - startedAt) / 1000
  for (const client of open) client.close()
  return { events: answered * BATCH, seconds, times, others }
}
