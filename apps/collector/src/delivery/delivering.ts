import type { Reach } from './address.ts'
import { createCaller } from './call.ts'
import { createDelivery, type Delivery, type DeliveryPorts } from './delivery.ts'
import { createDestinationStore, type DestinationStore } from './destination-store.ts'
import { DELIVERY_LIMITS } from './retry.ts'

/** What a collector has to say for its part that delivers. */
export interface DeliveringPorts
  extends Omit<DeliveryPorts, 'destinations' | 'caller' | 'random' | 'origin'>,
    Reach {
  readonly newId: () => string
  /** Where people reach the collector, when that was said. */
  readonly origin: string | undefined
}

/** The part of a collector that delivers. */
export interface Delivering {
  readonly destinations: DestinationStore
  readonly delivery: Delivery
  readonly reach: Reach
  /** Where it listens: links that are sent out lead there, when nobody said where it is reached. */
  listening(origin: string): void
}

/** Puts it together; nothing is looked for until it is woken. */
export const createDelivering = ({ allowsPrivate, newId, origin, ...ports }: DeliveringPorts): Delivering => {
  const { store, now, limits } = ports
  const reach: Reach = { allowsPrivate }
  let reachedAt = origin
  const destinations = createDestinationStore({ store, now, newId })
  const delivery = createDelivery({
    ...ports,
    destinations,
    caller: createCaller({ ...reach, timeoutMs: limits?.timeoutMs ?? DELIVERY_LIMITS.timeoutMs }),
    random: Math.random,
    origin: () => reachedAt,
  })
  return {
    destinations,
    delivery,
    reach,
    listening: at => {
      reachedAt ??= at
    },
  }
}
