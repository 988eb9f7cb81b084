import { err, ok } from '@fireball/core'
import { expect, test } from 'vitest'
import { createPrompts } from './pausing.ts'

test('a pause shows once the collector has taken it, and goes again', async () => {
  const prompts = createPrompts({ prompts: async () => ok([]), pause: async () => ok([]) })
  prompts.know(['old'])
  await prompts.pause('*', true)
  expect(prompts.$paused.get()).toEqual(['old', '*'])
  await prompts.pause('*', false)
  expect(prompts.$paused.get()).toEqual(['old'])
})

test('a pause that failed is not shown as one', async () => {
  const prompts = createPrompts({
    prompts: async () => ok([]),
    pause: async () => err({ code: 'unreachable', message: 'gone' }),
  })
  await prompts.pause('*', true)
  expect(prompts.$paused.get()).toEqual([])
  expect(prompts.$failure.get()?.code).toBe('unreachable')
})
