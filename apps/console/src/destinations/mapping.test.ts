import { expect, test } from 'vitest'
import { fieldsOf, mappingOf, unusedFields, usualName, wrongName } from './mapping.ts'

test('a destination without names of its own shows the usual ones, and keeps none when nothing is changed', () => {
  const mapping = mappingOf('hubspot', {})
  expect(mapping).toMatchObject({ object: 'companies', id: 'fireball_id' })
  expect(mapping.rows).toContainEqual({ ours: 'stage', theirs: 'fireball_stage' })
  expect(fieldsOf('hubspot', mapping)).toEqual({})
})

test('names of its own alone are written, and come back as they were', () => {
  const fields = { id: 'our_id', stage: 'pql_stage' }
  const mapping = mappingOf('salesforce', fields)
  expect(mapping).toEqual({
    object: 'Account',
    id: 'our_id',
    rows: [{ ours: 'stage', theirs: 'pql_stage' }],
  })
  expect(fieldsOf('salesforce', mapping)).toEqual(fields)
  expect(unusedFields(mapping.rows).map(one => one.key)).not.toContain('stage')
})

test('one row taken away or renamed names all others', () => {
  const { rows, ...rest } = mappingOf('hubspot', {})
  const fewer = fieldsOf('hubspot', { ...rest, rows: rows.filter(one => one.ours !== 'domain') })
  expect(Object.keys(fewer)).not.toContain('domain')
  expect(fewer.score).toBe('fireball_score')
  expect(usualName('hubspot', 'deal')).toBe('fireball_deal')
  expect(usualName('salesforce', 'score')).toBe('Fireball_Score__c')
})

test('a name is one that the system over there can have', () => {
  expect([wrongName('pql_stage'), wrongName(' '), wrongName('a b')]).toEqual([
    undefined,
    'A name is needed.',
    'Letters, digits and underscores only.',
  ])
})
