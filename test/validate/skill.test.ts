import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { run as validate } from './skill.ts'

const folder = mkdtempSync(join(tmpdir(), 'fireball-skill-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Learners of two kinds, on items of two kinds; every third answer shows two skills. */
const lines = (users: number): readonly string[] =>
  Array.from({ length: users }, (_, user) =>
    Array.from({ length: 12 }, (_, n) => {
      const item = (n * 5 + user) % 10
      const isRight = (user % 2) + (item % 2) + ((n * 7 + user * 3) % 4) / 2 >= 1.5
      return `u${user},i${item},${isRight ? 'yes' : 'no'},${n % 3 === 0 ? 'a~b' : 'b'}`
    }),
  ).flat()

const write = (name: string, content: string): string => {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}

const log = write('log.csv', `user,item,correct,skill\n${lines(30).join('\n')}\n`)

const printed = async (data: string, options: Readonly<Record<string, string>> = {}): Promise<string> => {
  let text = ''
  for await (const line of validate(data, options)) text += `${line}\n`
  return text
}

test('a log is told in five folds, and the running sums are the view', async () => {
  const text = await printed(log)
  expect(text).toContain('log: 360 answers of 30 users told')
  expect(text).toContain('(mean of 5 folds)')
  const [, area = '0'] = /next answer, AUC {2}\[95 %\] +(\S+)/.exec(text) ?? []
  expect(Number(area)).toBeGreaterThan(0.7)
  const [, farthest = '1'] = /view against running sums, farthest +(\S+)/.exec(text) ?? []
  expect(Number(farthest)).toBeLessThan(1e-12)
}, 60_000)

test('what is wrong is said with the name of the file, after the others were measured', async () => {
  const bad = write('bad.csv', 'this,is,something\nelse,1,2\n')
  const seen: string[] = []
  const all = async (): Promise<void> => {
    for await (const line of validate(folder)) seen.push(line)
  }
  await expect(all()).rejects.toThrow(`${bad}: no column for user`)
  expect(seen.some(line => line.startsWith('log: 360'))).toBe(true)
  rmSync(bad)
}, 60_000)

test('too few users, a wrong name and a wrong option are said', async () => {
  const few = write('few.csv', 'user,item,correct\n1,a,1\n1,b,0\n')
  await expect(printed(few)).rejects.toThrow('few: 1 users with two answers or more; five folds need five')
  await expect(printed(log, { only: 'nothing' })).rejects.toThrow(
    'There is no data set nothing; there are: log',
  )
  await expect(printed(log, { 'per-day': 'few' })).rejects.toThrow('--per-day takes a number')
  await expect(printed(log, { 'time-unit': 'h' })).rejects.toThrow('--time-unit is s, ms or d')
  await expect(printed(join(folder, 'nowhere'))).rejects.toThrow('is not there')
  rmSync(few)
})
