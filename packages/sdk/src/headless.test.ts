import type { Program, WidgetPorts, WidgetState } from '@fireball/core'
import { checklistView, present } from '@fireball/core'
import { expect, test } from 'vitest'
import { createWorld, program } from '../../../test/sdk/world.ts'
import type { Fireball } from './create-fireball.ts'
import { createDrawing, noteDrawing, type Surface } from './drawing.ts'
import { headless } from './headless.ts'

/** A page whose client is drawn by what the test claims, and the rest by a widget that writes down what it is given. */
const openPage = async (served: Program = program, kept?: readonly Surface[]) => {
  const drawn: WidgetState[] = []
  let loads = 0
  const drawing = createDrawing(async () => {
    loads++
    return {
      present,
      checklistView,
      mountWidget: (ports: WidgetPorts) => ({ dispose: ports.subscribe(state => drawn.push(state)) }),
    }
  }, kept)
  const world = createWorld(served)
  const waiting: WidgetPorts[] = []
  const tab = await world.openTab('full', ports => {
    waiting.push(ports)
    void drawing.loadWidget().then(widget => widget.mountWidget(ports))
  })
  noteDrawing(tab.fireball, drawing)
  const client = tab.fireball as unknown as Fireball
  const seen = () =>
    tab.client
      .entries()
      .filter(one => one.event.name.startsWith('Prompt ') || one.event.name === 'Survey Answered')
      .map(({ event: { name, properties } }) => [name, properties])
  const last = () => drawn.at(-1)
  return { world, tab, client, seen, last, loads: () => loads }
}

const teach = (client: Fireball) => {
  for (const context of ['a', 'b', 'c']) client.track('Report Built', { outcome: 'success', context })
}

test('the host gets what would be shown, with its texts; the widget never comes for it', async () => {
  const { world, client, seen, loads } = await openPage()
  const ui = headless(client)
  const heard: (string | undefined)[] = []
  ui.subscribe(({ prompt }) => heard.push(prompt?.title))
  await world.pass(10)
  expect(ui.get().checklist).toMatchObject({ key: 'start', title: 'Start', done: 0, total: 2 })
  teach(client)
  await world.pass(10)
  expect(ui.get().prompt).toMatchObject({ kind: 'nudge', key: 'share-it', title: 'Share' })
  expect(ui.get().prompt?.why).toContain('Build')
  expect(heard.at(-1)).toBe('Share')
  // Not seen until it was painted.
  expect(seen()).toEqual([])
  ui.shown('share-it')
  ui.shown('share-it')
  ui.shown('unknown')
  expect(seen()).toEqual([['Prompt Shown', { prompt: 'share-it' }]])
  expect(loads()).toBe(0)
})

test('what helped is stamped, and what is closed or stopped stays away', async () => {
  const { world, tab, client, seen } = await openPage()
  const ui = headless(client, ['nudge'])
  teach(client)
  await world.pass(10)
  ui.shown('share-it')
  ui.act('share-it')
  client.track('Report Shared', { outcome: 'success', context: 'a' })
  const shared = tab.client.entries().find(one => one.event.name === 'Report Shared')
  expect(shared?.event).toMatchObject({ assisted: true, context: { fireball: { assisted: 'share-it' } } })
  await world.pass(1_000_000)
  expect(ui.get().prompt).toMatchObject({ key: 'share-it/alone', title: 'Now alone' })
  ui.shown('share-it/alone')
  ui.stopped('share-it/alone')
  await world.pass(10)
  expect(ui.get().prompt).toBeUndefined()
  expect(client.explain('share-it').held).toEqual([{ key: 'share-it', code: 'stopped' }])
  expect(seen().at(-1)).toEqual(['Prompt Dismissed', { prompt: 'share-it/alone', stopped: true }])
})

test('the widget draws what nobody has taken, and takes over what is given back', async () => {
  const { world, client, last } = await openPage()
  const ui = headless(client, ['nudge'])
  await world.pass(10)
  teach(client)
  await world.pass(10)
  expect(last()?.checklist?.key).toBe('start')
  expect(last()?.prompt).toBeUndefined()
  expect(ui.get().prompt?.key).toBe('share-it')
  expect(ui.get().checklist).toBeUndefined()
  ui.release()
  await world.pass(10)
  expect(last()?.prompt?.key).toBe('share-it')
})

test('surfaces that are not the widget’s are never drawn by it', async () => {
  const { world, client, last, loads } = await openPage(program, ['offer'])
  teach(client)
  await world.pass(10)
  expect(last()).toBeUndefined()
  const ui = headless(client)
  expect(ui.get().prompt?.key).toBe('share-it')
  expect(loads()).toBe(1)
})

test('a survey stays while it is being answered, and its last answer ends it', async () => {
  const { world, client, seen } = await openPage({
    ...program,
    nudges: [],
    messages: [
      {
        key: 'ask',
        surface: 'survey',
        metric: 'answers',
        audience: { 'survey.one': { $exists: false } },
        questions: [
          { key: 'one', kind: 'nps', title: 'How likely?' },
          { key: 'two', kind: 'text', title: 'Why?', optional: true },
        ],
      },
    ],
  })
  const ui = headless(client, ['survey'])
  await world.pass(10)
  ui.shown('ask')
  ui.answered('ask', 'one', 9)
  await world.pass(10)
  expect(client.explain('ask').shown).toBeUndefined()
  expect(ui.get().prompt).toMatchObject({ key: 'ask', kind: 'survey' })
  ui.answered('ask', 'two')
  await world.pass(10)
  expect(ui.get().prompt).toBeUndefined()
  expect(seen()).toEqual([
    ['Prompt Shown', { prompt: 'ask' }],
    ['Survey Answered', { prompt: 'ask', survey: 'one', answer: 9 }],
    ['Prompt Clicked', { prompt: 'ask', target: 'answer' }],
  ])
})

test('a checklist is hidden and comes back; “not now” holds a message for a day', async () => {
  const { world, client } = await openPage({
    ...program,
    messages: [{ key: 'news', surface: 'toast', metric: 'm', text: { title: 'New' } }],
  })
  const ui = headless(client)
  await world.pass(10)
  ui.shown('news')
  ui.snoozed('news')
  ui.dismissed('start')
  await world.pass(10)
  expect(ui.get().checklist).toBeUndefined()
  expect(client.explain('news').held[0]?.code).toBe('snoozed')
  ui.restored('start')
  await world.pass(10)
  expect(ui.get().checklist?.key).toBe('start')
})

test('where there is no page it gives nothing', () => {
  const client = {} as unknown as Fireball
  const ui = headless(client)
  ui.shown('a')
  ui.act('a')
  ui.release()
  expect(ui.get()).toEqual({ beside: [], help: [], sending: 'off', theme: {} })
})
