import { readFile } from 'node:fs/promises'
import { defaultClientConditions, defaultServerConditions, type Plugin } from 'vite'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { findPostgres } from './scripts/postgres.ts'

/** Style sheets imported by name are text here too, as the build makes them for the widget. */
const cssAsText: Plugin = {
  name: 'css-as-text',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (!source.endsWith('.css')) return null
    const resolved = await this.resolve(source, importer, { skipSelf: true })
    return resolved && `\0${resolved.id}.text` // not `.css`: that name is taken by Vite's own style sheets
  },
  async load(id) {
    if (!id.startsWith('\0') || !id.endsWith('.css.text')) return null
    const text = await readFile(id.slice(1, -'.text'.length), 'utf8')
    return `export default ${JSON.stringify(text)}`
  },
}

/** Tests of the collector that are run on PostgreSQL as well. */
const BOTH_ENGINES = [
  'test/metrics.test.ts',
  ...[
    'answer',
    'clock-set-back',
    'committer',
    'delivery/delivery',
    'delivery/message-routes',
    'doctor',
    'ingest',
    'leads/leads',
    'learning/learn',
    'program-store',
    'qualifier',
    'retention',
  ].map(name => `apps/collector/src/${name}.test.ts`),
]

const WORKSPACES = '{packages,apps}/*/src/**'
const NEVER = ['**/node_modules/**', '**/dist/**']

const project = (
  name: string,
  include: readonly string[],
  test: TestProjectInlineConfiguration['test'] = {},
): TestProjectInlineConfiguration => ({
  extends: true,
  test: { ...test, name, include: [...include], exclude: [...NEVER, ...(test.exclude ?? [])] },
})

export default defineConfig({
  plugins: [cssAsText],
  define: {
    __WIDGET_FILE__: '"widget-test.js"',
    __PARTS_HASH__: '"test"',
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: { conditions: ['source', ...defaultClientConditions] },
  ssr: { resolve: { conditions: ['source', ...defaultServerConditions] } },
  test: {
    maxWorkers: 2,
    // What is waited for comes when it comes; this ends a wait for what never does.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      project('unit', [`${WORKSPACES}/*.test.{ts,tsx}`, '{test,scripts}/**/*.test.{ts,tsx}'], {
        exclude: ['**/*.dom.test.{ts,tsx}', 'test/e2e/**', 'test/contracts/**'],
        // A test that hangs ends here; how long one takes is never what it asserts, and machines are busy.
        testTimeout: 60_000,
        hookTimeout: 60_000,
      }),
      project('dom', [`${WORKSPACES}/*.dom.test.{ts,tsx}`, 'test/**/*.dom.test.{ts,tsx}'], {
        environment: 'happy-dom',
        testTimeout: 60_000,
      }),
      project('contracts', ['test/contracts/**/*.test.ts'], { testTimeout: 60_000, hookTimeout: 60_000 }),
      // What must hold on both engines is written once, for SQLite, and repeated where PostgreSQL can be had.
      ...('missing' in findPostgres()
        ? []
        : [
            project('postgres', BOTH_ENGINES, {
              env: { FIREBALL_TEST_ENGINE: 'postgres' },
              globalSetup: ['./scripts/postgres-setup.ts'],
              testTimeout: 60_000,
              hookTimeout: 60_000,
            }),
          ]),
      project('e2e', ['test/e2e/**/*.test.ts'], {
        globalSetup: ['./scripts/e2e-setup.ts'],
        testTimeout: 60_000,
        hookTimeout: 60_000,
        sequence: { groupOrder: 1 },
      }),
    ],
  },
})
