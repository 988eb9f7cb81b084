import type { Json } from '@fireball/core'

type Registers = Readonly<Record<string, Json>>

/** The id in a user's or account's key: `u:7` → `7`. */
export const idOf = (key: string): string => key.slice(2)

const textIn = (registers: Registers, name: string): string | undefined => {
  const value = registers[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** How people call a user: the traits `name`, then `email`, else the id; of an anonymous one its beginning. */
export const nameIn = (registers: Registers, key: string): string =>
  textIn(registers, 'traits.name') ??
  textIn(registers, 'traits.email') ??
  (key.startsWith('a:') ? `Visitor ${idOf(key).slice(0, 8)}` : idOf(key))
