import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { isObject, type LeadType } from '@fireball/core'
import { Presets, SingleBar } from 'cli-progress'
import { fail, readFailure } from '../apps/collector/src/cli/exit.ts'
import { sendBatch } from '../apps/collector/src/cli/import/send.ts'
import { type OpenedStore, withStore } from '../apps/collector/src/cli/open-store.ts'
import { toBatches } from '../apps/demo/simulator/batches.ts'
import { confusionOf, confusionText } from '../apps/demo/simulator/confusion.ts'
import { type Simulation, simulate } from '../apps/demo/simulator/simulate.ts'
import { truthLines } from '../apps/demo/simulator/truth.ts'
import { type Client, createClient } from '../packages/client/src/client.ts'
import { root } from './run.ts'

const USAGE = `Usage: npm run simulate -- [--accounts 300] [--days 120] [--seed 1] [--shuffle] [--truth FILE]
                           [--report] [--url http://127.0.0.1:8787] [--key sk_… --project ID] [--data FOLDER]

Sends made-up accounts of every kind to a running collector, as a server would. Without --key they go to a project of
their own, “Simulated”, which is made in the collector’s store (--data; default DATABASE_URL or DATA_DIR, else ./data).
With --key they go to the project of that key, whose program should be that of the demo (apps/demo/program.json).
--truth writes what is true of each account, one JSON document a line. --report waits until everything is worked out, and
prints how often each of the seven types was taken for each. Sending the same again counts nothing twice.`

const PROJECT = { id: 'simulated', name: 'Simulated', isDemo: false, isSimulated: true } as const
/** Sent at the same time: the collector commits together what comes while it commits. */
const AT_ONCE = 4

const wholeNumber = (name: string, text: string, max: number): number =>
  /^[1-9]\d{0,6}$/.test(text) && Number(text) <= max
    ? Number(text)
    : fail('usage', `--${name} takes a whole number from 1 to ${max}; got “${text}”.`)

const toOrigin = (url: string): string =>
  URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
    ? new URL(url).origin
    : fail('usage', `--url must be the collector’s address, such as http://127.0.0.1:8787; got ${url}.`)

/** Makes the project where it is not there yet; a program that was changed since stays. */
const prepare = async (opened: OpenedStore): Promise<void> => {
  await opened.projects.ensure(PROJECT)
  if ((await opened.programs.live(PROJECT.id)) !== undefined) return
  const program: unknown = JSON.parse(await readFile(join(root, 'apps/demo/program.json'), 'utf8'))
  const by = { author: 'simulator', note: 'The demo’s program' }
  const published = await opened.programs.publish(PROJECT.id, program, by)
  if (!published.ok)
    fail('failed', `The demo’s program cannot be published: ${JSON.stringify(published.error)}`)
}

/** A key for as long as the work takes. */
const withKey = async ({ keys }: OpenedStore, work: (key: string) => Promise<void>): Promise<void> => {
  const before = new Set((await keys.list(PROJECT.id)).map(one => one.id))
  const key = await keys.add(PROJECT.id, { kind: 'secret', mode: 'live', scopes: ['ingest', 'read'] })
  const made = (await keys.list(PROJECT.id)).filter(one => !before.has(one.id))
  try {
    await work(key)
  } finally {
    for (const { id } of made) await keys.revoke(PROJECT.id, id)
  }
}

const send = async ({ messages }: Simulation, origin: string, key: string): Promise<void> => {
  const url = new URL('/v1/batch', origin).href
  const bodies = toBatches(messages)
  const bar = new SingleBar(
    { format: '{bar} {percentage}% · {value} of {total} batches', hideCursor: true, stream: process.stderr },
    Presets.shades_classic,
  )
  if (process.stderr.isTTY) bar.start(bodies.length, 0)
  const ports = { fetch, wait: (ms: number) => wait(ms), random: Math.random, now: Date.now }
  let next = 0
  const refused: string[] = []
  const work = async (): Promise<void> => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
      const outcome = await sendBatch(url, key, body, ports)
      if (outcome.kind === 'unreachable')
        fail('failed', `The collector at ${origin} does not answer: ${outcome.why}. Start it with npm start.`)
      if (outcome.kind === 'refused') fail('failed', `The collector refused a batch: ${outcome.why}.`)
      if (outcome.kind === 'committed')
        for (const one of outcome.answer.refused) refused.push(`${one.code} at ${one.path}`)
      if (process.stderr.isTTY) bar.increment()
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work))
  } finally {
    if (process.stderr.isTTY) bar.stop()
  }
  if (refused.length > 0) fail('failed', `${refused.length} messages were refused, the first: ${refused[0]}.`)
}

const PAGE = 200
/** Between two looks whether everything is worked out. */
const LOOK_MS = 1000

/** What the collector says of each account by now, by id; undefined while it has not worked all of them out. */
const readTypes = async (client: Client, project: string): Promise<Map<string, LeadType> | undefined> => {
  const said = new Map<string, LeadType>()
  for (let offset = 0; ; offset += PAGE) {
    const list = await client.call('GET /projects/:project/accounts', {
      params: { project },
      query: { limit: `${PAGE}`, offset: `${offset}` },
    })
    const { pending, accounts, total } = list.ok
      ? list.value
      : fail('failed', `The report cannot be read: ${list.error.message} The key needs the scope read.`)
    if (pending > 0) return undefined
    for (const { akey, lead } of accounts) if (lead !== null) said.set(akey.slice(2), lead.type.nearest)
    if (offset + PAGE >= total) return said
  }
}

/** Waits until everything is worked out, and says how often each type was taken for each. */
const report = async ({ accounts }: Simulation, origin: string, key: string, project: string) => {
  const client = createClient({ origin, key, fetch })
  for (;;) {
    const said = await readTypes(client, project)
    if (said !== undefined) return confusionText(confusionOf(accounts, said))
    await wait(LOOK_MS)
  }
}

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      accounts: { type: 'string', default: '300' },
      days: { type: 'string', default: '120' },
      seed: { type: 'string', default: '1' },
      url: { type: 'string', default: `http://127.0.0.1:${process.env.PORT ?? 8787}` },
      key: { type: 'string' },
      project: { type: 'string', default: PROJECT.id },
      data: { type: 'string' },
      truth: { type: 'string' },
      report: { type: 'boolean', default: false },
      shuffle: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return console.log(USAGE)
  const origin = toOrigin(values.url)
  const simulation = simulate({
    accounts: wholeNumber('accounts', values.accounts, 100_000),
    days: wholeNumber('days', values.days, 730),
    seed: wholeNumber('seed', values.seed, 9_999_999),
    now: Date.now(),
    isShuffled: values.shuffle,
  })
  if (values.truth !== undefined) await writeFile(values.truth, truthLines(simulation.accounts))
  const startedAt = performance.now()
  const { key } = values
  let told: string | undefined
  const work = async (ofKey: string): Promise<void> => {
    await send(simulation, origin, ofKey)
    if (values.report) told = await report(simulation, origin, ofKey, values.project)
  }
  if (key !== undefined) await work(key)
  else
    await withStore(values.data, async opened => {
      await prepare(opened)
      await withKey(opened, work)
    })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(
    `${simulation.accounts.length} made-up accounts, ${simulation.messages.length} messages in ${seconds} s. The collector works them out now.`,
  )
  if (told !== undefined) console.log(`Truth by row, said by column, in the same order:\n${told}`)
  if (key === undefined) console.log(`See ${origin}/console/${PROJECT.id}/accounts`)
}

try {
  await main()
} catch (error) {
  const isUsage = isObject(error) && String(error.code).startsWith('ERR_PARSE_ARGS')
  const { message, exitCode } = readFailure(error)
  console.error(isUsage ? `${message}\n\n${USAGE}` : message)
  process.exitCode = isUsage ? 2 : exitCode
}
