/** A kind of newsletter: what it looks like, and the three things that it links to. */
export interface Template {
  readonly key: string
  readonly name: string
  readonly about: string
  /** Each link with the share of recipients who click, and the share of clicks that end in an order. */
  readonly links: readonly { readonly name: string; readonly clicks: number; readonly orders: number }[]
}

/** All templates. The link that is clicked most is seldom the one that sells most: reports have to be read. */
export const TEMPLATES: readonly Template[] = [
  {
    key: 'announcement',
    name: 'Announcement',
    about: 'One piece of news, said once.',
    links: [
      { name: 'Opening hours', clicks: 0.11, orders: 0.01 },
      { name: 'New rye loaf', clicks: 0.06, orders: 0.21 },
      { name: 'Find us', clicks: 0.03, orders: 0.02 },
    ],
  },
  {
    key: 'offer',
    name: 'Seasonal offer',
    about: 'Three things, one price, one week.',
    links: [
      { name: 'Plum cake', clicks: 0.09, orders: 0.08 },
      { name: 'Recipe of the week', clicks: 0.12, orders: 0.02 },
      { name: 'Weekend box', clicks: 0.05, orders: 0.29 },
    ],
  },
  {
    key: 'story',
    name: 'Story',
    about: 'A photograph and 150 words.',
    links: [
      { name: 'Bread course', clicks: 0.07, orders: 0.17 },
      { name: 'The whole story', clicks: 0.16, orders: 0.01 },
      { name: 'Sourdough starter', clicks: 0.04, orders: 0.11 },
    ],
  },
  {
    key: 'event',
    name: 'Event',
    about: 'A date, a place, a reason to come.',
    links: [
      { name: 'Save the date', clicks: 0.1, orders: 0.02 },
      { name: 'How to get there', clicks: 0.04, orders: 0.01 },
      { name: 'Book a seat', clicks: 0.08, orders: 0.24 },
    ],
  },
]

/** The template of that key; the first when there is none. */
export const templateOf = (key: string): Template =>
  TEMPLATES.find(one => one.key === key) ?? (TEMPLATES[0] as Template)
