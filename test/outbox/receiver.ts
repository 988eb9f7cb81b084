import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a receiver does with a copy of a message. `lost-answer`: it takes it, and the sender never learns of it. */
export type Fault = 'none' | 'error' | 'reset' | 'lost-answer' | 'mute' | 'busy' | 'slow'

/** How many of a thousand messages meet each fault at their first copy; the others, and all later copies, arrive. */
export type Faults = Readonly<Partial<Record<Exclude<Fault, 'none'>, number>>>

/** A receiver that honours ids: a copy of what it has taken has no effect. */
export interface Receiver {
  readonly url: string
  /** Ids under which each message had an effect, by the message’s own number. */
  readonly effects: ReadonlyMap<number, readonly string[]>
  /** Numbers in the order in which they first arrived, by account. */
  readonly order: ReadonlyMap<string, readonly number[]>
  /** Copies that came, whatever became of them. */
  copies(): number
  /** When each message had its first effect, epoch ms. */
  readonly takenAt: ReadonlyMap<number, number>
  /** Called after each effect. */
  onEffect: (() => void) | undefined
  close(): Promise<void>
}

const SLOW_MS = 50

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** The same for the same id, whenever it comes: a draw from 0 to 999. */
const drawOf = (id: string): number => createHash('sha256').update(id).digest().readUInt32BE() % 1000

const faultOf = (id: string, faults: Faults): Fault => {
  let draw = drawOf(id)
  for (const [fault, share] of Object.entries(faults)) {
    if (draw < share) return fault as Fault // the names are those of `Faults`
    draw -= share
  }
  return 'none'
}

/** Starts a receiver on the loopback. `isDead`: it lets everybody in, and never answers. */
export const startReceiver = async (faults: Faults, isDead = false): Promise<Receiver> => {
  const effects = new Map<number, string[]>()
  const takenAt = new Map<number, number>()
  const order = new Map<string, number[]>()
  const seen = new Map<string, number>()
  let copies = 0

  const take = (id: string, body: string): void => {
    const { data } = JSON.parse(body) as { data: { n: number; account: string } }
    const known = effects.get(data.n) ?? []
    if (known.includes(id)) return
    effects.set(data.n, [...known, id])
    if (!takenAt.has(data.n)) {
      takenAt.set(data.n, Date.now())
      order.set(data.account, [...(order.get(data.account) ?? []), data.n])
    }
    receiver.onEffect?.()
  }

  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request)
    copies++
    if (isDead) return
    const id = `${request.headers['webhook-id']}`
    const copy = (seen.get(id) ?? 0) + 1
    seen.set(id, copy)
    switch (copy === 1 ? faultOf(id, faults) : 'none') {
      case 'error':
        response.writeHead(500).end('Oops')
        return
      case 'busy':
        response.writeHead(429, { 'retry-after': '1' }).end()
        return
      case 'reset':
        request.socket.destroy()
        return
      case 'mute':
        return
      case 'lost-answer':
        take(id, body)
        request.socket.destroy()
        return
      case 'slow':
        await new Promise(resolve => setTimeout(resolve, SLOW_MS))
        break
      default:
    }
    take(id, body)
    response.end('ok')
  }

  const server = createServer((request, response) => {
    receive(request, response).catch(() => request.socket.destroy()) // the sender was killed in the middle
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/`,
    effects,
    order,
    takenAt,
    copies: () => copies,
    onEffect: undefined,
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
  return receiver
}
