import { expect, test } from 'vitest'
import { MAP, skillMap } from './skill-map.ts'

const COLUMN = MAP.width + MAP.gapX

test('each skill stands to the right of all that it builds on', () => {
  const { spots, lines, width, height } = skillMap([
    { key: 'c', requires: ['a', 'b'] },
    { key: 'a', requires: [] },
    { key: 'b', requires: ['a'] },
  ])
  expect(Object.fromEntries(spots.map(({ skill, x }) => [skill.key, x]))).toEqual({
    a: 0,
    b: COLUMN,
    c: 2 * COLUMN,
  })
  expect(lines.map(({ from, to }) => `${from}→${to}`).sort()).toEqual(['a→b', 'a→c', 'b→c'])
  expect([width, height]).toEqual([3 * MAP.width + 2 * MAP.gapX, MAP.height])
})

test('unknown prerequisites and circles do no harm', () => {
  expect(skillMap([{ key: 'a', requires: ['gone'] }]).spots).toHaveLength(1)
  expect(
    skillMap([
      { key: 'a', requires: ['b'] },
      { key: 'b', requires: ['a'] },
    ]).spots,
  ).toHaveLength(2)
  expect(skillMap([])).toEqual({ spots: [], lines: [], width: 0, height: 0 })
})
