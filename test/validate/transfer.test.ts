import { expect, test } from 'vitest'
import { auc } from './auc.ts'
import { readAnswers, transfer } from './transfer.ts'

test('the area under the curve counts ties as half', () => {
  expect(auc([1, 2, 3, 4], [false, false, true, true])).toBe(1)
  expect(auc([4, 3, 2, 1], [false, false, true, true])).toBe(0)
  expect(auc([1, 1, 1, 1], [false, true, false, true])).toBe(0.5)
  expect(auc([1, 2, 2, 3], [false, false, true, true])).toBe(0.875)
  expect(auc([1, 2], [true, true])).toBeNaN()
})

test('only first meetings after another item of the skill are predicted', () => {
  const answers = readAnswers(
    'user_id\titem_id\ttimestamp\tcorrect\tskill_id\n1\ta\t0\t1\tx\n1\ta\t0\t0\tx\n1\tb\t0\t1\tx\n1\tc\t0\t1\ty\n2\ta\t0\t0\tx\n2\tb\t0\t0\tx\n',
  )
  expect(transfer(answers)).toMatchObject({ rows: 2, outcomes: 1, attempts: 1 })
})

test('a missing column is named', () => {
  expect(() => readAnswers('user_id\titem_id\n1\ta\n')).toThrow(
    'column correct is missing; there are: user_id, item_id',
  )
})
