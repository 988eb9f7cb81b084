import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the page runs: it asks for code, evaluates it, brings the result, and asks again. */
const scriptOf = (address: string): string => `{
  const control = async () => {
    let result = null
    for (;;) {
      const answer = await fetch('${address}', { method: 'POST', body: JSON.stringify(result) })
      const { id, code, isLast } = await answer.json()
      if (isLast) return void (0, eval)(code)
      try {
        result = { id, value: (await (0, eval)(code)) ?? null }
      } catch (error) {
        result = { id, error: String(error) }
      }
    }
  }
  control().catch(() => {})
}`

/**
 * A page that is driven by a long poll of its own, so that every engine is driven alike, closes alike, and may be killed
 * without an automation protocol that takes notice.
 */
export interface Puppet {
  /** Address of the script that a page loads to be driven. */
  readonly script: string
  /** Settles when a page with the script has come, after the last one that went. */
  arrived(patienceMs?: number): Promise<void>
  /** The value of an expression (or of the promise it gives), which must survive JSON. */
  evaluate<T = unknown>(code: string, patienceMs?: number): Promise<T>
  /** Hands over the last code for this page, which ends it. Settles when the page has taken it. */
  fire(code: string): Promise<void>
  close(): Promise<void>
}

interface Outcome {
  readonly id: number
  readonly value?: unknown
  readonly error?: string
}

interface Command {
  readonly id: number
  readonly code: string
  /** A page that is about to end must not ask for more, which it would take along. */
  readonly isLast: boolean
}

type Waiting = (command: Command) => Promise<void>

/** Rejects with `what` after a while. */
export const within = async <T>(promise: Promise<T>, patienceMs: number, what: string): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`${what}: not within ${patienceMs} ms`)), patienceMs)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

/** One puppet; each has a port of its own because a browser grants six connections to one. */
export const createPuppet = async (): Promise<Puppet> => {
  let count = 0
  let waiting: Waiting | undefined
  let wake: (() => void)[] = []
  const outcomes = new Map<number, (outcome: Outcome) => void>()
  let address = ''

  const server = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('cross-origin-resource-policy', 'cross-origin')
    response.setHeader('cache-control', 'no-store')
    if (request.method !== 'POST') {
      response.setHeader('content-type', 'text/javascript')
      response.end(scriptOf(address))
      return
    }
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const outcome: Outcome | null = JSON.parse(Buffer.concat(chunks).toString() || 'null')
      if (outcome) outcomes.get(outcome.id)?.(outcome)
      const mine: Waiting = command =>
        new Promise(settle => {
          response.setHeader('content-type', 'application/json')
          response.end(JSON.stringify(command), () => settle())
        })
      waiting = mine
      response.on('close', () => {
        if (waiting === mine) waiting = undefined
      })
      for (const go of wake.splice(0)) go()
    })
    request.on('error', () => {})
  })
  await new Promise<void>(settle => server.listen(0, '127.0.0.1', settle))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`

  const arrived = async (patienceMs = 15_000): Promise<void> => {
    if (waiting) return
    await within(new Promise<void>(settle => wake.push(settle)), patienceMs, 'the page')
  }
  const give = async (code: string, isLast = false): Promise<number> => {
    await arrived()
    const id = ++count
    const taken = waiting?.({ id, code, isLast })
    waiting = undefined
    await taken
    return id
  }
  return {
    script: `${address}puppet.js`,
    arrived,
    async evaluate<T>(code: string, patienceMs = 15_000) {
      const id = count + 1
      const outcome = new Promise<Outcome>(settle => outcomes.set(id, settle))
      await give(code)
      const { value, error } = await within(outcome, patienceMs, code.slice(0, 60))
      outcomes.delete(id)
      if (error !== undefined) throw new Error(`${error} in ${code.slice(0, 60)}`)
      return value as T
    },
    async fire(code) {
      await give(code, true)
    },
    async close() {
      wake = []
      server.closeAllConnections()
      await new Promise(settle => server.close(settle))
    },
  }
}
