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
