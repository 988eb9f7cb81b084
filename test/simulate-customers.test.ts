import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AccountRow, Program } from '@fireball/core'
import { expect, test } from 'vitest'
import { createTestCollector, NOON } from '../apps/collector/src/fixture.ts'
import { json, text } from '../apps/collector/src/store/row.ts'
import { toBatches } from '../apps/demo/simulator/batches.ts'
import { simulate } from '../apps/demo/simulator/simulate.ts'
import type { Afterwards } from '../apps/demo/simulator/truth.ts'
import { root } from '../scripts/run.ts'

const program: Program = JSON.parse(readFileSync(join(root, 'apps/demo/program.json'), 'utf8'))

/** What the console should say of a customer of each kind. */
const STAGES: Readonly<Record<Afterwards, string>> = {
  steady: 'won',
  expanding: 'expanding',
  'at-risk': 'at-risk',
  churned: 'churned',
}

test('of customers it is told who is well, who outgrows the plan, who falls silent and who left', async () => {
  const { accounts, messages } = simulate({ accounts: 60, days: 75, seed: 3, now: NOON })
  const customers = accounts.filter(one => one.outcome === 'won')
  const collector = await createTestCollector(program)
  const theirs = messages.filter(message => {
    const said = JSON.stringify(message)
    return customers.some(({ id }) => said.includes(id))
  })
  for (const body of toBatches(theirs))
    await collector.post('/v1/batch', body, { authorization: `Bearer ${collector.secret}` })
  await collector.settled()
  const stages = new Map(
    (await collector.store.all('SELECT akey, body FROM accounts')).map(row => [
      text(row, 'akey'),
      (json(row, 'body') as AccountRow).lead?.stage,
    ]),
  )
  const told = customers.map(({ id, afterwards }) => ({
    truth: STAGES[afterwards ?? 'steady'],
    said: stages.get(`app/g:${id}`) ?? 'nothing',
  }))
  const confusion = new Map<string, number>()
  for (const { truth, said } of told)
    confusion.set(`${truth} told as ${said}`, (confusion.get(`${truth} told as ${said}`) ?? 0) + 1)
  console.log([...confusion].map(([pair, n]) => `${n} ${pair}`).join('\n'))
  expect(new Set(told.map(one => one.truth)).size).toBe(4)
  expect(told.filter(({ truth, said }) => truth !== said)).toEqual([])
  expect(collector.errors).toEqual([])
  await collector.close()
}, 60_000)
