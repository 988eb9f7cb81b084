import type { AuditEntry } from '@fireball/core'
import type { Queries } from '../store/driver.ts'
import { integer, json, text } from '../store/row.ts'

/** What the log needs of the world. */
export interface AuditPorts {
  readonly store: Pick<Queries, 'all' | 'run'>
  readonly now: () => number
  /** A new id that sorts after all earlier ones. */
  readonly newId: () => string
}

/** One thing that was done; `project` is '' for what concerns the whole collector. */
export interface Deed extends Pick<AuditEntry, 'actor' | 'action' | 'target'> {
  readonly project: string
  readonly detail?: AuditEntry['detail']
}

/** What people and keys did to the collector itself. Entries are added, never changed. */
export interface Audit {
  add(deed: Deed): Promise<void>
  /** Newest first, at most 100; those before an entry when its id is given. */
  list(project: string, before?: string): Promise<readonly AuditEntry[]>
}

const ADD = `INSERT INTO audit (project, id, at, actor, action, target, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (project, id) DO NOTHING`
const LIST = `SELECT id, at, actor, action, target, detail FROM audit WHERE project = $1 AND id < $2
  ORDER BY id DESC LIMIT 100`

/** Sorts after every id. */
const END = '\uffff'
const MAX_TARGET = 300

export const createAudit = ({ store, now, newId }: AuditPorts): Audit => ({
  add: async ({ project, actor, action, target, detail = {} }) => {
    await store.run(ADD, [
      project,
      newId(),
      now(),
      actor,
      action,
      target.slice(0, MAX_TARGET),
      JSON.stringify(detail),
    ])
  },
  list: async (project, before = END) =>
    (await store.all(LIST, [project, before])).map(row => ({
      id: text(row, 'id'),
      at: integer(row, 'at'),
      actor: text(row, 'actor'),
      action: text(row, 'action'),
      target: text(row, 'target'),
      detail: json(row, 'detail') as AuditEntry['detail'],
    })),
})
