import { describe, expect, test } from 'vitest'
import {
  ABLE_TO_COMPARE,
  ABLE_TO_READ,
  added,
  anEvent,
  lockHit,
  NOON,
  quotaFull,
  read,
  sent,
  toDecide,
} from '../test/sample.ts'
import { type DecideInput, decide, type FireballEvent, fill, present } from './index.ts'

const shown = (events: readonly FireballEvent[], over: Partial<DecideInput> = {}) => {
  const input = toDecide(events, over)
  const { show } = decide(input)
  return show && present(show, input.program, input.facts)
}

describe('what is shown', () => {
  test('[D10] a nudge says what it builds on and what the skill changes', () => {
    expect(shown([sent('a'), sent('b')])).toEqual({
      kind: 'nudge',
      key: 'learn-read',
      title: 'Read a report, there',
      anchor: [],
      why: 'You can already do “Send a campaign”; “Read a report” comes next. It says what worked.',
    })
    expect(shown([])?.why).toBe('“Send a campaign” is a good first step. It reaches people.')
  })

  test('[D3] the second time it says: on your own', () => {
    expect(shown([sent('a'), sent('b'), read('a', 'success', { assisted: true })])).toMatchObject({
      title: 'Now on your own',
      why: 'You did “Read a report” with help. Doing it on your own, on another one, makes it yours.',
    })
  })

  test('[D21] an offer for the account says why it is there', () => {
    expect(shown(ABLE_TO_COMPARE, { offers: ['unlock'] })?.why).toMatch(
      /^You or your team looked into Advanced reports\. You can already do/,
    )
  })

  test('[D6] the offer at a lock says what the user can already do', () => {
    expect(shown([...ABLE_TO_COMPARE, lockHit('advanced')])).toMatchObject({
      kind: 'offer',
      variant: 'ready',
      title: 'Get Advanced reports',
      can: ['Read a report', 'Compare reports'],
      upgrade: { label: 'Upgrade', open: '/plans' },
      why: 'You opened Advanced reports, which is part of Pro. You can already do what it builds on: “Read a report” and “Compare reports”.',
    })
  })

  test('[D6] who is not ready is led to the next missing skill, and may upgrade anyway', () => {
    const view = shown([...ABLE_TO_READ, lockHit('advanced')])
    expect(view).toMatchObject({
      variant: 'learn',
      title: 'First: Compare reports',
      lesson: { name: 'Compare reports', why: 'It shows a trend.' },
      upgrade: { label: 'Upgrade' },
    })
    expect(view?.why).toContain('It builds on “Compare reports”, which you have not yet done on your own')
  })

  test('[D6] of several missing skills the one within reach comes first', () => {
    expect(shown([lockHit('advanced')])).toMatchObject({ lesson: { name: 'Send a campaign' } })
  })

  test('[D7] a spike at the limit: the plain way to lift it, and an optional lesson', () => {
    const spike = [
      ...Array.from({ length: 20 }, (_, i) => added(10, i + 1)),
      added(1800, 0),
      sent('a'),
      sent('b'),
      quotaFull('contacts'),
    ]
    expect(shown(spike)).toMatchObject({
      variant: 'lift',
      title: 'You have reached 2,000 contacts',
      upgrade: { label: 'Lift', open: '/lift' },
      lesson: { name: 'Read a report' },
      why: 'You have used 2,000 of 2,000 contacts, most of them within two days. Making use of more builds on “Read a report”, which you have not yet done on your own in different places.',
    })
  })

  test('[D10] a help prompt shows what is sent along', () => {
    const stuck = anEvent({ name: 'Struggle Noticed', properties: { feature: 'advanced' }, at: NOON })
    expect(shown([...ABLE_TO_READ, stuck])).toMatchObject({
      kind: 'help',
      who: 'The team',
      evidence: [
        'Advanced reports gave you trouble.',
        'Already able: Read a report.',
        'Not yet shown: Compare reports.',
      ],
    })
  })
})

describe('being stuck', () => {
  const stuck = (kind: string) =>
    shown([
      ...ABLE_TO_READ,
      anEvent({ name: 'Struggle Noticed', properties: { skill: 'compare', kind }, at: NOON }),
    ])

  test('[K6] on a skill that a feature needs offers help, and says what was seen', () => {
    expect(stuck('failures')).toMatchObject({
      kind: 'help',
      why: expect.stringMatching(/^Advanced reports did not work several times in a row\./),
    })
    expect(stuck('no-outcome')?.why).toMatch(/^Advanced reports gave you trouble\./)
    expect(stuck('dead')).toBeUndefined()
  })
})

describe('texts', () => {
  test('[P4] are filled from facts, with words for a missing value', () => {
    expect(fill('Hi {{ user.name | there }}', { user: { name: 'Ann' } })).toBe('Hi Ann')
    expect(fill('Hi {{user.name|there}}', {})).toBe('Hi there')
    expect(fill('{{ a.b }}!', { a: { b: { c: 1 } } })).toBe('!')
    expect(fill('{{ n }}', { n: 1080 })).toBe('1,080')
    expect(fill('{{ n }} of {{ __proto__.x | none }}', { n: 3 })).toBe('3 of none')
  })
})
