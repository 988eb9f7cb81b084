import Database from 'better-sqlite3'

/** A claim to be the only one; it ends with the process, however that ends. */
export interface Claim {
  release(): void
}

/**
 * Claims a folder for this process; undefined while another process has it. The lock is the system’s own, on a file
 * beside the store: nothing is left of it after a crash or a power cut.
 */
export const claimAlone = (folder: string): Claim | undefined => {
  const db = new Database(`${folder}/collector.lock`)
  try {
    db.pragma('busy_timeout = 0')
    db.pragma('locking_mode = EXCLUSIVE')
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return undefined
    throw error
  }
  return {
    release: () => {
      db.exec('ROLLBACK')
      db.close()
    },
  }
}
