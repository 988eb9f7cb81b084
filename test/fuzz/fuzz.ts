import { Agent, request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { createDice, type Dice } from '../sdk-faults/dice.ts'
import { type FuzzKeys, type FuzzRequest, nextRequest } from './requests.ts'

/** What came of many requests. */
export interface FuzzReport {
  readonly requests: number
  /** Answers of 5xx, and connections that ended without an answer to a request that was well formed. */
  readonly serverErrors: number
  readonly unanswered: number
  /** Good messages sent in batches that had to be taken, and how many of them were not. */
  readonly good: number
  readonly goodRefused: number
  readonly byStatus: Readonly<Record<string, number>>
  /** The first few that went wrong, for people. */
  readonly samples: readonly string[]
}

interface Answer {
  readonly status: number
  readonly text: string
}

const send = (origin: string, agent: Agent, { method, path, headers, body }: FuzzRequest): Promise<Answer> =>
  new Promise((settle, fail) => {
    // Node frames the body of a DELETE by this header alone; without it the body would be the next request.
    const framed = body === undefined ? headers : { ...headers, 'content-length': `${body.length}` }
    const asked = httpRequest(
      new URL(origin),
      { agent, method, path, headers: framed, timeout: 60_000 },
      response => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', chunk => {
          if (text.length < 500_000) text += chunk
        })
        response.on('end', () => settle({ status: response.statusCode ?? 0, text }))
        response.on('error', fail)
      },
    )
    asked.on('error', fail)
    asked.end(body)
  })

/** Bytes that are no HTTP, or nearly: whatever comes back, the server has to live. */
const throwBytes = (origin: string, dice: Dice): Promise<void> =>
  new Promise(settle => {
    const { hostname, port } = new URL(origin)
    const socket = connect(Number(port), hostname, () => {
      const head = dice.pick([
        'GET / HTTP/9.9\r\n\r\n',
        'POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n',
        'POST /v1/batch HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
        'POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef',
        'POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{"batch":',
        'GET /\u0000 HTTP/1.1\r\n\r\n',
      ])
      socket.write(head)
      socket.write(Buffer.from(Array.from({ length: dice.between(0, 200) }, () => dice.between(0, 255))))
      setTimeout(() => socket.destroy(), 20)
    })
    socket.on('error', () => undefined)
    socket.on('close', () => settle())
  })

const whatIsWrong = (asked: FuzzRequest, { status, text }: Answer): 'error' | 'refused' | undefined => {
  if (status >= 500) return 'error'
  if (asked.good === 0) return undefined
  if (status === 429) return undefined
  if (status !== 200) return 'refused'
  const answer: { accepted: number } = JSON.parse(text)
  return answer.accepted < asked.good ? 'refused' : undefined
}

const AT_ONCE = 16
const MAX_SAMPLES = 10
/** One in so many is no HTTP. */
const RAW_EVERY = 100

/** Sends so many requests, some at once; the seed fixes what they are. */
export const fuzz = async (
  origin: string,
  keys: FuzzKeys,
  { seed, requests, onProgress }: { seed: number; requests: number; onProgress?: (so: FuzzReport) => void },
): Promise<FuzzReport> => {
  const dice = createDice(seed)
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  const report = {
    requests: 0,
    serverErrors: 0,
    unanswered: 0,
    good: 0,
    goodRefused: 0,
    byStatus: {} as Record<string, number>,
    samples: [] as string[],
  }
  const note = (what: string, asked: FuzzRequest, more: string): void => {
    if (report.samples.length >= MAX_SAMPLES) return
    const body = asked.body?.toString('latin1').slice(0, 300) ?? ''
    report.samples.push(
      `${what}: ${asked.method} ${asked.path.slice(0, 200)} ${JSON.stringify(asked.headers)} ${body} → ${more.slice(0, 200)}`,
    )
  }
  const once = async (): Promise<void> => {
    if (report.requests++ % RAW_EVERY === 0) return throwBytes(origin, dice)
    const asked = nextRequest(dice, keys)
    try {
      const answer = await send(origin, agent, asked)
      report.byStatus[answer.status] = (report.byStatus[answer.status] ?? 0) + 1
      const wrong = whatIsWrong(asked, answer)
      report.good += asked.good
      if (wrong === 'error') {
        report.serverErrors++
        note(`${answer.status}`, asked, answer.text)
      } else if (wrong === 'refused') {
        report.goodRefused += asked.good
        note(`good refused with ${answer.status}`, asked, answer.text)
      }
    } catch (error) {
      // What Node’s client itself will not send was never asked.
      if (error instanceof TypeError) return
      report.unanswered++
      note('unanswered', asked, `${error}`)
    }
  }
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (report.requests < requests) {
        await once()
        if (report.requests % 1000 === 0) onProgress?.(report)
      }
    }),
  )
  agent.destroy()
  return report
}
