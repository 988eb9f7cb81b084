import { expect, test } from 'vitest'
import { createPlainStore } from './store.ts'

test('subscribe tells the present value, listen only changes', () => {
  const store = createPlainStore(1)
  const heard: unknown[] = []
  const stop = store.subscribe(value => heard.push(value))
  store.listen(value => heard.push(`${value}`))
  store.set(2)
  stop()
  store.set(3)
  expect(heard).toEqual([1, 2, '2', '3'])
  expect([store.get(), store.value]).toEqual([3, 3])
})
