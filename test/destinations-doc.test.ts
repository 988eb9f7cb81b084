import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CRM_DEFAULTS } from '@fireball/core'
import { expect, test } from 'vitest'
import { type CrmDefaults, LEAD_FIELDS } from '../apps/collector/src/delivery/crm-record.ts'
import { DELIVERY_LIMITS } from '../apps/collector/src/delivery/retry.ts'
import { newSigningKey, signedHeaders } from '../apps/collector/src/delivery/webhook.ts'
import { root } from '../scripts/run.ts'

const text = await readFile(join(root, 'docs/destinations.md'), 'utf8')

test('the receiver of docs/destinations.md takes what is signed, once, and nothing else', async () => {
  const [, code = ''] = /<!-- test: receiver -->\n```js\n(.*?)```/s.exec(text) ?? []
  const folder = join(root, '.cache/docs')
  await mkdir(folder, { recursive: true })
  const file = join(folder, `receiver-${process.pid}.mjs`)
  await writeFile(file, code)
  const secret = newSigningKey()
  process.env.FIREBALL_SIGNING_KEY = secret
  const said: unknown[][] = []
  const { log } = console
  console.log = (...all) => said.push(all)
  try {
    const { server }: { server: Server } = await import(/* @vite-ignore */ pathToFileURL(file).href)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const body = JSON.stringify({ type: 'lead.stage', data: { account: 'g:acme', action: 'Call' } })
    const send = async (headers: Readonly<Record<string, string>>, sent = body): Promise<number> =>
      (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body: sent })).status
    const sign = (key: string, now = Date.now()) =>
      signedHeaders({ secret: key, earlier: undefined }, 'm1', body, now)
    expect(await send(sign(secret))).toBe(204)
    expect(await send(sign(secret))).toBe(204)
    expect(await send(sign(newSigningKey()))).toBe(401)
    expect(await send(sign(secret), `${body} `)).toBe(401)
    expect(await send(sign(secret, Date.now() - 600_000))).toBe(401)
    expect(await send({})).toBe(401)
    expect(said).toEqual([['lead.stage', 'g:acme', 'Call']])
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  } finally {
    console.log = log
    await rm(file)
  }
})

test('docs/destinations.md has every field with its usual names', () => {
  for (const field of LEAD_FIELDS) {
    const line = text.split('\n').find(one => one.startsWith(`| \`${field}\``)) ?? ''
    for (const { fields } of Object.values<CrmDefaults>(CRM_DEFAULTS))
      expect(line).toContain(fields[field] === undefined ? '–' : `\`${fields[field]}\``)
  }
})

test('docs/destinations.md has the limits as they are', () => {
  const { timeoutMs, giveUpMs, firstDelayMs, keepSentMs, keepDeadMs } = DELIVERY_LIMITS
  const plain = text.replaceAll(/\s+/g, ' ')
  expect(plain).toContain(`A call takes ${timeoutMs / 1000} seconds at most.`)
  expect(plain).toContain(`after at most ${firstDelayMs / 1000} s,`)
  expect(plain).toContain(`given up ${giveUpMs / 3_600_000} hours after its first try`)
  expect(plain).toContain(
    `kept for ${keepSentMs / 86_400_000} days, those given up for ${keepDeadMs / 86_400_000}`,
  )
  const { failuresToPause, holdsBackFor, maxPauseMs, maxDelayMs, maxWaitMs } = DELIVERY_LIMITS
  expect({ failuresToPause, holdsBackFor }).toEqual({ failuresToPause: 5, holdsBackFor: 6 }) // “five times”, “six times”
  expect([maxPauseMs / 60_000, maxDelayMs / 60_000, maxWaitMs / 3_600_000]).toEqual([10, 60, 24]) // “ten minutes”, “an hour”, “a day”
})
