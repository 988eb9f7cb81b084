import type { LeadType } from '@fireball/core'
import { getStarted, onDay, type Scene, sitting, spread } from './scene.ts'
import type { Mood } from './talk.ts'

/** How many of those who are asked what is in the way say it. */
const ANSWERS = 0.85

/** About nine sittings over the days so far, by the owner mostly: what others are measured by. */
const thrive = (scene: Scene): void => {
  const { owner, members, dice, days, craft } = scene
  getStarted(scene, owner, dice.whole(6, 7))
  const sittings = spread(dice.whole(7, 11), 0.5, days - 0.6)
  for (const day of sittings) {
    const helper = members[dice.whole(0, Math.max(0, members.length - 1))]
    sitting(scene, helper !== undefined && dice.chance(0.3) ? helper : owner, day)
  }
  for (const day of spread(2, days * 0.4, days * 0.7)) craft.buildSegment(owner, onDay(scene, day))
}

/** Everybody gets the newsletter; to some of them somebody writes. */
const greet = (scene: Scene, answer?: Mood): void => {
  const { owner, talk, dice, days } = scene
  for (const day of spread(2, 1, days * 0.6)) talk.newsletter(owner, onDay(scene, day))
  if (dice.chance(0.4)) talk.outreach(owner, onDay(scene, days * 0.3), answer)
}

const goldenLead = (scene: Scene): void => {
  const { owner, talk, diary, craft, days, dice } = scene
  thrive(scene)
  greet(scene, 'positive')
  talk.inquiry(owner, onDay(scene, days * 0.6), 'positive', dice.chance(0.4))
  for (const day of spread(3, days * 0.6, days - 1)) craft.compareReports(owner, onDay(scene, day))
  diary.page(owner, onDay(scene, days - 2), 'Plans')
  if (dice.chance(0.6))
    diary.track(owner, onDay(scene, days - 1), 'Feature Locked', { feature: 'advanced-reports' })
}

const silentSuccess = (scene: Scene): void => {
  const { owner, diary, days, dice } = scene
  thrive(scene)
  greet(scene)
  if (dice.chance(0.5)) diary.page(owner, onDay(scene, days - 2), 'Plans')
}

const contraryConverter = (scene: Scene): void => {
  const { owner, talk, craft, days, dice } = scene
  getStarted(scene, owner, 3)
  for (const day of spread(dice.whole(5, 6), 1, days - 1)) {
    const at = onDay(scene, day)
    craft.sendCampaign(owner, at, dice.chance(0.7))
    if (dice.chance(0.5)) craft.readReport(owner, at + 900_000, false)
  }
  greet(scene, 'negative')
  for (const day of spread(dice.whole(2, 3), days * 0.3, days - 1))
    talk.inquiry(owner, onDay(scene, day), 'negative', dice.chance(0.4))
}

const positiveProcrastinator = (scene: Scene): void => {
  const { owner, talk, days, dice } = scene
  getStarted(scene, owner, dice.whole(1, 2))
  greet(scene, 'positive')
  talk.inquiry(owner, onDay(scene, days * 0.6), 'positive', dice.chance(0.5))
  if (dice.chance(ANSWERS)) talk.survey(owner, onDay(scene, days * 0.7), dice.pick(['no-time', 'not-now']))
}

const fizzler = (scene: Scene): void => {
  const { owner, craft } = scene
  getStarted(scene, owner, 6)
  craft.chooseTemplate(owner, onDay(scene, 1))
  greet(scene)
}

const incompatible = (scene: Scene): void => {
  const { owner, talk, days, dice } = scene
  getStarted(scene, owner, dice.whole(1, 2))
  talk.inquiry(owner, onDay(scene, 1), 'neutral', dice.chance(0.5))
  if (dice.chance(ANSWERS))
    talk.survey(owner, onDay(scene, days * 0.5), dice.pick(['no-resources', 'no-fit']))
}

const heartbreaker = (scene: Scene): void => {
  const { owner, dice } = scene
  getStarted(scene, owner, dice.whole(1, 2))
  greet(scene)
}

/** How each of the seven leads spends a trial. */
export const LEAD_STORIES: Readonly<Record<LeadType, (scene: Scene) => void>> = {
  'golden-lead': goldenLead,
  'silent-success': silentSuccess,
  'contrary-converter': contraryConverter,
  'positive-procrastinator': positiveProcrastinator,
  fizzler,
  incompatible,
  heartbreaker,
}
