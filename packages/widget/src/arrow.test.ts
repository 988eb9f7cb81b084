import { expect, test } from 'vitest'
import { arrowAt } from './arrow.ts'

const box = (left: number, top: number, width: number, height: number) => ({ left, top, width, height })
const target = box(100, 100, 40, 20)

test('a card below its target points up at the target’s middle, one above it down', () => {
  expect(arrowAt(box(0, 130, 300, 200), target)).toEqual([120, 0])
  expect(arrowAt(box(0, 0, 300, 90), target)).toEqual([120, 90])
})

test('to the right and to the left likewise', () => {
  expect(arrowAt(box(150, 50, 300, 200), target)).toEqual([0, 60])
  expect(arrowAt(box(0, 50, 90, 200), target)).toEqual([90, 60])
})

test('the arrow stays off the rounded corners', () => {
  expect(arrowAt(box(115, 130, 300, 200), target)).toEqual([18, 0])
  expect(arrowAt(box(-175, 130, 300, 200), target)).toEqual([282, 0])
  expect(arrowAt(box(150, 105, 300, 200), target)).toEqual([0, 18])
})

test('a card over its target hides the arrow inside', () => {
  expect(arrowAt(box(50, 50, 300, 200), target)).toEqual([70, 60])
})
