import { defineCommand } from 'citty'
import { createRetention, type Kept } from '../retention.ts'
import { fail } from './exit.ts'
import { DATA_OPTION, findProject, withStore } from './open-store.ts'
import { strict } from './strict.ts'

const MAX_DAYS = 36_500

const day = (n: number): string => new Date(n * 86_400_000).toISOString().slice(0, 10)

const say = (id: string, { days, closedThrough }: Kept): string =>
  [
    days === null ? `${id} keeps all events.` : `${id} keeps the events of ${days} whole days before today.`,
    ...(closedThrough < 0
      ? []
      : [
          `Days up to ${day(closedThrough)} are closed: their evidence stays as it is, and what comes late is refused.`,
        ]),
  ].join(' ')

/** `fireball retention` */
export const retentionCommand = defineCommand({
  meta: {
    name: 'retention',
    description: 'How long events are kept. What they added up to stays; without options, tells how it is',
  },
  args: {
    project: { type: 'string', description: 'Id or name of the project', required: true, valueHint: 'id' },
    days: { type: 'string', description: 'Keep so many whole days; “all” keeps everything', valueHint: 'n' },
    now: { type: 'boolean', description: 'Close the days and drop their events now, not within the hour' },
    ...DATA_OPTION,
  },
  plugins: [strict],
  run: async ({ args }) =>
    withStore(args.data, async opened => {
      const { id } = await findProject(opened, args.project)
      const retention = createRetention({ ...opened, now: Date.now })
      if (args.days !== undefined) {
        const days = args.days === 'all' ? null : Number(args.days)
        if (days !== null && !(/^\d+$/.test(args.days) && days >= 1 && days <= MAX_DAYS))
          return fail('usage', `--days is ${args.days}; expected a number from 1 to ${MAX_DAYS}, or “all”.`)
        await retention.keep(id, days)
      }
      if (args.now === true) console.log(`Dropped ${await retention.roll(id)} events.`)
      console.log(say(id, await retention.kept(id)))
    }),
})
