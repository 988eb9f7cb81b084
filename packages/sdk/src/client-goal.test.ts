import type { Program } from '@fireball/core'
import { expect, test } from 'vitest'
import { createWorld, program } from '../../../test/sdk/world.ts'

const nudge = (skill: string) => ({
  key: `try-${skill}`,
  serves: { skill },
  text: { title: skill },
  metric: 'm',
})
const served = (over: Partial<Program> = {}): Program => ({
  ...program,
  skills: program.skills.map(({ requires: _, ...skill }) => skill),
  features: [],
  prompts: [],
  checklists: [],
  nudges: [nudge('build'), nudge('share')],
  goals: [
    { key: 'figures', name: 'See my figures', skills: ['build'] },
    { key: 'team', name: 'Work as a team', skills: ['share'] },
  ],
  ...over,
})

test.each([
  ['figures', 'try-build', 'See my figures'],
  ['team', 'try-share', 'Work as a team'],
  ['Work as a team', 'try-share', 'Work as a team'],
])('the goal “%s”, answered in a survey, leads to %s, and says so', async (answer, key, goal) => {
  const world = createWorld(served())
  const tab = await world.openTab('local')
  tab.fireball.track('Survey Answered', { survey: 'goal', answer })
  await world.pass(10)
  expect(tab.client.decision().show).toMatchObject({ key, goal })
})

test('a trait of the user leads just so, where the program says that it holds the goal', async () => {
  const world = createWorld(served({ goalFact: 'user.aim' }))
  const tab = await world.openTab('local')
  tab.fireball.identify('u1', { aim: 'team' })
  await world.pass(10)
  expect(tab.client.decision().show).toMatchObject({ key: 'try-share', goal: 'Work as a team' })
})

test('another goal leads elsewhere, once what is shown is put away; none, or one that is not known, to what comes first', async () => {
  const world = createWorld(served())
  const tab = await world.openTab('local')
  await world.pass(10)
  expect(tab.client.decision().show).toMatchObject({ key: 'try-build' })
  tab.fireball.track('Survey Answered', { survey: 'goal', answer: 'riches' })
  await world.pass(10)
  expect(tab.client.decision().show).toMatchObject({ key: 'try-build' })
  tab.fireball.track('Survey Answered', { survey: 'goal', answer: 'team' })
  tab.fireball.track('Prompt Dismissed', { prompt: 'try-build' })
  await world.pass(10)
  expect(tab.client.decision().show).toMatchObject({ key: 'try-share', goal: 'Work as a team' })
})
