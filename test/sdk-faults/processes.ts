import { readdirSync, readFileSync } from 'node:fs'

/** One process of this machine, as `/proc` tells it. */
interface Process {
  readonly pid: number
  readonly parent: number
  /** CPU time that its main thread has used so far, in ms; pages run their scripts on that one. */
  readonly busyMs: number
  readonly command: string
}

const readProcess = (pid: number): Process | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const state = fields[0]
    if (state === 'Z' || state === 'X') return undefined
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    const busyNs = Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0])
    return { pid, parent: Number(fields[1]), busyMs: busyNs / 1e6, command }
  } catch {
    return undefined // gone since it was listed
  }
}

const processes = (): readonly Process[] =>
  readdirSync('/proc').flatMap(name => (/^\d+$/.test(name) ? (readProcess(Number(name)) ?? []) : []))

/** The process and all below it that are alive. */
export const familyOf = (pid: number): readonly Process[] => {
  const all = processes()
  const family = all.filter(one => one.pid === pid)
  for (let i = 0; i < family.length; i++)
    family.push(...all.filter(({ parent }) => parent === family[i]?.pid))
  return family
}

/** Kills a process and all below it, and waits until they are gone, for at most `patienceMs`. */
export const killFamily = async (pid: number, patienceMs = 5000): Promise<void> => {
  // The parent first: it must not notice that its children die, and write that down.
  const pids = familyOf(pid).map(one => one.pid)
  for (const one of pids) {
    try {
      process.kill(one, 'SIGKILL')
    } catch {
      // it went with its parent
    }
  }
  const deadline = performance.now() + patienceMs
  while (pids.some(one => readProcess(one) !== undefined) && performance.now() < deadline)
    await new Promise(settle => setTimeout(settle, 10))
}
