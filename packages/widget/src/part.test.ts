import { expect, test } from 'vitest'
import { createPart } from './part.ts'

const panel = { styles: '.panel {}', name: 'panel' }

test('loads once, and hands over its styles', async () => {
  const calls: string[] = []
  const part = createPart(
    async () => {
      calls.push('fetch')
      return panel
    },
    styles => calls.push(`${styles} ${part.now?.name}`),
  )
  expect(part.now).toBeUndefined()
  expect(await Promise.all([part.load(), part.load()])).toEqual([panel, panel])
  expect(calls).toEqual(['fetch', '.panel {} panel'])
})

test('what failed is nothing, and is tried again', async () => {
  let isOnline = false
  const part = createPart(
    async () => {
      if (!isOnline) throw new TypeError('Failed to fetch')
      return panel
    },
    () => {},
  )
  expect(await part.load()).toBeUndefined()
  isOnline = true
  expect(await part.load()).toBe(panel)
  expect(part.now).toBe(panel)
})
