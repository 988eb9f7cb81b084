import type { Queries } from './driver.ts'

/**
 * The statements of one transaction, with the first that failed: who asked may not have waited for it, and it must not
 * be committed over.
 */
export const watched = (queries: Queries): { readonly queries: Queries; readonly check: () => void } => {
  let failure: { readonly error: unknown } | undefined
  const watch = <T>(asked: Promise<T>): Promise<T> => {
    asked.catch(error => {
      failure ??= { error }
    })
    return asked
  }
  return {
    queries: {
      all: (sql, params) => watch(queries.all(sql, params)),
      run: (sql, params) => watch(queries.run(sql, params)),
      write: (statement, rows, tell) => watch(queries.write(statement, rows, tell)),
      hold: (name, how) => watch(queries.hold(name, how)),
    },
    check: () => {
      if (failure !== undefined) throw failure.error
    },
  }
}
