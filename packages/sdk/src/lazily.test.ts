import { expect, test } from 'vitest'
import { lazily } from './lazily.ts'

const settled = () => new Promise(resolve => setTimeout(resolve))

test('a part is loaded once, when it is first asked for, and told of', async () => {
  let loads = 0
  let told = 0
  const part = lazily(
    async () => `part ${++loads}`,
    () => told++,
  )
  expect(loads).toBe(0)
  expect(part()).toBeUndefined()
  expect(part()).toBeUndefined()
  await settled()
  expect([part(), loads, told]).toEqual(['part 1', 1, 1])
})

test('a part that could not be had is asked for anew', async () => {
  let isOnline = false
  let told = 0
  const part = lazily(
    async () => {
      if (!isOnline) throw new Error('offline')
      return 'part'
    },
    () => told++,
  )
  part()
  await settled()
  expect([part(), told]).toEqual([undefined, 0])
  isOnline = true
  await settled()
  part()
  await settled()
  expect([part(), told]).toEqual(['part', 1])
})
