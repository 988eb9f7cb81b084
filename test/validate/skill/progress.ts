/** A line on stderr that says how far it is; on a terminal it is drawn anew, elsewhere every tenth is a line. */
export const createProgress = (name: string, now: () => number = Date.now) => {
  const startedAt = now()
  let lastTenth = -1
  const { stderr } = process
  return {
    tell: (share: number, doing: string): void => {
      const seconds = Math.round((now() - startedAt) / 1000)
      const done = Math.round(20 * share)
      const line = `${name} [${'█'.repeat(done)}${'░'.repeat(20 - done)}] ${Math.round(100 * share)} % ${seconds} s ${doing}`
      if (stderr.isTTY) stderr.write(`\r\x1b[K${line}`)
      else if (Math.floor(10 * share) > lastTenth) {
        lastTenth = Math.floor(10 * share)
        stderr.write(`${line}\n`)
      }
    },
    end: (): void => {
      if (stderr.isTTY) stderr.write('\r\x1b[K')
    },
  }
}
