/** One part of the repository and what it may import. A trailing `*` stands for any rest of a package's name. */
export interface Part {
  readonly folder: string
  /** Packages that any file of the part may import. */
  readonly may: readonly string[]
  /** Packages that may be imported by `import type` alone. */
  readonly mayAsTypes?: readonly string[]
  /** Packages for single files, or for folders (`…/`), by path from `folder`. */
  readonly mayIn?: Readonly<Record<string, readonly string[]>>
}

/**
 * The import table. A package stands for all its entry points; files of the part itself need no entry, files of
 * another part are never imported by path. Change the table, not the rule.
 */
export const PARTS: readonly Part[] = [
  {
    folder: 'packages/core/src',
    may: [],
    mayIn: {
      'program/schema.ts': ['valibot'],
      'program/schema-part.ts': ['valibot'],
      'program/appearance-schema.ts': ['valibot'],
      'program/message-schema.ts': ['valibot'],
      'program/lead-schema.ts': ['valibot'],
      'program/parse.ts': ['valibot'],
      'program/say-issue.ts': ['valibot'],
    },
  },
  {
    folder: 'packages/widget/src',
    may: ['@fireball/core', 'preact'],
  },
  { folder: 'packages/learn/src', may: ['@fireball/core'] },
  { folder: 'packages/client/src', may: ['@fireball/core'] },
  {
    folder: 'packages/sdk/src',
    may: ['@fireball/core', 'nanostores', 'idb-keyval'],
    mayIn: {
      'react-client.ts': ['react'],
      'react-surfaces.ts': ['react'],
      'react.dom.test.ts': ['react', 'react-dom'],
    },
    mayAsTypes: ['@fireball/widget'],
  },
  {
    folder: 'apps/collector/src',
    may: [
      '@fireball/core',
      '@fireball/learn',
      'node:*',
      'hono',
      '@hono/node-server',
      'valibot',
      '@valibot/to-json-schema',
      'better-sqlite3',
      'pg',
      'pino',
      'prom-client',
      'uuidv7',
    ],
    mayIn: {
      'cli/': ['citty', 'cli-progress', 'csv-parse'],
      'console/service.ts': ['openid-client'],
      'console/service.test.ts': ['oauth2-mock-server'],
      'security/passwords.ts': ['@node-rs/argon2'],
      'delivery/': ['standardwebhooks', 'ipaddr.js', 'undici', 'csv-stringify'],
      'leads/': ['jstat'],
    },
  },
  {
    folder: 'apps/console/src',
    may: [
      '@fireball/core',
      '@fireball/widget',
      'preact',
      'nanostores',
      '@nanostores/preact',
      '@nanostores/router',
      'codemirror',
      '@codemirror/*',
    ],
  },
  {
    folder: 'apps/demo/src',
    may: ['@fireball/core', 'preact'],
    mayAsTypes: ['@fireball/sdk'],
  },
  { folder: 'apps/demo/simulator', may: ['@fireball/core', 'pure-rand'] },
  { folder: 'test', may: ['*'] },
  { folder: 'scripts', may: ['*'] },
]

/** What a test may import beside what its part may; it may also reach into `test/` by path. */
export const TESTS_MAY: readonly string[] = ['vitest', 'fast-check', 'axe-core', 'node:*']

/** Names under which unrelated things pile up; denied for files and folders. A thing lives with its concept. */
export const DENIED_NAMES: readonly string[] = ['utils', 'helpers', 'common', 'shared', 'types', 'constants']

/** Where the SDK may touch the page it runs in, and what counts as touching it. */
export const SDK_BROWSER = {
  folder: 'packages/sdk/src',
  mayTouch: ['browser/', 'script.ts'],
  globals: [
    'window',
    'document',
    'localStorage',
    'sessionStorage',
    'indexedDB',
    'navigator',
    'location',
    'fetch',
    'self',
    'globalThis',
  ],
} as const

/** Where neither a clock nor dice may be read: `now` and `random` are arguments there. */
export const PURE_FOLDER = 'packages/core/src'
