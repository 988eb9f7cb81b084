import { expect, test } from 'vitest'
import { ALL, ableIn, ambiguousNames, pagesOf, pickCount, queryOf, searchOf, viewOf } from './account-list.ts'

test('the address bar holds the view, and only what is not as usual', () => {
  const view = {
    stage: 'pql',
    quadrant: 'silent-win',
    type: 'fizzler',
    life: 'at-risk',
    segment: 'teams',
    sort: 'chance',
    q: 'acme',
    isOfOneHidden: true,
    page: 3,
  }
  expect(viewOf(searchOf(view))).toEqual(view)
  expect(searchOf(viewOf({}))).toEqual({})
})

test('nonsense in the address bar reads as usual', () => {
  expect(viewOf({ stage: 'x', type: 'x', life: 'x', sort: 'x', page: '-4', ofOne: 'no' })).toEqual({
    ...ALL,
    isOfOneHidden: false,
    page: 1,
  })
  expect(viewOf({ page: 'NaN' }).page).toBe(1)
  expect(viewOf({ page: '2.9' }).page).toBe(2)
})

test('a page becomes an offset', () => {
  expect(queryOf(viewOf({ page: '3' }))).toEqual({ offset: 100, limit: 50 })
  expect(queryOf(viewOf({ q: 'a', ofOne: 'hide' }))).toEqual({ q: 'a', ofOne: 'hide', offset: 0, limit: 50 })
})

test('picks beside the tabs and the search are counted', () => {
  expect(pickCount(viewOf({ q: 'a', stage: 'pql', type: 'fizzler', segment: 'teams' }))).toBe(2)
})

test('pages say what they show', () => {
  expect(pagesOf(viewOf({ page: '2' }), 20_400)).toEqual({ from: 51, to: 100, count: 408 })
  expect(pagesOf(viewOf({}), 0)).toEqual({ from: 0, to: 0, count: 1 })
  expect(pagesOf(viewOf({ page: '408' }), 20_380)).toEqual({ from: 20_351, to: 20_380, count: 408 })
})

test('names that stand more than once are known', () => {
  const rows = ['Corner', 'Sun', 'Corner', 'Corner', 'Moon'].map(name => ({ name }))
  expect([...ambiguousNames(rows)]).toEqual(['Corner'])
})

test('a row says what somebody is able in, shortly', () => {
  const ability = {
    quadrant: 'silent-win',
    able: 1,
    users: 1,
    share: 1,
    depth: 1,
    breadth: 1,
    plateau: false,
    plateaus: 0,
  } as const
  expect(ableIn({ ...ability, skills: ['Send', 'Read', 'Compare', 'Share'] })).toBe('Send, Read and 2 more')
  expect(ableIn({ ...ability, skills: ['Send'] })).toBe('Send')
  expect(ableIn(ability)).toBe('')
})
