import { type JsonObject, RESERVED } from '@fireball/core'

const TITLES: Readonly<Record<string, string>> = {
  identify: 'Identified',
  group: 'Account described',
  alias: 'Ids joined',
  page: 'Page view',
  screen: 'Screen view',
}

/** A message as it reaches the console. */
export interface Told {
  readonly type: string
  /** Of an event without a name, empty or its type. */
  readonly name: string
}

/** Whether it is a look at a page or screen. */
export const isView = ({ type }: Pick<Told, 'type'>): boolean => type === 'page' || type === 'screen'

/** What a message is called: the event’s own name, else what the message does. */
export const eventTitle = ({ type, name }: Told): string => {
  const title = TITLES[type]
  if (title === undefined || (name !== '' && name !== type && !isView({ type }))) return name
  return name === '' || name === type ? title : `${title}: ${name}`
}

/** The properties worth reading: nothing empty, of a view the path alone, and no id of a request for help. */
export const eventProperties = ({ type, name }: Told, properties: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(properties).filter(
      ([key, value]) =>
        value !== '' &&
        value !== null &&
        (!isView({ type }) || key === 'path') &&
        !(name === RESERVED.helpAsked && key === 'help'),
    ),
  )
