import { defineCommand } from 'citty'
import { type Diagnosis, examineProject } from '../doctor.ts'
import { fail } from './exit.ts'
import { DATA_OPTION, findProject, withStore } from './open-store.ts'
import { strict } from './strict.ts'

const SHOWN = 20

const day = (n: number): string => new Date(n * 86_400_000).toISOString().slice(0, 10)

const say = (
  id: string,
  { keys, events, ailments, closedThrough, filling }: Diagnosis,
): readonly string[] => [
  `${id}: ${events} events under ${keys} keys; ${ailments.length === 0 ? 'the evidence is their sum.' : `wrong at ${new Set(ailments.map(one => one.akey)).size} keys.`}`,
  ...ailments.slice(0, SHOWN).map(({ akey, kind, rows }) => `  ${akey}: ${rows} rows of ${kind}`),
  ...(ailments.length > SHOWN ? [`  … and ${ailments.length - SHOWN} more`] : []),
  ...(closedThrough < 0 ? [] : [`  Days up to ${day(closedThrough)} are closed and were passed over.`]),
  ...(filling === 0 ? [] : [`  ${filling} signals are being counted anew and were passed over.`]),
]

/** `fireball doctor` */
export const doctorCommand = defineCommand({
  meta: {
    name: 'doctor',
    description: 'Check that the evidence is the sum of the stored events; the collector may go on meanwhile',
  },
  args: {
    project: { type: 'string', description: 'Id or name of the project; default: all', valueHint: 'id' },
    repair: { type: 'boolean', description: 'Put right what is wrong' },
    ...DATA_OPTION,
  },
  plugins: [strict],
  run: async ({ args }) =>
    withStore(args.data, async opened => {
      const projects =
        args.project === undefined ? await opened.projects.list() : [await findProject(opened, args.project)]
      let ailments = 0
      for (const { id } of projects) {
        const diagnosis = await examineProject(opened, id, args.repair === true)
        if (diagnosis === undefined) continue
        ailments += diagnosis.ailments.length
        for (const line of say(id, diagnosis)) console.log(line)
      }
      if (ailments > 0 && args.repair !== true)
        return fail('failed', 'Not repaired. --repair puts the evidence right.')
      if (ailments > 0) console.log('Repaired. The accounts are evaluated anew by the collector.')
    }),
})
