import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, test } from 'vitest'
import { createOpenApi } from '../apps/collector/src/openapi/document.ts'
import { ANSWERS_FILE, answerSchemas } from '../scripts/answer-schemas.ts'
import { root } from '../scripts/run.ts'

test('the document is valid OpenAPI 3.1', async () => {
  const validator = new Validator()
  const result = await validator.validate(
    JSON.parse(JSON.stringify(createOpenApi()('https://events.example.com'))),
  )
  expect(result.errors ?? []).toEqual([])
  expect(result.valid).toBe(true)
  expect(validator.version).toBe('3.1')
})

test('its schemas of answers are those of the types; `npx tsx scripts/answer-schemas.ts` writes them anew', () => {
  const kept: unknown = JSON.parse(readFileSync(join(root, ANSWERS_FILE), 'utf8'))
  expect(kept).toEqual(JSON.parse(JSON.stringify(answerSchemas())))
}, 60_000)
