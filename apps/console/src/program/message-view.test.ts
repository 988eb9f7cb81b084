import { expect, test } from 'vitest'
import { newMessage, SURFACES } from './message-draft.ts'
import { messageView, previewState } from './message-view.ts'

const NOW = Date.UTC(2026, 2, 10)

test.each(SURFACES)('a new message can be shown at once: %s', surface => {
  const view = messageView(newMessage(surface, {}), {}, 0, NOW)
  expect(view).toMatchObject({ kind: surface })
  expect(view?.title).not.toBe('')
})

test('it is shown whatever holds it back, with samples for facts', () => {
  const message = {
    key: 'news',
    surface: 'banner',
    metric: 'm',
    page: '/elsewhere',
    audience: { 'user.plan': 'never' },
    schedule: { from: '2030-01-01' },
    caps: { total: 0 },
    text: { title: 'Hello {{ user.name | there }}' },
  }
  expect(messageView(message, {}, 0, NOW)?.title).toBe('Hello there')
})

test('of a tour the step, of a survey the question that is being written', () => {
  const steps = [
    { key: 'a', title: 'A', when: { 'user.x': 1 } },
    { key: 'b', title: 'B', page: '/b', anchor: ['#own'] },
  ]
  const tour = { key: 't', surface: 'tour', metric: 'm', steps }
  expect(messageView(tour, {}, 0, NOW)).toMatchObject({ title: 'A', step: { at: 1, of: 2 } })
  expect(messageView(tour, {}, 1, NOW)).toMatchObject({ title: 'B', anchor: ['[data-pictured]'] })
  expect(messageView(tour, {}, 9, NOW)?.title).toBe('B')
  const questions = [
    { key: 'one', kind: 'nps', title: 'One?' },
    { key: 'goal', kind: 'goal', title: 'Goal?' },
  ]
  const survey = { key: 's', surface: 'survey', metric: 'm', questions }
  const goals = [{ key: 'sell', name: 'Sell more', skills: [] }]
  expect(messageView(survey, { goals }, 1, NOW)).toMatchObject({
    title: 'Goal?',
    questions: [{ kind: 'choice', options: [{ key: 'sell', label: 'Sell more' }] }],
  })
})

test('what is not whole is not shown, and breaks nothing', () => {
  for (const broken of [
    { surface: 'hologram' },
    { surface: 'survey', questions: 'none' },
    { surface: 'tour', steps: [null] },
    { surface: 'banner', text: 7 },
  ])
    expect(() => messageView({ key: 'x', ...broken }, {}, 0, NOW)).not.toThrow()
  expect(messageView({ surface: 'hologram' }, {}, 0, NOW)).toBeUndefined()
})

test('cards in slots and hotspots stand beside; the rest takes its turn', () => {
  const card = messageView(newMessage('inline', {}), {}, 0, NOW)
  expect(previewState(card, { theme: { accent: '#123456' } }, 'dark')).toMatchObject({
    beside: [{ view: { slot: 'pictured' } }],
    theme: { accent: '#123456', mode: 'dark' },
  })
  expect(previewState(messageView(newMessage('toast', {}), {}, 0, NOW), {}, 'light').prompt).toBeDefined()
})
