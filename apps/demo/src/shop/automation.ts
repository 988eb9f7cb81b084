/** When an automation starts. */
export const TRIGGERS = [
  { key: 'joins', name: 'Somebody joins the list' },
  { key: 'first-order', name: 'Somebody orders for the first time' },
  { key: 'quiet', name: 'No order for 60 days' },
  { key: 'birthday', name: 'Somebody has a birthday' },
] as const

/** What it sends, and after which trigger that makes sense. */
export const MESSAGES = [
  { key: 'welcome', name: 'Welcome', after: ['joins'] },
  { key: 'thanks', name: 'Thank you, how was it?', after: ['first-order'] },
  { key: 'miss-you', name: 'We miss you', after: ['quiet'] },
  { key: 'gift', name: 'A small gift', after: ['birthday', 'first-order'] },
] as const

/** A rule that sends one message to people of a segment when something happens. */
export interface Automation {
  readonly trigger: string
  readonly message: string
  /** Key of a segment, or `everyone`. */
  readonly segment: string
}

/** What stands in the way of an automation; `undefined` when it can run. */
export const obstacle = (
  { trigger, message, segment }: Automation,
  isTillConnected: boolean,
): string | undefined => {
  const sent = MESSAGES.find(one => one.key === message)
  const start = TRIGGERS.find(one => one.key === trigger)
  if (sent === undefined || start === undefined) return 'Choose when it starts and what it sends.'
  if (!sent.after.some(key => key === trigger))
    return `“${sent.name}” never runs after “${start.name.toLowerCase()}”: the step expects another trigger.`
  if (trigger !== 'joins' && !isTillConnected) return 'This trigger reads orders, and no till is connected.'
  if (trigger !== 'joins' && segment === 'everyone')
    return 'This trigger needs a segment: everyone is not a group that can change.'
  return undefined
}
