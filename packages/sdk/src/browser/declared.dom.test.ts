// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { trackDeclared } from './declared.ts'

const tracked: unknown[] = []
let stop = () => {}
beforeEach(() => {
  stop = trackDeclared({
    track: (name, properties) => tracked.push([name, JSON.parse(JSON.stringify(properties))]),
  })
})
afterEach(() => {
  stop()
  tracked.length = 0
  document.body.replaceChildren()
})
const find = (selector: string): HTMLElement => {
  const element = document.querySelector<HTMLElement>(selector)
  if (!element) throw new Error(`no ${selector}`)
  return element
}
const press = (element: HTMLElement, key: string) => {
  element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }))
  element.dispatchEvent(new KeyboardEvent('keyup', { key, bubbles: true, composed: true }))
}

test('a click on or in what is declared is tracked, also when the page stops the event', () => {
  document.body.innerHTML =
    '<button data-fireball-track="Pressed" data-fireball-context="c" data-fireball-outcome="success"><b>Go</b></button><i>no</i>'
  find('button').addEventListener('click', event => event.stopImmediatePropagation())
  document.addEventListener('click', event => event.stopImmediatePropagation(), {
    capture: true,
    once: true,
  })
  find('b').click()
  find('i').click()
  expect(tracked).toEqual([['Pressed', { context: 'c', outcome: 'success' }]])
  stop()
  find('b').click()
  expect(tracked).toHaveLength(1)
})

test('context and feature may stand on what is around; what is nearer wins', () => {
  document.body.innerHTML = `<main data-fireball-feature="reports" data-fireball-context="all">
    <p data-fireball-context="r1"><button data-fireball-track="Built"></button></p>
    <a data-fireball-track="Opened" data-fireball-context="r2"></a></main>`
  find('button').click()
  find('a').click()
  expect(tracked).toEqual([
    ['Built', { context: 'r1', feature: 'reports' }],
    ['Opened', { context: 'r2', feature: 'reports' }],
  ])
})

test('what is inside what was clicked does not speak for it', () => {
  document.body.innerHTML =
    '<div data-fireball-track="Opened"><b data-fireball-outcome="failure" data-fireball-context="inner">x</b></div>'
  find('b').click()
  expect(tracked).toEqual([['Opened', {}]])
})

test('a form is tracked when it is sent, not when something in it is clicked', () => {
  document.body.innerHTML = '<form data-fireball-track="Sent"><input><b>x</b></form>'
  find('b').click()
  expect(tracked).toEqual([])
  find('form').dispatchEvent(new Event('submit', { bubbles: true }))
  expect(tracked).toEqual([['Sent', {}]])
})

test('an open shadow root is looked into, for clicks and for forms', () => {
  document.body.innerHTML = '<section data-fireball-feature="plans"></section>'
  const root = find('section').attachShadow({ mode: 'open' })
  root.innerHTML =
    '<form data-fireball-track="Chosen"><button data-fireball-track="Pressed">Go</button></form>'
  root.querySelector('button')?.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }))
  expect(tracked.map(one => (one as [string])[0])).toContain('Pressed')
  expect(tracked).toContainEqual(['Chosen', { feature: 'plans' }])
})

test('an element that its own handler takes away still counts', () => {
  document.body.innerHTML =
    '<p data-fireball-feature="trash"><button data-fireball-track="Deleted"></button></p>'
  document.addEventListener('click', () => find('p').remove(), { once: true })
  find('button').click()
  expect(tracked).toEqual([['Deleted', { feature: 'trash' }]])
})

test('a key counts once on what plays a button, whether or not the page makes a click of it', async () => {
  document.body.innerHTML =
    '<i role="button" tabindex="0" data-fireball-track="Plain"></i><u role="button" data-fireball-track="Clicking"></u><b tabindex="0" data-fireball-track="Text"></b>'
  find('u').addEventListener('keyup', () => find('u').click())
  press(find('i'), 'Enter')
  press(find('i'), 'x')
  await new Promise(done => setTimeout(done, 5))
  press(find('u'), ' ')
  press(find('b'), 'Enter')
  await vi.waitFor(() => expect(tracked).toHaveLength(2), 15_000)
  await new Promise(done => setTimeout(done, 20))
  expect(tracked.map(one => (one as [string])[0]).sort()).toEqual(['Clicking', 'Plain'])
})
