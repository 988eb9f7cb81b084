import { expect, test } from 'vitest'
import { aPopulation, aRow, PROGRAM, SIGNALS } from '../../test/accounts.ts'
import { findLeaks } from './find-leaks.ts'
import { endedAccounts } from './history.ts'

const reading = { ...PROGRAM, signals: SIGNALS, horizonDays: 30, through: 20_400 }
const leaksIn = async (histories: ReturnType<typeof aPopulation>) =>
  findLeaks(await endedAccounts(histories, reading), SIGNALS)

test('a signal that almost only comes with the purchase is named, with its share', async () => {
  expect(await leaksIn(aPopulation(150, 1, { hasInvoices: true }))).toEqual([
    {
      feature: 'use:invoice',
      signal: 'invoice',
      say: expect.stringMatching(
        /^\d+ % of the accounts with “Got an invoice” had it only once they had converted\.$/,
      ),
    },
  ])
})

test('what tells the evening before and hardly a day earlier is named', async () => {
  const histories = aPopulation(150, 2).map(one => ({
    ...one,
    rows: [...one.rows, ...(one.convertedOn === undefined ? [] : [aRow('invoice', one.convertedOn - 1)])],
  }))
  const found = await leaksIn(histories)
  expect(found.map(one => one.feature)).toContain('use:invoice')
  expect(found.find(one => one.feature === 'use:invoice')?.say).toContain(
    'once the last day before it is left out',
  )
})

test('honest facts are no leaks', async () => {
  expect(await leaksIn(aPopulation(150, 3))).toEqual([])
})

test('a handful of accounts names nothing', async () => {
  expect(await leaksIn(aPopulation(6, 4, { hasInvoices: true }))).toEqual([])
})
