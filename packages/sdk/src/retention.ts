import { type Entry, isOpen } from './queue.ts'

/** How many settled entries are remembered; `lasting` ones are told by name; `unread` may lie here before a program came. */
export const RETENTION = { settled: 500, lasting: 1000, unread: 5000 } as const

/** Prompt events and requests for help carry caps and states; they outlive other settled entries. */
const isLasting = ({ event: { name } }: Entry): boolean => /^(Prompt|Help) /.test(name)

/** Of a list that is too long the first, until a fifth of the room is free: folding away is not for every event. */
const surplus = (list: readonly Entry[], most: number): readonly Entry[] =>
  list.length > most ? list.slice(0, list.length - most * 0.8) : []

/** The settled entries that are to be folded away, oldest first, so that the log stays bounded. */
export const excess = (entries: Iterable<Entry>): readonly Entry[] => {
  const settled = [...entries].filter(entry => !isOpen(entry)).sort((a, b) => a.event.at - b.event.at)
  return [
    ...surplus(
      settled.filter(entry => !isLasting(entry)),
      RETENTION.settled,
    ),
    ...surplus(settled.filter(isLasting), RETENTION.lasting),
  ]
}
