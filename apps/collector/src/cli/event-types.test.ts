import type { Program } from '@fireball/core'
import { expect, test } from 'vitest'
import { eventTypes } from './event-types.ts'

const program: Program = {
  format: 1,
  name: 'Kites',
  signals: [
    { key: 'built', name: 'Built', on: { event: 'Report Built' }, where: { 'properties.kind': 'table' } },
    {
      key: 'seen',
      name: 'Seen',
      on: { event: 'Report Built' },
      outcome: 'none',
      context: { path: 'properties.report' },
    },
    {
      key: 'paid',
      name: 'Paid',
      on: { event: "Invoice 'Paid'" },
      outcome: { path: 'properties.result', success: ['ok', 1], failure: ['no'] },
      sum: { path: 'properties.amount' },
      where: { $or: [{ 'properties.via': { $in: ['card', 'bank'] } }, { 'properties.is-test': false }] },
    },
    { key: 'view', name: 'View', on: { type: 'page' } },
  ],
  checklists: [],
  skills: [{ key: 'build', name: 'Build', why: 'Figures.', shownBy: ['built'] }],
  features: [],
  nudges: [],
  prompts: [],
}

test('events of all signals, with what the signals read; what shows a skill needs outcome and context', () => {
  expect(
    eventTypes(program),
  ).toBe(`// The events of “Kites”, made by \`fireball types\`. Add your own in another file.
import '@fireball/sdk'

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }

declare module '@fireball/sdk' {
  interface FireballEvents {
    'Report Built': {
      outcome: 'success' | 'failure'
      context: string
      kind?: string
      report?: string
      [property: string]: Json | undefined
    }
    'Invoice \\'Paid\\'': {
      result?: 'ok' | 1 | 'no'
      context?: string
      amount?: number
      via?: string
      'is-test'?: boolean
      [property: string]: Json | undefined
    }
  }
}
`)
})

test('what a UI of one’s own names: all that is shown, slots, answers and resources', () => {
  const types = eventTypes({
    ...program,
    goals: [{ key: 'sell', name: 'Sell' }],
    nudges: [{ key: 'build-one', serves: { skill: 'build' }, text: { title: 'Build' }, metric: 'm' }],
    messages: [
      {
        key: 'ask',
        surface: 'survey',
        metric: 'm',
        questions: [
          { key: 'likely', kind: 'nps', title: 'How likely?' },
          {
            key: 'why',
            kind: 'choices',
            title: 'Why?',
            options: [
              { key: 'time', label: 'Time' },
              { key: 'price', label: 'Price' },
            ],
          },
          { key: 'goal', kind: 'goal', title: 'Your goal?' },
        ],
      },
      {
        key: 'learn',
        surface: 'resources',
        metric: 'm',
        slot: 'side',
        text: { title: 'Learn' },
        items: [{ key: 'guide', title: 'Guide', open: '/guide' }],
      },
    ],
  })
  expect(types).toContain(`  interface FireballKeys {
    shown: 'build-one' | 'ask' | 'learn'
    slots: 'side'
    surveys: {
      'ask': {
        'likely': number
        'why': readonly ('time' | 'price')[]
        'goal': 'sell'
      }
    }
    resources: {
      'learn': 'guide'
    }
  }
}
`)
})
