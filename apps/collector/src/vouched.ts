import {
  type FireballEvent,
  FORECAST_DEFAULTS,
  isObject,
  type Json,
  type JsonObject,
  joinRegisterKey,
  type Known,
  type Program,
  type Register,
  registersOf,
  splitRegisterKey,
} from '@fireball/core'
import type { Trust } from './stored-event.ts'

const TRAIT = 'traits.'
const EMAIL = 'traits.email'

/**
 * Before the name of a trait: its newest value from who is believed, beside the newest from anybody. Two registers, so that
 * neither depends on the order of arrival.
 */
export const VOUCHED = 'vouched.'

/** A secret key is believed in everything; who signs in for a user, in what address of mail is theirs. */
const isVouched = (name: string, { type }: FireballEvent, trust: Trust): boolean =>
  name.startsWith(TRAIT) &&
  (trust === 'secret' || (trust === 'signed' && type === 'identify' && name === EMAIL))

/** An index holds addresses of mail, and takes no more than 2704 bytes. */
const MAX_EMAIL = 500

const isStorable = (key: string, { value }: Register): boolean =>
  splitRegisterKey(key).name !== EMAIL || JSON.stringify(value).length <= MAX_EMAIL

/** The registers of one event, by joined key: what it says, and what of that is vouched for. */
export const storedRegistersOf = (
  event: FireballEvent,
  akey: string,
  trust: Trust,
): Readonly<Record<string, Register>> => {
  const registers = Object.fromEntries(
    Object.entries(registersOf(event, akey)).filter(([key, register]) => isStorable(key, register)),
  )
  if (trust === 'claimed') return registers
  const vouched: Record<string, Register> = {}
  for (const key of Object.keys(registers)) {
    const register = registers[key]
    const { akey: under, subject, name } = splitRegisterKey(key)
    if (register !== undefined && isVouched(name, event, trust))
      vouched[joinRegisterKey({ akey: under, subject, name: `${VOUCHED}${name}` })] = register
  }
  return { ...vouched, ...registers }
}

type Registers = Known['registers']

/**
 * The registers that money is told by: of each trait the value that is vouched for. What a page alone claims counts where
 * the program says so, and only as long as nothing is vouched for.
 */
export const vouchedOf = (registers: Registers, { forecast }: Pick<Program, 'forecast'>): Registers => {
  const sure: Record<string, Json> = {}
  for (const [name, value] of Object.entries(registers)) {
    if (name.startsWith(VOUCHED)) sure[name.slice(VOUCHED.length)] = value
    else if (!name.startsWith(TRAIT)) sure[name] = value
    else if (forecast?.trust === 'claimed' && !(`${VOUCHED}${name}` in registers)) sure[name] = value
  }
  return sure
}

/** The same facts of an account, with of its traits only what money is told by. */
export const vouchedFacts = (facts: JsonObject, sure: Registers): JsonObject => {
  const traits = Object.entries(sure).flatMap(([name, value]) =>
    name.startsWith(TRAIT) ? [[name.slice(TRAIT.length), value] as const] : [],
  )
  const { id = null, users = 0 } = isObject(facts.account) ? (facts.account as JsonObject) : {}
  return { ...facts, account: { ...Object.fromEntries(traits), id, users } }
}

/** Traits that money is told by and a page alone claims, so that they do not count. */
export const claimedOf = (
  registers: Registers,
  sure: Registers,
  { forecast }: Pick<Program, 'forecast'>,
): readonly string[] => {
  const path = forecast?.dealSize?.path ?? FORECAST_DEFAULTS.dealPath
  return [path.replace(/^account\./, ''), 'isTarget', 'trialEndsAt'].filter(
    name => registers[`${TRAIT}${name}`] !== undefined && sure[`${TRAIT}${name}`] === undefined,
  )
}
