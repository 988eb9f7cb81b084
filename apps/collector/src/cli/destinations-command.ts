import { defineCommand } from 'citty'
import { uuidv7 } from 'uuidv7'
import { createCaller } from '../delivery/call.ts'
import { createDelivery, type Delivery } from '../delivery/delivery.ts'
import { createDestinationStore, type DestinationStore } from '../delivery/destination-store.ts'
import { DELIVERY_LIMITS } from '../delivery/retry.ts'
import type { StoredDestination } from '../delivery/stored-destination.ts'
import { createPeople } from '../people.ts'
import { SETTINGS } from '../settings.ts'
import { fail } from './exit.ts'
import { DATA_OPTION, findProject, type OpenedStore, withStore } from './open-store.ts'
import { strict } from './strict.ts'

const PROJECT = { type: 'positional', description: 'Id of the project', required: true } as const
const DESTINATION = {
  type: 'positional',
  description: 'Id or name of the destination',
  required: true,
} as const

interface Outgoing {
  readonly destinations: DestinationStore
  readonly delivery: Delivery
}

/** The same parts as in a collector; nothing is sent unless it is asked for. */
const withDelivery = async <T>(
  { store }: OpenedStore,
  work: (outgoing: Outgoing) => Promise<T>,
): Promise<T> => {
  const { name, fallback } = SETTINGS.allowsPrivate
  const allowsPrivate = SETTINGS.allowsPrivate.read(process.env[name] ?? fallback) ?? false
  const destinations = createDestinationStore({ store, now: Date.now, newId: uuidv7 })
  const delivery = createDelivery({
    store,
    destinations,
    people: createPeople(store),
    caller: createCaller({ allowsPrivate, timeoutMs: DELIVERY_LIMITS.timeoutMs }),
    now: Date.now,
    random: Math.random,
    origin: () => process.env.ORIGIN,
    onError: error => console.error(error),
  })
  try {
    return await work({ destinations, delivery })
  } finally {
    await delivery.dispose()
  }
}

const findDestination = async (
  { destinations }: Outgoing,
  project: string,
  named: string,
): Promise<StoredDestination> => {
  const all = await destinations.all(project)
  return (
    all.find(one => one.id === named) ??
    all.find(one => one.name === named) ??
    fail('usage', `Project “${project}” has no destination “${named}”. \`destinations list\` shows them.`)
  )
}

const list = defineCommand({
  meta: { name: 'list', description: 'List where leads are sent, and how that goes' },
  args: { project: PROJECT, ...DATA_OPTION },
  plugins: [strict],
  run: async ({ args }) =>
    withStore(args.data, async opened => {
      const { id } = await findProject(opened, args.project)
      await withDelivery(opened, async ({ destinations }) => {
        const all = await destinations.list(id)
        if (all.length === 0) console.log('Leads are sent nowhere yet; the console sets destinations up.')
        for (const one of all) {
          const state = one.isEnabled ? '' : '  (off)'
          console.log(`${one.id}  ${one.kind.padEnd(10)} ${one.name}${state}`)
          console.log(`  ${one.url}`)
          console.log(`  ${one.sent} sent, ${one.waiting} waiting, ${one.dead} given up`)
          if (one.lastError !== null) console.log(`  ${one.lastError}`)
        }
      })
    }),
})

const testOne = defineCommand({
  meta: { name: 'test', description: 'Send a test message; of a CRM, look whether writing could go well' },
  args: { project: PROJECT, destination: DESTINATION, ...DATA_OPTION },
  plugins: [strict],
  run: async ({ args }) =>
    withStore(args.data, async opened => {
      const { id } = await findProject(opened, args.project)
      const tested = await withDelivery(opened, async outgoing => {
        const destination = await findDestination(outgoing, id, args.destination)
        return outgoing.delivery.channels[destination.kind].test(destination)
      })
      console.log(tested.say)
      if (!tested.ok) process.exitCode = 1
    }),
})

const replay = defineCommand({
  meta: { name: 'replay', description: 'Have the collector send again what was given up' },
  args: {
    project: PROJECT,
    destination: DESTINATION,
    id: { type: 'string', description: 'Only this message; several with commas', valueHint: 'ids' },
    ...DATA_OPTION,
  },
  plugins: [strict],
  run: async ({ args }) =>
    withStore(args.data, async opened => {
      const { id } = await findProject(opened, args.project)
      await withDelivery(opened, async outgoing => {
        const destination = await findDestination(outgoing, id, args.destination)
        const ids = args.id?.split(',').map(one => one.trim())
        const replayed = await outgoing.delivery.queue.replay(destination.id, ids)
        await outgoing.destinations.resume(id, destination.id)
        await opened.audit.add({
          project: id,
          actor: 'command line',
          action: 'destination.replayed',
          target: destination.id,
        })
        console.log(`Waiting again: ${replayed}. The collector sends them within half a minute.`)
      })
    }),
})

/** `fireball destinations …` */
export const destinationsCommand = defineCommand({
  meta: { name: 'fireball destinations', description: 'List, test and replay where leads are sent' },
  subCommands: { list, test: testOne, replay },
})
