import { parentPort, workerData } from 'node:worker_threads'
import {
  type Command,
  type LogState,
  type Outcome,
  toError,
  toFailure,
  unpackRows,
} from './sqlite-command.ts'
import { connect } from './sqlite-connection.ts'

/** Writes what it is told. A transaction that did not begin fails every statement in it. */
const startWriter = (file: string): void => {
  const connection = connect(file, 'writer')
  connection.leaveLog()
  let failure: unknown
  const perform = (command: Command): Outcome => {
    try {
      if (failure !== undefined && command.op !== 'rollback') throw failure
      switch (command.op) {
        case 'all':
          return { value: connection.all(command.sql, command.params) }
        case 'run':
          return { value: connection.run(command.sql, command.params) }
        case 'write':
          return {
            value: connection.write(
              command.sql,
              'text' in command.rows ? unpackRows(command.rows) : command.rows,
              command.tell,
            ),
          }
        case 'checkpoint': {
          const { log, done } = connection.checkpoint()
          return { value: log - done }
        }
        case 'begin':
          connection.begin(command.mayBeLost)
          return { value: 0 }
        case 'rollback':
          failure = undefined
          break
        default:
      }
      connection[command.op]()
      return { value: 0 }
    } catch (error) {
      // Whatever fails, the commit that may be on its way already must not follow.
      if (command.op !== 'checkpoint' && command.op !== 'close') failure ??= error
      return { error: toFailure(error) }
    }
  }
  parentPort?.on('message', (commands: readonly Command[]) => {
    parentPort?.postMessage(commands.map(perform))
    if (commands.some(({ op }) => op === 'close')) parentPort?.close()
  })
}

/** Copies the log into the file beside the writer, so that no commit waits for it; answers what is missing still. */
const startLogKeeper = (file: string): void => {
  const connection = connect(file, 'log')
  parentPort?.on('message', (command: 'copy' | 'close') => {
    if (command === 'copy') {
      let state: LogState = { log: 0, missing: 0 }
      try {
        const { log, done } = connection.checkpoint()
        state = { log, missing: log - done }
      } catch {
        // A full disk: the log stays as it is, and the next pass tries again.
      }
      parentPort?.postMessage(state)
      return
    }
    connection.close()
    parentPort?.close()
  })
}

const { file, role }: { readonly file: string; readonly role: 'writer' | 'log' } = workerData
try {
  if (role === 'writer') startWriter(file)
  else startLogKeeper(file)
} catch (error) {
  throw toError(toFailure(error))
}
