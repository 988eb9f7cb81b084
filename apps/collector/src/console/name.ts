import type { Json } from '@fireball/core'

type Registers = Readonly<Record<string, Json>>

/** The id in a user's or account's key: `u:7` → `7`. */
export const idOf = (key: string): string => key.slice(2)

const textIn = (registers: Registers, name: string): string | undefined => {
  const value = registers[name]
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 200) : undefined
}

/** How people call a user or an account: the traits `name`, then `email`, else the id. */
export const nameIn = (registers: Registers, key: string): string =>
  textIn(registers, 'traits.name') ?? textIn(registers, 'traits.email') ?? idOf(key)

/** The trait `email`. */
export const emailIn = (registers: Registers): string | undefined => textIn(registers, 'traits.email')
