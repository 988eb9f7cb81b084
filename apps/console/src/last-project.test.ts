import { expect, test } from 'vitest'
import { createLastProject, firstProject } from './last-project.ts'

const app = { id: 'app', name: 'Your app', key: 'pk', isDemo: false }
const demo = { id: 'demo', name: 'Demo', key: 'pk', isDemo: true }

test('one begins where one was last, at first in the demo', () => {
  expect(firstProject([app, demo], 'app')).toBe(app)
  expect(firstProject([app, demo], undefined)).toBe(demo)
  expect(firstProject([app], 'gone')).toBe(app)
  expect(firstProject([], 'app')).toBeUndefined()
})

test('a browser without storage forgets, and nothing breaks', () => {
  const last = createLastProject(() => {
    throw new Error('denied')
  })
  last.write('app')
  expect(last.read()).toBeUndefined()
})
