import { expect, test } from 'vitest'
import {
  ALL,
  ableIn,
  ambiguousNames,
  filterOf,
  openViewOf,
  pagesOf,
  pickCount,
  queryOf,
  searchOf,
  tabCount,
  viewOf,
} from './account-list.ts'

test('the address bar holds the view, and only what is not as usual', () => {
  const view = {
    stage: 'pql',
    quadrant: 'silent-win',
    type: 'fizzler',
    life: 'at-risk',
    segment: 'teams',
    touch: 'held',
    sort: 'chance',
    q: 'acme',
    isOfOneHidden: true,
    page: 3,
  }
  expect(viewOf(searchOf(view))).toEqual(view)
  expect(searchOf(viewOf({}))).toEqual({})
})

test('nonsense in the address bar reads as usual', () => {
  expect(
    viewOf({ stage: 'x', type: 'x', life: 'x', touch: 'x', sort: 'x', page: '-4', ofOne: 'no' }),
  ).toEqual({
    ...ALL,
    isOfOneHidden: false,
    page: 1,
  })
  expect(viewOf({ page: 'NaN' }).page).toBe(1)
  expect(viewOf({ page: '2.9' }).page).toBe(2)
})

test('a page becomes an offset', () => {
  expect(queryOf(viewOf({ page: '3' }), 0)).toEqual({ offset: 100, limit: 50 })
  expect(queryOf(viewOf({ q: 'a', ofOne: 'hide' }), 0)).toEqual({
    q: 'a',
    ofOne: 'hide',
    offset: 0,
    limit: 50,
  })
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

test('what is due today is due until the end of the reader’s day, in the list and in the file', () => {
  const now = new Date(2026, 10, 23, 9, 30).getTime()
  const dueBy = `${new Date(2026, 10, 23, 23, 59, 59, 999).getTime()}`
  expect(filterOf(viewOf({ touch: 'today', stage: 'pql' }), now)).toEqual({
    stage: 'pql',
    touch: 'due',
    dueBy,
  })
  expect(filterOf(viewOf({ touch: 'held' }), now)).toEqual({ touch: 'held' })
})

test('a saved view is open where the list is narrowed and ordered like it, on any page', () => {
  const views = [{ id: '1', name: 'Due', search: { touch: 'due', sort: 'value' }, by: 'ann', at: 0 }]
  expect(openViewOf(views, viewOf({ sort: 'value', touch: 'due', page: '3' }))?.id).toBe('1')
  expect(openViewOf(views, viewOf({ touch: 'due' }))).toBeUndefined()
})

test('“All” counts those too that stand under no tab; a tab counts its own', () => {
  const list = {
    stages: { 'signed-up': 0, activating: 122, 'first-value': 146, pql: 25 },
    product: { rate: 0, complete: 0, firstValue: 0, accounts: 300 },
    total: 300,
  }
  expect(tabCount(list, '', viewOf({}))).toBe(300)
  expect(tabCount({ ...list, total: 25 }, '', viewOf({ stage: 'pql' }))).toBe(300)
  expect(tabCount(list, 'pql', viewOf({}))).toBe(25)
  const won = { ...list, stages: { 'signed-up': 0, activating: 2, 'first-value': 8, pql: 0 }, total: 14 }
  expect(tabCount(won, '', viewOf({ life: 'won' }))).toBe(14)
  expect(tabCount({ ...won, total: 3 }, '', viewOf({ life: 'won', q: 'elm' }))).toBe(10)
})
