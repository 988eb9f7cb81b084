// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import { definePlaces, type Place } from './places.ts'

const soon = () => new Promise(done => setTimeout(done))
afterEach(() => document.body.replaceChildren())

const slot = (name: string): Place => {
  const element = document.createElement('fireball-slot') as Place
  element.setAttribute('name', name)
  return element
}

test('places are known while they are on the page, whoever defines them, in shadow roots too', async () => {
  document.body.append(document.createElement('fireball-slot'))
  const { all, listeners } = definePlaces(document)
  expect(definePlaces(document).all).toBe(all)
  expect(all.size).toBe(1)
  let told = 0
  const hear = () => told++
  listeners.add(hear)
  const app = document.body.appendChild(document.createElement('div'))
  const inner = slot('a')
  app.attachShadow({ mode: 'open' }).append(inner)
  expect([...all].includes(inner)).toBe(true)
  await soon()
  // Moved in one task: one word of it.
  document.body.append(inner)
  inner.setAttribute('name', 'b')
  await soon()
  expect(told).toBe(2)
  inner.remove()
  await soon()
  expect([all.has(inner), told]).toEqual([false, 3])
  listeners.delete(hear)
})

test('a box takes the place of what the page has put there, and gives it back', () => {
  definePlaces(document)
  const place = slot('a')
  place.append('Meanwhile')
  document.body.append(place)
  const own = () => place.shadowRoot?.querySelector('slot')
  expect(own()?.style.display).toBe('')
  const box = place.take()
  expect(place.take()).toBe(box)
  expect(own()?.style.display).toBe('none')
  expect(box.shadowRoot).not.toBeNull()
  place.leave()
  expect([own()?.style.display, place.childNodes.length, box.isConnected]).toEqual(['', 1, false])
})
