/** What one sender’s project wants to have done, and what it costs. */
export interface Ticket<T> {
  readonly project: string
  readonly item: T
  /** Bytes that it holds while it waits, about. */
  readonly bytes: number
  readonly messages: number
}

/** How much may wait, and how much is taken at once. */
export interface LineLimits {
  readonly bytes: number
  readonly groupBytes: number
  readonly groupMessages: number
}

/** What waits for the store, by project: nobody’s flood takes another one’s room or turn. */
export interface WaitingLine<T> {
  /**
   * Whether there is room for it; then it waits. A project may hold as much as is left free: alone half of all room, of
   * two a third each, so that whoever comes next always finds some. With nothing waiting, anything is taken.
   * Source: Choudhury and Hahne, Dynamic queue length thresholds (1998), https://doi.org/10.1109/90.664262
   */
  offer(ticket: Ticket<T>): boolean
  /** The next group: in turn from each project, whoever has had the least of it first. Empty when nothing waits. */
  take(): readonly Ticket<T>[]
  readonly messages: number
  readonly isEmpty: boolean
}

interface Queue<T> {
  tickets: Ticket<T>[]
  /** Place of the first that still waits. */
  next: number
  bytes: number
}

export const createWaitingLine = <T>(limits: LineLimits): WaitingLine<T> => {
  const queues = new Map<string, Queue<T>>()
  let bytes = 0
  let messages = 0

  const takeFrom = (project: string, queue: Queue<T>): Ticket<T> | undefined => {
    const ticket = queue.tickets[queue.next++]
    if (ticket === undefined) return undefined
    queue.bytes -= ticket.bytes
    bytes -= ticket.bytes
    messages -= ticket.messages
    if (queue.next === queue.tickets.length) {
      queues.delete(project)
      return ticket
    }
    if (queue.next > 1000) {
      queue.tickets = queue.tickets.slice(queue.next)
      queue.next = 0
    }
    return ticket
  }

  return {
    offer: ticket => {
      const queue = queues.get(ticket.project)
      const own = (queue?.bytes ?? 0) + ticket.bytes
      if (queues.size > 0 && own > limits.bytes - bytes) return false
      if (queue === undefined) queues.set(ticket.project, { tickets: [ticket], next: 0, bytes: ticket.bytes })
      else {
        queue.tickets.push(ticket)
        queue.bytes = own
      }
      bytes += ticket.bytes
      messages += ticket.messages
      return true
    },
    take: () => {
      const group: Ticket<T>[] = []
      const had = new Map<string, number>()
      let groupBytes = 0
      let groupMessages = 0
      while (queues.size > 0) {
        let least: readonly [string, Queue<T>] | undefined
        for (const entry of queues)
          if (least === undefined || (had.get(entry[0]) ?? 0) < (had.get(least[0]) ?? 0)) least = entry
        if (least === undefined) break
        const [project, queue] = least
        const next = queue.tickets[queue.next]
        if (next === undefined) break
        groupBytes += next.bytes
        groupMessages += next.messages
        const isFull = groupBytes > limits.groupBytes || groupMessages > limits.groupMessages
        if (isFull && group.length > 0) break
        takeFrom(project, queue)
        had.set(project, (had.get(project) ?? 0) + next.bytes)
        group.push(next)
      }
      return group
    },
    get messages() {
      return messages
    },
    get isEmpty() {
      return queues.size === 0
    },
  }
}
