import { abilitiesOf, limitHolds, usageShape } from '@fireball/core'
import { createFold } from '../../packages/sdk/src/fold.ts'
import { createMessagesIn } from '../../packages/sdk/src/messages.ts'
import type { LazyParts } from '../../packages/sdk/src/ports.ts'
import { storedView } from '../../packages/sdk/src/stored.ts'
import { struggles } from '../../packages/sdk/src/stuck.ts'

/** What a client loads later, for a page that has nothing to point at and nobody who types. */
export const parts: LazyParts = {
  attempt: { watchAttempt: () => () => {} },
  stuck: { struggles },
  models: { abilitiesOf, limitHolds, usageShape },
  fold: { createFold },
  messages: {
    createMessages: given =>
      createMessagesIn(given, {
        has: () => false,
        slots: () => [],
        isTyping: () => false,
        zone: () => 0,
        listen: () => () => {},
        await: () => () => {},
      }),
  },
  stored: { storedView },
}
