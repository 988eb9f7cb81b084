/** Somebody on the list of a shop. */
export interface Contact {
  readonly name: string
  readonly town: string
  readonly orders: number
  /** Days since the last order. */
  readonly lastOrder: number
  /** Whether the last campaign was opened. */
  readonly opened: boolean
}

/** Which people a segment holds: those for whom the field fits the value. */
export interface Rule {
  readonly field: 'town' | 'orders' | 'last-order' | 'opened'
  readonly value: string
}

/** Towns around the shop, the nearest first; most people live in the nearest. */
export const TOWNS: readonly string[] = ['Alderbrook', 'Millford', 'Eastwick', 'Stonegate', 'Harrow Hill']

const FIRST_NAMES = ['Ada', 'Ben', 'Cleo', 'Dana', 'Eli', 'Finn', 'Gia', 'Hugo', 'Ida', 'Jon', 'Kit', 'Lea']

// A cheap mix of the bits: the same list looks the same to everyone and nothing has to be stored.
const mix = (index: number, salt: number): number => {
  const mixed = Math.imul(index + 1, 2654435761) ^ Math.imul(salt, 1597334677)
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
}

const pick = (items: readonly string[], share: number): string =>
  items[Math.min(items.length - 1, Math.floor(share * items.length))] ?? ''

/** The sample person at a place in the list; the same one every time. */
export const contactAt = (index: number): Contact => ({
  name: `${pick(FIRST_NAMES, mix(index, 1))} ${String.fromCharCode(65 + Math.floor(mix(index, 2) * 26))}.`,
  town: pick(TOWNS, mix(index, 3) ** 1.8),
  orders: Math.floor(mix(index, 4) ** 3 * 14),
  lastOrder: Math.floor(mix(index, 5) * 180),
  opened: mix(index, 6) < 0.44,
})

/** Whether somebody belongs to a segment. A number that cannot be read fits nobody. */
export const fits = (contact: Contact, { field, value }: Rule): boolean => {
  switch (field) {
    case 'town':
      return contact.town.toLowerCase() === value.trim().toLowerCase()
    case 'orders':
      return contact.orders >= Number(value)
    case 'last-order':
      return contact.orders > 0 && contact.lastOrder <= Number(value)
    case 'opened':
      return contact.opened === (value === 'yes')
  }
}

/** How many of the first `size` people on the list fit. */
export const countFitting = (size: number, rule: Rule): number => {
  let count = 0
  for (let index = 0; index < size; index++) if (fits(contactAt(index), rule)) count++
  return count
}

/** The rule in words: “live in Millford”. */
export const sayRule = ({ field, value }: Rule): string => {
  switch (field) {
    case 'town':
      return `live in ${value || '…'}`
    case 'orders':
      return `ordered at least ${value || '…'} times`
    case 'last-order':
      return `ordered within ${value || '…'} days`
    case 'opened':
      return value === 'yes' ? 'opened the last campaign' : 'did not open the last campaign'
  }
}
