import type { Program, WidgetPorts, WidgetState } from '@fireball/core'
import { expect, test } from 'vitest'
import { createWorld, program } from '../../../test/sdk/world.ts'

/** A program as a later version may publish it, with parts that this one does not know. */
const newer = (over: object): Program => ({ ...program, ...over })

const open = async (served: Program) => {
  const world = createWorld(served)
  const drawn: WidgetState[] = []
  const tab = await world.openTab('full', (ports: WidgetPorts) => ports.subscribe(state => drawn.push(state)))
  await world.pass(10)
  for (const context of ['a', 'b', 'c']) tab.fireball.track('Report Built', { outcome: 'success', context })
  await world.pass(10)
  return { world, tab, drawn, codeOf: (key: string) => tab.fireball.explain(key).held[0]?.code }
}

test('surfaces and fields that are not known are left out with a reason; the rest is shown', async () => {
  const { tab, drawn, codeOf } = await open(
    newer({
      hologram: { on: true },
      nudges: [...program.nudges, { ...program.nudges[0], key: 'shine', glow: 3, serves: { dream: 'big' } }],
      prompts: [
        ...program.prompts,
        { ...program.prompts[0], key: 'renew', kind: 'renewal', feature: 'moon' },
      ],
      messages: [
        { key: 'beam', surface: 'hologram', metric: 'm', text: { title: 'Beam' } },
        {
          key: 'news',
          surface: 'banner',
          metric: 'm',
          priority: 9,
          text: { title: 'News', voice: 'deep' },
          sparkle: 1,
        },
      ],
    }),
  )
  expect(codeOf('beam')).toBe('unknown-surface')
  expect(codeOf('shine')).toBe('unknown-name')
  expect(codeOf('renew')).toBe('unknown-name')
  expect(tab.fireball.explain('news').shown?.key).toBe('news')
  expect(drawn.at(-1)?.prompt).toMatchObject({ kind: 'banner', title: 'News' })
  expect(tab.faults).toEqual([])
})

test('an operator that is not known never holds, and a question that is not known is no reason to fail', async () => {
  const { tab, codeOf } = await open(
    newer({
      nudges: [],
      messages: [
        {
          key: 'odd',
          surface: 'toast',
          metric: 'm',
          text: { title: 'Odd' },
          audience: { 'user.x': { $near: 1 } },
        },
        {
          key: 'slide',
          surface: 'survey',
          metric: 'm',
          questions: [{ key: 'much', kind: 'slider', title: 'How much?' }],
        },
      ],
    }),
  )
  expect(codeOf('odd')).toBe('audience')
  expect(codeOf('slide')).toBe('unknown-surface')
  expect(tab.faults).toEqual([])
})

test('markup in texts stays text, and what is huge is still one text', async () => {
  const evil = '<img src=x onerror=alert(1)><script>alert(2)</script>'
  const { drawn } = await open(
    newer({
      nudges: [],
      messages: [
        { key: 'huge', surface: 'toast', metric: 'm', text: { title: evil, body: 'word '.repeat(200_000) } },
      ],
    }),
  )
  const view = drawn.at(-1)?.prompt
  expect(view?.title).toBe(evil)
  expect(view?.body?.length).toBe(1_000_000)
})

test('a program of another format is refused with a fault, and the page goes on', async () => {
  const { tab } = await open(newer({ format: 9 }) as Program)
  expect(tab.faults.map(one => one.code)).toEqual(['bad-program'])
  expect(tab.fireball.explain().held).toEqual([])
})
