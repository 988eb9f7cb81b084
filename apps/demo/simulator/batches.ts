import type { Message } from './diary.ts'

/** What a batch may hold: well under the bounds of the tracking API. */
const BATCH = { messages: 400, chars: 200_000 } as const

/** Bodies of `POST /v1/batch`, one after another. */
export const toBatches = (messages: readonly Message[]): readonly string[] => {
  const bodies: string[] = []
  let held: string[] = []
  let chars = 0
  const close = (): void => {
    if (held.length > 0) bodies.push(`{"batch":[${held.join()}]}`)
    held = []
    chars = 0
  }
  for (const message of messages) {
    const text = JSON.stringify(message)
    if (held.length >= BATCH.messages || chars + text.length > BATCH.chars) close()
    held.push(text)
    chars += text.length
  }
  close()
  return bodies
}
