import { expect, test } from 'vitest'
import { createHttpApi } from './http-api.ts'

const start = (answer: () => Response) => {
  const calls: string[] = []
  let lost = 0
  const api = createHttpApi({
    fetch: async (path, init) => {
      calls.push(`${init.method} ${path} ${init.body ?? ''}`.trim())
      return answer()
    },
    onSignedOut: () => lost++,
  })
  return { api, calls, lost: () => lost }
}

test('calls go where the contract says, with everything encoded', async () => {
  const { api, calls } = start(() => Response.json({}))
  const project = api.project('my app')
  await project.account('g:a/b')
  await project.accounts({ stage: 'pql', q: '', offset: 0, limit: 50 })
  await project.saveDraft({ a: 1 })
  await project.recentEvents('7')
  await api.signIn('t')
  expect(calls).toEqual([
    'GET /api/projects/my%20app/accounts/g%3Aa%2Fb',
    'GET /api/projects/my%20app/accounts?stage=pql&offset=0&limit=50',
    'PUT /api/projects/my%20app/program/draft {"program":{"a":1}}',
    'GET /api/projects/my%20app/events/recent?after=7',
    'POST /api/sign-in {"token":"t"}',
  ])
})

test('leads, forecast and destinations go where the contract says', async () => {
  const { api, calls } = start(() => Response.json({}))
  const project = api.project('app')
  await project.lead('g:a/b')
  await project.touch('g:a', { kind: 'snoozed', until: 7, reason: 'x' })
  await project.override('g:a', 0.6, 'They said so')
  await project.override('g:a', null, '')
  await project.metrics({ from: '2026-11-01', to: '2026-11-18' })
  await project.changeDestination('d/1', { isEnabled: false })
  await project.deliveries('d1', 'dead')
  await project.replay('d1')
  expect(calls).toEqual([
    'GET /api/projects/app/accounts/g%3Aa%2Fb/lead',
    'POST /api/projects/app/accounts/g%3Aa/touches {"kind":"snoozed","until":7,"reason":"x"}',
    'PUT /api/projects/app/forecast/overrides/g%3Aa {"p":0.6,"reason":"They said so"}',
    'PUT /api/projects/app/forecast/overrides/g%3Aa {"p":null}',
    'GET /api/projects/app/metrics?from=2026-11-01&to=2026-11-18',
    'PUT /api/projects/app/destinations/d%2F1 {"isEnabled":false}',
    'GET /api/projects/app/destinations/d1/deliveries?state=dead',
    'POST /api/projects/app/destinations/d1/replay {}',
  ])
  expect(project.exportPath({ format: 'csv', segment: 'a b' })).toBe(
    '/api/projects/app/export/accounts?format=csv&segment=a+b',
  )
})

test('a refusal keeps its code, message and problems', async () => {
  const problems = [{ severity: 'error', path: 'name', message: 'must not be empty' }]
  const error = { code: 'has-errors', message: 'No.', problems }
  const { api } = start(() => Response.json({ error }, { status: 422 }))
  expect(await api.project('a').publish('')).toEqual({ ok: false, error })
})

test('a session that is over is told, once it matters', async () => {
  const { api, lost } = start(() => new Response('', { status: 401 }))
  expect(await api.session()).toMatchObject({ ok: false, error: { code: 'signed-out' } })
  expect(lost()).toBe(0)
  await api.project('a').help()
  expect(lost()).toBe(1)
})

test('no answer at all is a value too', async () => {
  const { api } = start(() => {
    throw new TypeError('Failed to fetch')
  })
  expect(await api.session()).toMatchObject({ ok: false, error: { code: 'unreachable' } })
})

test('an answer that is not JSON is told by its status', async () => {
  const { api } = start(() => new Response('<html>', { status: 502 }))
  expect(await api.session()).toMatchObject({ ok: false, error: { code: 'http-502' } })
})
