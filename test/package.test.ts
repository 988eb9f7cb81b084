import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import ts from 'typescript'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventTypes } from '../apps/collector/src/cli/event-types.ts'
import { type Output, RECIPES } from '../scripts/bundles.ts'
import { root } from '../scripts/run.ts'
import { declarationsOf, PACKAGE_ENTRIES } from '../scripts/sdk-types.ts'
import { sampleProgram } from './package/program.ts'

const run = promisify(execFile)

const declarations = declarationsOf(PACKAGE_ENTRIES)

/** A project of somebody else, into which the package was installed: its published files, and what it depends on. */
let project = ''
const put = async (path: string, contents: string | Uint8Array): Promise<void> => {
  const file = join(project, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, contents)
}

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'fireball-package-'))
  const made: Output[] = []
  for (const { target, entries, bundle } of RECIPES)
    if (target === 'widget' || target === 'sdk') made.push(...(await bundle(entries[0] ?? '', made)))
  const inPackage = (path: string) => path.replace('packages/sdk/', 'node_modules/@fireball/sdk/')
  for (const { path, contents } of [...made, ...declarations])
    if (path.startsWith('packages/sdk/')) await put(inPackage(path), contents)
  await cp(join(root, 'packages/sdk/package.json'), join(project, 'node_modules/@fireball/sdk/package.json'))
  for (const name of ['nanostores', 'idb-keyval', 'react', '@types/react', 'csstype']) {
    await mkdir(dirname(join(project, 'node_modules', name)), { recursive: true })
    await symlink(join(root, 'node_modules', name), join(project, 'node_modules', name))
  }
  await put('package.json', JSON.stringify({ type: 'module' }))
}, 120_000)
afterAll(() => rm(project, { recursive: true, force: true }))

/** What the compiler says of files of that project, under the settings that TypeScript gives a new one. */
const errorsOf = (names: readonly string[], skipLibCheck: boolean): readonly string[] => {
  const program = ts.createProgram(
    names.map(name => join(project, name)),
    {
      strict: true,
      noEmit: true,
      skipLibCheck,
      exactOptionalPropertyTypes: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      jsx: ts.JsxEmit.ReactJSX,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
      types: [],
    },
  )
  return ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    )
}

test('a project without an event map compiles, with hooks and all', async () => {
  await put(
    'plain.tsx',
    `import { createFireball, type Fireball, type Progress } from '@fireball/sdk'
import { FireballProvider, useFeature, useFireball, useProgress } from '@fireball/sdk/react'
const fireball: Fireball = createFireball({ key: 'pk_live_x', origin: 'https://fireball.example.com', consent: 'full' })
fireball.track('Anything', { outcome: 'success' })
fireball.group('a', { left: true })
fireball.progress.subscribe((progress: Progress) => {
  const able: readonly string[] = Object.entries(progress.skills).flatMap(([key, { able }]) => (able ? [key] : []))
  return able
})
const off: () => void = fireball.on('error', ({ code }) => code === 'bad-name')
const Lock = () => {
  const { state, missing } = useFeature('schedules')
  const { track } = useFireball()
  return <button onClick={() => { track('Opened'); off() }}>{state}{missing.map(one => one.name)}{String(useProgress().ready)}</button>
}
export const App = () => <FireballProvider client={fireball}><Lock /></FireballProvider>
`,
  )
  expect(errorsOf(['plain.tsx'], false)).toEqual([])
}, 120_000)

test('a project that draws by itself compiles, with hooks and without', async () => {
  await put(
    'own.tsx',
    `import { createFireball } from '@fireball/sdk'
import { headless, whenPainted, type Shown } from '@fireball/sdk/headless'
import { FireballProvider, useChecklist, useMessage, useNudge } from '@fireball/sdk/react'
const options = { key: 'pk_live_x', origin: 'https://fireball.example.com', consent: 'full', widget: ['offer', 'help'] } as const
const ui = headless(createFireball(options), ['nudge', 'survey', 'checklist'])
ui.subscribe(({ prompt, checklist, beside }: Shown) => {
  if (prompt?.kind === 'survey') ui.answered(prompt.key, prompt.questions?.[0]?.key ?? '', 9)
  if (prompt?.kind === 'offer') ui.act(prompt.key, 'upgrade')
  if (prompt) whenPainted(() => ui.shown(prompt.key))
  return [checklist?.steps.map(step => step.title), beside.map(({ slot }) => slot)]
})
// @ts-expect-error: no such surface
headless(createFireball(options), ['popup'])
const Next = () => {
  const nudge = useNudge()
  const list = useChecklist()
  const banner = useMessage(['banner', 'toast'])
  if (!nudge) return <p>{list?.view.done}{banner?.view.title}</p>
  return <section><h2>{nudge.view.title}</h2><button onClick={() => nudge.act()}>{nudge.view.action?.label}</button></section>
}
export const App = () => <FireballProvider options={options}><Next /></FireballProvider>
`,
  )
  expect(errorsOf(['own.tsx'], false)).toEqual([])
}, 120_000)

test('with the event map of a program, track() knows its events', async () => {
  await put('fireball-events.d.ts', eventTypes(sampleProgram))
  await put(
    'typed.ts',
    `import { createFireball } from '@fireball/sdk'
import { headless } from '@fireball/sdk/headless'
const { track } = createFireball({ key: 'pk_live_x', origin: 'https://fireball.example.com' })
track('Report Built', { outcome: 'success', context: 'r1', rows: 12 })
// @ts-expect-error: misspelt
track('Report Bilt', { outcome: 'success', context: 'r1' })
// @ts-expect-error: no such outcome
track('Report Built', { outcome: 'good', context: 'r1' })
// @ts-expect-error: without a context nobody ever shows as able
track('Report Built', { outcome: 'success' })
const ui = headless(createFireball({ key: 'pk_live_x', origin: 'https://fireball.example.com' }))
ui.answered('ask', 'why', 'time')
// @ts-expect-error: no such option
ui.answered('ask', 'why', 'tim')
// @ts-expect-error: no such question
ui.answered('ask', 'wy', 'time')
interface Own { Opened: { context?: string } }
const own = createFireball<Own>({ key: 'pk_live_x', origin: 'https://fireball.example.com' })
own.track('Opened')
// @ts-expect-error: not in this map
own.track('Report Built')
`,
  )
  expect(errorsOf(['fireball-events.d.ts', 'typed.ts'], true)).toEqual([])
}, 120_000)

test('on a server it is imported without harm, and every method does nothing', async () => {
  await put(
    'server.js',
    `import { createFireball } from '@fireball/sdk'
import { headless } from '@fireball/sdk/headless'
import * as react from '@fireball/sdk/react'
const fireball = createFireball({ key: 'pk_live_x', origin: 'https://fireball.example.com', consent: 'full' })
for (const [name, method] of Object.entries(fireball))
  if (typeof method === 'function') await method('a', {}, 1)
console.log(JSON.stringify([fireball.progress.get().ready, fireball.consent(), Object.keys(react).sort(), headless(fireball).get(), Object.keys(globalThis).filter(one => /fireball/i.test(one))]))
`,
  )
  const { stdout, stderr } = await run(process.execPath, [join(project, 'server.js')], { timeout: 20_000 })
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toEqual([
    false,
    'local',
    [
      'FireballProvider',
      'useBeside',
      'useChecklist',
      'useFeature',
      'useFireball',
      'useHelp',
      'useMessage',
      'useNudge',
      'useOffer',
      'useProgress',
    ],
    { beside: [], help: [], sending: 'off', theme: {} },
    [],
  ])
}, 30_000)

test('what is published imports nothing that it does not depend on', async () => {
  const { dependencies, peerDependencies } = JSON.parse(
    await readFile(join(root, 'packages/sdk/package.json'), 'utf8'),
  )
  const may = Object.keys({ ...dependencies, ...peerDependencies })
  for (const { path, contents } of declarations)
    for (const [, name = ''] of Buffer.from(contents)
      .toString()
      .matchAll(/from ['"]([^.'"][^'"]*)['"]/g))
      expect(may, `${path} imports ${name}`).toContain(name)
}, 120_000)
