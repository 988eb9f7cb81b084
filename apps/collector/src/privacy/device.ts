import { isObject } from '@fireball/core'

/** The device that a stored event came from, as our own client names it. */
export const deviceIdOf = (body: unknown): string | undefined => {
  const context = isObject(body) ? body.context : undefined
  const own = isObject(context) ? context.fireball : undefined
  const device = isObject(own) ? own.device : undefined
  return typeof device === 'string' ? device : undefined
}
