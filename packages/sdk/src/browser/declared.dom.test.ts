// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import { trackDeclared } from './declared.ts'

const tracked: unknown[] = []
const start = () => trackDeclared({ track: (name, properties) => tracked.push([name, properties]) })

afterEach(() => {
  tracked.length = 0
  document.body.replaceChildren()
})

test('a click on or in what is declared is tracked, also when the page stops the event', () => {
  const stop = start()
  document.body.innerHTML =
    '<button data-fireball-track="Pressed" data-fireball-context="c" data-fireball-outcome="success"><b>Go</b></button><i>no</i>'
  document.querySelector('button')?.addEventListener('click', event => event.stopImmediatePropagation())
  document.querySelector('b')?.click()
  document.querySelector('i')?.click()
  expect(tracked).toEqual([['Pressed', { context: 'c', outcome: 'success' }]])
  stop()
  document.querySelector('b')?.click()
  expect(tracked).toHaveLength(1)
})

test('a form is tracked when it is sent, not when something in it is clicked', () => {
  const stop = start()
  document.body.innerHTML = '<form data-fireball-track="Sent"><input><b>x</b></form>'
  document.querySelector('b')?.click()
  expect(tracked).toEqual([])
  document.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true }))
  expect(tracked).toEqual([['Sent', { context: undefined, outcome: undefined }]])
  stop()
})
