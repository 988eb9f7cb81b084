import { afterAll, beforeAll, expect, test } from 'vitest'
import { findPostgres, type PostgresServer, startPostgres } from '../../scripts/postgres.ts'
import { threeAsOne } from './three-as-one.ts'

const isMissing = 'missing' in findPostgres()
let server: PostgresServer | undefined
beforeAll(async () => {
  if (!isMissing) server = await startPostgres()
})
afterAll(async () => {
  await server?.stop()
})

test.skipIf(isMissing)(
  'what three collectors got, with repeats, adds up as if one had got it once',
  async () => {
    if (server === undefined) throw new Error('No server')
    const { isIdentical, events, errors } = await threeAsOne(server, 20_000)
    expect({ isIdentical, events, errors }).toEqual({ isIdentical: true, events: 20_000, errors: [] })
  },
  240_000,
)
