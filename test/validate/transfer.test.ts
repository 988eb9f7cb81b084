import { expect, test } from 'vitest'
import { readAnswers, transfer } from './transfer.ts'

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
