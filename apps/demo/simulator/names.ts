import type { Dice } from './dice.ts'

const PLACES = [
  'Alder',
  'Birch',
  'Canal',
  'Dune',
  'Elm',
  'Fern',
  'Gable',
  'Harbour',
  'Iris',
  'Juniper',
] as const
const MORE = [
  'Kiln',
  'Linden',
  'Mill',
  'North',
  'Orchard',
  'Pine',
  'Quay',
  'River',
  'Sable',
  'Tower',
] as const
const TRADES = ['Bakery', 'Books', 'Cycles', 'Coffee', 'Florist', 'Garden', 'Kitchen', 'Records'] as const
const CRAFTS = ['Shoes', 'Studio', 'Tea', 'Toys', 'Wool', 'Yoga', 'Optics', 'Pottery'] as const
const PEOPLE = ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gwen', 'Hugo', 'Ines', 'Jon', 'Kim'] as const
const OTHERS = ['Lea', 'Max', 'Nora', 'Ole', 'Pia', 'Quin', 'Rosa', 'Sam', 'Tess', 'Uma', 'Vic'] as const

/** The name of a shop that is nobody's. */
export const shopName = (dice: Dice): string =>
  `${dice.pick([...PLACES, ...MORE])} ${dice.pick([...TRADES, ...CRAFTS])}`

/** A first name. */
export const personName = (dice: Dice): string => dice.pick([...PEOPLE, ...OTHERS])

/** What a shop's address of mail ends in; `.example` is nobody's. */
export const domainOf = (name: string, number: number): string =>
  `${name.toLowerCase().replaceAll(' ', '-')}-${number}.example`
