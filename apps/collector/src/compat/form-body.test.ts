import { expect, test } from 'vitest'
import { readJson } from '../body.ts'

const JSON_TEXT = JSON.stringify({ event: 'héllo ✓ + &=', n: '>>>???' })
const BASE64 = Buffer.from(JSON_TEXT).toString('base64')

const read = (body: string) => readJson(new Request('http://localhost/e/', { method: 'POST', body }), 10_000)

test.each([
  ['base64, escaped', `data=${encodeURIComponent(BASE64)}`],
  ['base64 as it is, its plus signs read as blanks', `data=${BASE64}`],
  ['plain JSON, escaped', `data=${encodeURIComponent(JSON_TEXT)}`],
  ['with other fields behind', `data=${encodeURIComponent(BASE64)}&compression=base64&ip=1`],
])('a form is read: %s', async (_, body) => {
  expect(await read(body)).toEqual({ ok: true, value: JSON.parse(JSON_TEXT) })
})

test.each(['data=', 'data=%', 'data=%ff', 'data=!!!!', 'data=AAAA', 'date={}'])(
  'what is no form of JSON is refused as no JSON: %s',
  async body => {
    expect(await read(body)).toMatchObject({ ok: false, error: { code: 'not-json' } })
  },
)
