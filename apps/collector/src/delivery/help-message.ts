import { createHash } from 'node:crypto'
import { DAY_MS } from '@fireball/core'
import { withoutSpace } from '../store/akey.ts'
import type { Value } from '../store/driver.ts'

/** The id of the message that tells of a request: the same wherever and whenever it is made. */
const messageId = (akey: string, help: string): string =>
  `help_${createHash('sha256').update(`${akey}\t${help}`).digest('hex').slice(0, 32)}`

/**
 * Rows of the outbox that tell of requests for help which are new, from their rows in `help`. What was asked long before
 * it arrived is history that somebody imports, and no news.
 */
export const helpMessages = (
  rows: readonly (readonly Value[])[],
  receivedAt: number,
): readonly (readonly Value[])[] =>
  rows
    .filter(row => receivedAt - Number(row[6]) < DAY_MS)
    .map(([akey, id, space, subject, feature, message, askedAt]): readonly Value[] => {
      const key = String(akey)
      const payload = {
        type: 'help.asked',
        timestamp: new Date(Number(askedAt)).toISOString(),
        data: {
          account: withoutSpace(key),
          id: String(id),
          user: String(subject),
          ...(feature === null ? {} : { feature: String(feature) }),
          message: String(message),
        },
      }
      const at = receivedAt
      return [
        key,
        messageId(key, String(id)),
        String(space),
        'help.asked',
        JSON.stringify(payload),
        at,
        at,
        0,
        0,
      ]
    })
    .map(row => ({ row, key: `${row[0]}\t${row[1]}` }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ row }) => row)
