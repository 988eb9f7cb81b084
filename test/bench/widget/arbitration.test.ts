import { expect, test } from 'vitest'
import { doublesIn, runSchedule } from './arbitration.ts'

const MINUTE = 60_000
const shown = (tab: number, key: string, minutes: number) => ({ tab, key, at: minutes * MINUTE })

test('what is shown in two tabs at once is a double, whatever it is', () => {
  expect(doublesIn([shown(0, 'news', 0), shown(1, 'news', 0.01)])).toHaveLength(1)
  expect(doublesIn([shown(0, 'news', 0), shown(1, 'hello', 10)])).toHaveLength(1)
  expect(doublesIn([shown(0, 'news', 0), shown(1, 'hello', 16)])).toEqual([])
})

test('what is shown more often than its program allows is a double', () => {
  expect(doublesIn([0, 20, 40].map(at => shown(at, 'tip', at)))).toEqual([shown(40, 'tip', 40)])
  expect(doublesIn([shown(0, 'hello', 0), shown(1, 'hello', 3 * 24 * 60)])).toHaveLength(1)
})

test('in four to six tabs of two windows nothing is shown twice, nor over its caps', async () => {
  for (let seed = 1; seed <= 20; seed++) expect(await runSchedule(seed), `seed ${seed}`).toEqual([])
})

test('without locks it would be', async () => {
  expect((await runSchedule(1, false)).length).toBeGreaterThan(0)
})

test('a schedule follows from its seed alone', async () => {
  expect(await runSchedule(7)).toEqual(await runSchedule(7))
})
