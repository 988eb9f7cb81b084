import * as esbuild from 'esbuild'
import { expect, test } from 'vitest'
import { root } from '../../scripts/run.ts'
import { setStage } from '../sdk/stage.ts'

const { recorder, context, noise } = await setStage()

/** A host's code as it would bundle it: against the package's published files. */
const bundled = async (contents: string): Promise<string> => {
  const { outputFiles } = await esbuild.build({
    stdin: { contents, resolveDir: root, loader: 'tsx' },
    bundle: true,
    write: false,
    format: 'esm',
    jsx: 'automatic',
    jsxImportSource: 'react',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

const openWith = async (contents: string) => {
  const page = await context().newPage()
  await page.goto(recorder.page({ key: 'pk_test_quiet' }))
  const origin = `${new URL(await page.locator('script[data-key]').evaluate(tag => Reflect.get(tag, 'src'))).href}`
  const base = origin.replace(/\/fireball\.js$/, '')
  await page.addScriptTag({
    type: 'module',
    content: await bundled(
      contents.replaceAll('OPTIONS', `{ key: 'pk_test_own', origin: '${base}', consent: 'full' }`),
    ),
  })
  return page
}

const TEACH = `for (const context of ['a', 'b', 'c']) fireball.track('Report Built', { outcome: 'success', context })`

test('a host draws a nudge itself: the same decision, caps and stamp, and no widget', async () => {
  const page = await openWith(`
import { createFireball } from '@fireball/sdk'
import { headless, whenPainted } from '@fireball/sdk/headless'
const fireball = createFireball(OPTIONS)
const ui = headless(fireball)
const own = document.body.appendChild(document.createElement('button'))
own.id = 'own'
own.onclick = () => ui.act('try-sharing')
fireball.on('action', () => true)
ui.subscribe(({ prompt }) => {
  own.textContent = prompt?.title ?? ''
  if (prompt) whenPainted(() => ui.shown(prompt.key))
})
${TEACH}
window.share = () => fireball.track('Report Shared', { outcome: 'success', context: 'a' })
window.flush = () => fireball.flush()
`)
  const own = page.locator('#own')
  await expect.poll(() => own.textContent()).toBe('Share a report')
  expect(await page.locator('[data-fireball=prompts]').count()).toBe(0)
  await own.click()
  await page.evaluate(() => {
    const { share, flush } = window as unknown as { share(): void; flush(): Promise<void> }
    share()
    return flush()
  })
  const sent = () => [...recorder.stored.values()]
  await expect.poll(() => sent().some(one => one.name === 'Prompt Shown')).toBe(true)
  await expect.poll(() => sent().find(one => one.name === 'Prompt Clicked')?.properties.target).toBe('action')
  await expect.poll(() => sent().find(one => one.name === 'Report Shared')?.assisted).toBe(true)
  expect(recorder.requests.filter(one => one.includes('/widget-'))).toEqual([])
  expect(noise()).toEqual([])
})

test('a React component draws a nudge while it is there, and the widget has it again after', async () => {
  const page = await openWith(`
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { createFireball } from '@fireball/sdk'
import { FireballProvider, useNudge } from '@fireball/sdk/react'
const fireball = createFireball(OPTIONS)
const Tip = () => {
  const nudge = useNudge()
  return nudge ? <p id="tip">{nudge.view.title}</p> : null
}
const App = () => {
  const [isThere, setThere] = useState(true)
  return <>{isThere && <Tip />}<button id="less" onClick={() => setThere(false)}>Less</button></>
}
createRoot(document.body.appendChild(document.createElement('main'))).render(
  <StrictMode><FireballProvider client={fireball}><App /></FireballProvider></StrictMode>,
)
${TEACH}
`)
  await expect.poll(() => page.locator('#tip').textContent()).toBe('Share a report')
  const builtIn = page.locator('[data-fireball=prompts] [part=nudge]')
  expect(await builtIn.count()).toBe(0)
  await page.locator('#less').click()
  await builtIn.waitFor()
  expect(await page.locator('#tip').count()).toBe(0)
  expect(noise()).toEqual([])
})
