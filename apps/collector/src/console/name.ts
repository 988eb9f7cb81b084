import type { Json } from '@fireball/core'

/** Marks that turn the direction of text: left in a name, they would turn the rest of the sentence that it stands in. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g

type Registers = Readonly<Record<string, Json>>

/** The id in a user's or account's key: `u:7` → `7`. */
export const idOf = (key: string): string => key.slice(2)

const textIn = (registers: Registers, name: string): string | undefined => {
  const value = registers[name]
  const plain = typeof value === 'string' ? value.replace(TURNS, '') : ''
  return plain === '' ? undefined : plain
}

/** How people call a user or an account: the traits `name`, then `email`, else the id; of an anonymous one its beginning. */
export const nameIn = (registers: Registers, key: string): string =>
  textIn(registers, 'traits.name') ??
  textIn(registers, 'traits.email') ??
  (key.startsWith('a:') ? `Visitor ${idOf(key).slice(0, 8)}` : idOf(key))
