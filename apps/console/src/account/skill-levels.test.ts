import { expect, test } from 'vitest'
import { skillLevels } from './skill-levels.ts'

const skill = (key: string, ...requires: string[]) => ({ key, requires })
const keys = (...skills: readonly ReturnType<typeof skill>[]) =>
  skillLevels(skills).map(level => level.map(one => one.key))

test('each skill stands a level after all that it builds on, beside the one it builds on', () => {
  expect(
    keys(skill('d', 'b'), skill('c', 'a'), skill('a'), skill('b'), skill('e', 'c', 'd'), skill('f')),
  ).toEqual([['a', 'b', 'f'], ['c', 'd'], ['e']])
})

test('unknown prerequisites and circles do no harm', () => {
  expect(keys(skill('a', 'gone'))).toEqual([['a']])
  expect(keys(skill('a', 'b'), skill('b', 'a')).flat().sort()).toEqual(['a', 'b'])
  expect(keys()).toEqual([])
})
