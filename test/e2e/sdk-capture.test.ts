import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { setStage } from '../sdk/stage.ts'

const { recorder, context } = await setStage()

beforeEach(() =>
  context().addInitScript(() => {
    Reflect.set(window, 'heard', [])
    addEventListener('fireball:ready', ready => {
      const { detail } = ready as CustomEvent<{ on(name: string, act: (one: unknown) => void): void }>
      for (const name of ['event', 'error']) detail.on(name, one => Reflect.get(window, 'heard').push(one))
    })
  }),
)

interface Heard {
  readonly event?: { readonly name: string; readonly properties: Record<string, unknown> }
  readonly state?: string
}
const heard = (page: Page): Promise<readonly Heard[]> => page.evaluate(() => Reflect.get(window, 'heard'))
/** Facts of what went against the person, as the page heard of them. */
const facts = async (page: Page) =>
  (await heard(page)).flatMap(({ event, state }) =>
    event?.name === 'Friction Noticed' ? [{ ...event.properties, state }] : [],
  )
const open = async (body: string, query: Record<string, string> = {}): Promise<Page> => {
  const page = await context().newPage()
  await page.goto(recorder.page({ key: 'pk_test_noticing', consent: 'full', body, ...query }))
  await page.waitForFunction(() => window.fireball?.progress?.get().ready)
  // The part that notices has come when the first view was counted.
  await vi.waitFor(
    async () => expect((await heard(page)).some(one => Reflect.has(one, 'event'))).toBe(true),
    { timeout: 8000 },
  )
  return page
}
const eventually = (page: Page, expected: readonly object[]) =>
  vi.waitFor(async () => expect(await facts(page)).toEqual(expected), { timeout: 8000 })

describe('struggle', () => {
  test('rage clicks: three in a second in one place, told once, about the declared feature', async () => {
    const page = await open(
      '<div data-fireball-feature="schedules" data-fireball-context="c1"><p id="x" style="padding:40px">Not a button</p></div><input id="field">',
    )
    await page.click('#field', { clickCount: 3 })
    await page.click('#x', { clickCount: 5, delay: 30 })
    await eventually(page, [{ kind: 'rage-click', feature: 'schedules', context: 'c1', state: 'local' }])
  })

  test('two bursts make a struggle with the feature, which is told; the facts never leave', async () => {
    const page = await open('<p id="x" data-fireball-feature="schedules">Not a button</p>')
    await page.click('#x', { clickCount: 3, delay: 20 })
    await page.waitForTimeout(1100)
    await page.click('#x', { clickCount: 3, delay: 20 })
    await vi.waitFor(() => expect(recorder.names()).toContain('Struggle Noticed'), { timeout: 8000 })
    expect(recorder.names()).not.toContain('Friction Noticed')
    const told = [...recorder.stored.values()].find(one => one.name === 'Struggle Noticed')
    expect(told?.properties).toEqual({ feature: 'schedules', kind: 'rage' })
  })

  test('five active minutes after a start without an outcome are told, and no timer counts them', async () => {
    const page = await context().newPage()
    await page.clock.install()
    await page.goto(
      recorder.page({ key: 'pk_test_noticing', consent: 'full', body: '<p style="height:900px">Text</p>' }),
    )
    await page.waitForFunction(() => window.fireball?.progress?.get().ready)
    await vi.waitFor(
      async () => expect((await heard(page)).some(one => Reflect.has(one, 'event'))).toBe(true),
      { timeout: 8000 },
    )
    const stay = async (seconds: number) => {
      for (let left = seconds; left > 0; left -= 20) {
        await page.clock.fastForward(20_000)
        await page.mouse.move(50 + (left % 100), 50)
      }
    }
    const names = async () => (await heard(page)).map(one => one.event?.name)
    await stay(400)
    expect(await names()).not.toContain('Struggle Noticed')
    await page.evaluate(() => window.fireball?.track?.('Report Built', { outcome: 'started', context: 'c1' }))
    await stay(240)
    expect(await names()).not.toContain('Struggle Noticed')
    await stay(80)
    await vi.waitFor(async () => expect(await names()).toContain('Struggle Noticed'), { timeout: 8000 })
    const told = (await heard(page)).find(one => one.event?.name === 'Struggle Noticed')
    expect(told?.event?.properties).toEqual({ feature: 'schedules', kind: 'no-outcome', skill: 'build' })
  })

  test('dead clicks: on what looks like a button and does nothing', async () => {
    const page = await open('<button id="dead" data-fireball-feature="schedules">Export</button>')
    await page.click('#dead')
    await eventually(page, [{ kind: 'dead-click', feature: 'schedules', state: 'local' }])
  })

  test('no dead click: what answers in any way, or need not', async () => {
    await context().route('**/slow', async route => {
      await new Promise(done => setTimeout(done, 1500))
      await route.fulfill({ body: 'ok' })
    })
    const page = await open(
      `<p id="text">Text</p>
      <button id="dom">DOM</button><button id="down">Down</button><button id="net">Network</button>
      <button id="focus">Focus</button><button id="scroll">Scroll</button><button id="url">Address</button>
      <a id="tab" href="/?x" target="_blank" onclick="event.preventDefault()">Tab</a><a id="here" href="">Here</a>
      <label id="label">Label <input type="checkbox"></label><button role="tab" aria-selected="true" id="chosen">Tab</button>
      <button data-fireball-repeat id="plus">+</button><input id="field"><div style="height:3000px"></div>`,
    )
    await page.evaluate(() => {
      const on = (id: string, type: string, act: () => void) =>
        document.getElementById(id)?.addEventListener(type, act)
      on('dom', 'click', () => document.body.append('!'))
      on('down', 'pointerdown', () => document.body.append('!'))
      on('net', 'click', () => void fetch('/slow'))
      on('focus', 'click', () => document.getElementById('field')?.focus())
      on('scroll', 'click', () => scrollTo(0, 500))
      on('url', 'click', () => history.pushState(null, '', '?page=2'))
    })
    for (const id of [
      'text',
      'dom',
      'down',
      'focus',
      'tab',
      'here',
      'label',
      'chosen',
      'plus',
      'field',
      'url',
      'scroll',
      'net',
    ])
      await page
        .locator(`#${id}`)
        .dispatchEvent('noop')
        .then(() => page.click(`#${id}`))
    await page.waitForTimeout(3600)
    expect((await facts(page)).filter(one => Reflect.get(one, 'kind') === 'dead-click')).toEqual([])
  })

  test('an error after an action, about the running action; others are nobody’s', async () => {
    const page = await open('<button id="x" data-fireball-repeat>Build</button>')
    await page.evaluate(() => setTimeout(() => Reflect.get(window, 'nothing').to.see))
    await page.waitForTimeout(200)
    await page.evaluate(() => {
      document.getElementById('x')?.addEventListener('click', () => {
        window.fireball.track('Report Built', { context: 'r1' })
        Promise.reject(new Error('secret words'))
      })
    })
    await page.click('#x')
    await eventually(page, [
      { kind: 'error', feature: 'schedules', skill: 'build', context: 'r1', state: 'local' },
    ])
    expect(JSON.stringify(await heard(page))).not.toContain('secret words')
  })

  test('retries: the same action with failures, and a form that will not be sent', async () => {
    const page = await open(
      '<form data-fireball-feature="schedules" onsubmit="return false"><input required><button data-fireball-repeat>Go</button></form>',
    )
    for (let i = 0; i < 3; i++) {
      await page.click('button')
      await page.waitForTimeout(200)
    }
    await eventually(page, [{ kind: 'retry', feature: 'schedules', state: 'local' }])
    await page.evaluate(() => {
      for (const outcome of ['failure', 'failure', 'failure'])
        window.fireball.track('Report Shared', { outcome, context: 's1' })
    })
    await vi.waitFor(async () => expect(await facts(page)).toHaveLength(2), { timeout: 4000 })
    expect((await facts(page))[1]).toMatchObject({ kind: 'retry', skill: 'share', context: 's1' })
  })

  test('an abandoned form: begun and left; not one that was sent', async () => {
    const form = (id: string) =>
      `<form id="${id}" data-fireball-feature="schedules" data-fireball-context="${id}" onsubmit="return false"><input name="a"><input name="b"><button>Go</button></form>`
    const page = await open(form('sent') + form('left'))
    for (const id of ['sent', 'left']) {
      await page.locator(`#${id} [name=a]`).pressSequentially('my secret')
      await page.locator(`#${id} [name=b]`).pressSequentially('words')
      if (id === 'sent') await page.click(`#${id} button`)
    }
    await page.evaluate(() => history.pushState(null, '', '/elsewhere'))
    await vi.waitFor(
      async () =>
        expect(await facts(page)).toEqual([
          { kind: 'abandoned-form', feature: 'schedules', context: 'left', state: 'local' },
        ]),
      { timeout: 4000 },
    )
  })
})

test('what people type is nowhere: not stored, not sent, not told', async () => {
  const secret = 'xq7secret'
  const page = await open(
    `<form data-fireball-track="Sent" data-fireball-feature="schedules" onsubmit="return false">
      <input id="text"><input id="password" type="password"><input id="search" type="search"><textarea id="area"></textarea>
      <select id="select"><option>a</option><option value="${secret}">${secret}</option></select><button>Go</button></form>
    <div id="edit" contenteditable role="button" data-fireball-track="Edited">x</div>`,
  )
  for (const id of ['text', 'password', 'search', 'area', 'edit']) {
    await page.click(`#${id}`)
    await page.keyboard.type(secret)
  }
  await page.selectOption('#select', secret)
  await page.evaluate(text => {
    location.hash = `#/find?q=${text}`
    history.pushState(null, '', `/find?q=${text}#${text}`)
    setTimeout(() => {
      throw new Error(text)
    })
  }, secret)
  await page.click('button', { clickCount: 4, delay: 20 })
  await page.waitForTimeout(3500)
  await page.evaluate(() => window.fireball.flush())
  const stored = await page.evaluate(async () => {
    const rows: unknown[] = [{ ...localStorage }, { ...sessionStorage }, document.cookie]
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>(done => {
        const request = indexedDB.open(name)
        request.onsuccess = () => done(request.result)
      })
      for (const store of database.objectStoreNames)
        rows.push(
          await new Promise(done => {
            const request = database.transaction(store).objectStore(store).getAll()
            request.onsuccess = () => done(request.result)
          }),
        )
    }
    return JSON.stringify(rows)
  })
  const all = [stored, JSON.stringify([...recorder.received]), JSON.stringify(await heard(page))]
  expect(recorder.names()).toContain('Sent')
  expect(stored).toContain('Friction Noticed')
  for (const text of all) expect(text).not.toContain(secret)
})

test('a session is on every event, begins once, and is shared by tabs and pages', async () => {
  const one = await open('')
  await one.evaluate(() => window.fireball.track('First'))
  await one.reload()
  await one.waitForFunction(() => window.fireball?.progress?.get().ready)
  await open('')
  await vi.waitFor(() => expect(recorder.stored.size).toBe(4), { timeout: 8000 })
  const contexts = [...recorder.stored.values()].map(event => event.context)
  expect(new Set(contexts.map(one => one.sessionId)).size).toBe(1)
  expect(contexts.filter(one => one.sessionStart)).toHaveLength(1)
  expect(Math.abs(Number(contexts[0]?.sessionId) - Date.now() / 1000)).toBeLessThan(60)
})
