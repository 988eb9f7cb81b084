import type { LearningReport } from '@fireball/core'
import { defineCommand } from 'citty'
import { uuidv7 } from 'uuidv7'
import { createFitStore, type RunEnd } from '../learning/fit-store.ts'
import { learnPort } from '../learning/learn.ts'
import { learnRun } from '../learning/learn-run.ts'
import { createLearner, LEARNING_DEFAULTS } from '../learning/learner.ts'
import { fail } from './exit.ts'
import { DATA_OPTION, findProject, withStore } from './open-store.ts'
import { strict } from './strict.ts'

const day = (at: number): string => new Date(at).toISOString().slice(0, 10)
const count = (n: number): string => n.toLocaleString('en-US')
const percent = (share: number | null | undefined): string =>
  share === null || share === undefined ? '–' : `${(100 * share).toFixed(1)}%`

const skillLines = ({ skills }: LearningReport): readonly string[] =>
  skills.flatMap(one => [
    `  ${one.name.padEnd(28)} ${count(one.successes).padStart(8)} successes ${count(one.failures).padStart(8)} failures  ${count(one.users)} users, ${count(one.contexts)} contexts`,
    ...(one.lacks === undefined ? [] : [`    ${one.lacks}`]),
  ])

/** What a run found, for people at a terminal. */
const say = ({ report, made }: RunEnd): string => {
  const { figures } = made ?? {}
  const compared = figures?.comparison
  return [
    report.say,
    `Read ${count(report.outcomes)} outcomes of ${count(report.users)} users in ${count(report.accounts)} accounts${report.share < 1 ? `, every ${Math.round(1 / report.share)}th user` : ''}.`,
    ...skillLines(report),
    ...(made === undefined || figures === undefined
      ? []
      : [
          `Fit ${made.fit.version}: learned from ${count(figures.outcomes)} outcomes of ${count(figures.users)} users up to ${day((made.throughDay + 1) * 86_400_000 - 1)}.`,
        ]),
    ...(compared === null || compared === undefined || figures === undefined
      ? []
      : [
          `Compared on ${count(compared.outcomes)} outcomes of ${day(compared.from)} to ${day(compared.to)}: log loss less by ${compared.gain.toFixed(4)} (90%: ${compared.low.toFixed(4)} to ${compared.high.toFixed(4)}).`,
          ...(
            [
              ['this fit', figures.candidate],
              ['in use', figures.current],
              ['counting alone', figures.starting],
            ] as const
          ).map(
            ([name, of]) =>
              `  ${name.padEnd(15)} AUC ${percent(of?.auc)}  log loss ${of?.logLoss.toFixed(4) ?? '–'}  calibration error ${percent(of?.ece)}`,
          ),
        ]),
    `Took ${(report.tookMs / 1000).toFixed(1)} s.`,
  ].join('\n')
}

/** `fireball learn` */
export const learnCommand = defineCommand({
  meta: {
    name: 'learn',
    description:
      'Fit the ability model to a project’s own evidence now; it goes live if it tells later outcomes better',
  },
  args: {
    project: { type: 'string', description: 'Id or name of the project', required: true, valueHint: 'id' },
    'dry-run': { type: 'boolean', description: 'Print what it would do, and keep nothing' },
    ...DATA_OPTION,
  },
  plugins: [strict],
  run: async ({ args }) =>
    withStore(args.data, async opened => {
      const { store, programs } = opened
      const { id } = await findProject(opened, args.project)
      const fits = createFitStore(store)
      const ports = { store, fits, programs, learn: learnPort, now: Date.now, newId: uuidv7 }
      const learner = createLearner({
        store,
        fits,
        programs,
        work: (project, control) => learnRun(ports, project, control),
        now: Date.now,
        settings: LEARNING_DEFAULTS,
        // The collector beside notices within a second, and evaluates accounts anew.
        onLive: () => {},
        onError: error => console.error(error),
      })
      const end = await learner.run(id, { isDryRun: args['dry-run'] === true })
      if (end === 'no-program') return fail('usage', `The project “${id}” has no published program yet.`)
      if (end === 'busy') return fail('failed', 'A collector is learning in this project just now.')
      console.log(say(end))
      if (args['dry-run'] === true) console.log('A dry run: nothing was kept.')
    }),
})
