import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createMetrics } from '../apps/collector/src/metrics.ts'
import { describeSettings } from '../apps/collector/src/settings.ts'
import { root } from '../scripts/run.ts'

const read = (path: string): string => readFileSync(join(root, path), 'utf8')

test('docs/operations.md has every setting, as `fireball config --markdown` prints them', () => {
  const text = read('docs/operations.md')
  for (const { name, value, say } of describeSettings({}))
    expect(text).toContain(`| \`${name}\` | ${value === '' ? '' : `\`${value}\``} | ${say} |`)
})

test('docs/operations.md has every figure of our own', async () => {
  const { body } = await createMetrics({
    waiting: () => 0,
    waitingDeliveries: async () => new Map(),
  }).text()
  const names = [...body.matchAll(/^# TYPE (fireball_\w+)/gm)].map(([, name]) => name ?? '')
  expect(names.length).toBeGreaterThan(5)
  for (const name of names) expect(read('docs/operations.md')).toContain(`\`${name}`)
})

test('each test that SECURITY.md names is there', () => {
  const named = [...read('SECURITY.md').matchAll(/`([\w./-]+\.test\.ts)`/g)].map(([, path]) => path ?? '')
  expect(named.length).toBeGreaterThan(15)
  for (const path of named) {
    const places = [path, join('apps/collector/src', path)]
    expect({ path, isThere: places.some(one => existsSync(join(root, one))) }).toEqual({
      path,
      isThere: true,
    })
  }
})

test('the recipes speak of settings and paths that there are', () => {
  const names = describeSettings({}).map(one => one.name)
  const recipes = ['deploy/Containerfile', 'deploy/fireball.service', 'deploy/nginx.conf']
    .map(read)
    .join('\n')
  const used = [...recipes.matchAll(/\b([A-Z]{3,}(?:_[A-Z]+)*)=/g)].map(([, name]) => name ?? '')
  for (const name of used)
    if (name !== 'NODE_ENV') expect([...names, ...names.map(one => `${one}_FILE`)]).toContain(name)
  expect(recipes).toContain('apps/collector/dist/main.js')
})
