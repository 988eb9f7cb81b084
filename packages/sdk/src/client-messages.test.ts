import type { Program } from '@fireball/core'
import { describe, expect, test } from 'vitest'
import { createWorld, program } from '../../../test/sdk/world.ts'

const HOUR = 3_600_000
const messages: NonNullable<Program['messages']> = [
  {
    key: 'ask-goal',
    surface: 'survey',
    metric: 'activation',
    questions: [{ key: 'goal', kind: 'goal', title: 'What is your goal?' }],
  },
  {
    key: 'news',
    surface: 'banner',
    metric: 'adoption',
    priority: -1,
    text: { title: 'New' },
    schedule: { from: '2026-01-02' },
  },
  {
    key: 'show-share',
    surface: 'tour',
    metric: 'shares',
    priority: -2,
    serves: { skill: 'share' },
    steps: [{ key: 'a', title: 'A' }],
  },
  { key: 'card', surface: 'inline', metric: 'shares', slot: 'side', text: { title: 'Card' } },
]
const goals = [{ key: 'tell', name: 'Tell the team', skills: ['share'] }]
const served: Program = { ...program, nudges: [], messages, goals }
const codeOf = (
  tab: { fireball: { explain(key: string): { held: readonly { code: string }[] } } },
  key: string,
) => tab.fireball.explain(key).held[0]?.code

describe('messages', () => {
  test('one is due, and every other says why it is not', async () => {
    const world = createWorld(served)
    const tab = await world.openTab('local')
    await world.pass(10)
    expect(tab.fireball.explain('ask-goal').shown).toMatchObject({
      kind: 'message',
      view: { kind: 'survey' },
    })
    expect(tab.fireball.explain('news').held).toEqual([
      { key: 'news', code: 'not-yet', until: Date.parse('2026-01-02') },
    ])
    expect(codeOf(tab, 'show-share')).toBe('outranked')
    expect(codeOf(tab, 'card')).toBe('no-place')
  })

  test('an answer ends a survey, in every tab and after a reload, and a goal is the user’s goal from then on', async () => {
    const world = createWorld(served)
    const tab = await world.openTab('local')
    const other = await world.openTab('local')
    await world.pass(10)
    tab.fireball.track('Prompt Shown', { prompt: 'ask-goal' })
    tab.fireball.track('Survey Answered', { prompt: 'ask-goal', survey: 'goal', answer: 'tell' })
    await world.pass(10)
    expect(tab.client.facts()?.doc.survey).toEqual({ goal: 'tell' })
    for (const each of [tab, other, await world.openTab('local')]) {
      await world.pass(10)
      expect(codeOf(each, 'ask-goal')).toBe('finished')
    }
  })

  test('its time comes by itself, and nothing runs until then', async () => {
    const world = createWorld({ ...served, messages: messages.filter(one => one.key === 'news') })
    const tab = await world.openTab('local')
    await world.pass(23 * HOUR)
    expect(tab.fireball.explain('news').shown).toBeUndefined()
    await world.pass(HOUR)
    expect(tab.fireball.explain('news').shown?.key).toBe('news')
  })

  test('what is done with the help of a tour proves nothing', async () => {
    const world = createWorld({ ...served, messages: messages.filter(one => one.key === 'show-share') })
    const tab = await world.openTab('local')
    await world.pass(10)
    tab.fireball.track('Prompt Shown', { prompt: 'show-share' })
    tab.fireball.track('Report Shared', { outcome: 'success', context: 'a' })
    await world.pass(10)
    expect(tab.client.facts()?.skills.share).toMatchObject({ assisted: 1, successes: 0 })
  })

  test('a move within a tour takes no turn: it stays the one on screen', async () => {
    const steps = [
      { key: 'a', title: 'A' },
      { key: 'b', title: 'B' },
    ]
    const world = createWorld({
      ...served,
      messages: [{ key: 'round', surface: 'tour', metric: 'm', steps }],
    })
    const tab = await world.openTab('local')
    await world.pass(10)
    tab.fireball.track('Prompt Shown', { prompt: 'round' })
    tab.fireball.track('Prompt Clicked', { prompt: 'round', target: 'to:b', beside: true })
    await world.pass(10)
    const stepOf = (each: typeof tab) => {
      const { shown } = each.fireball.explain('round')
      return shown?.kind === 'message' ? shown.view.step?.key : undefined
    }
    expect(stepOf(tab)).toBe('b')
    const next = await world.openTab('local')
    await world.pass(10)
    expect(stepOf(next)).toBe('b')
  })
})
