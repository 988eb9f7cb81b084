import type { Page } from 'playwright-core'
import { describe, expect, test, vi } from 'vitest'
import { setStage } from '../sdk/stage.ts'

const { recorder, context } = await setStage({ ignoreDefaultArgs: ['--disable-back-forward-cache'] })

const views = () =>
  [...recorder.stored.values()].filter(event => event.type === 'page').map(event => event.properties.path)
const eventually = (expected: readonly string[]) =>
  vi.waitFor(() => expect(views()).toEqual(expected), { timeout: 8000 })
/** Long enough for a view that should not be to have come. */
const exactly = async (page: Page, expected: readonly string[]) => {
  await eventually(expected)
  await page.waitForTimeout(500)
  expect(views()).toEqual(expected)
}
const url = (query: Record<string, string> = {}) =>
  recorder.page({ key: 'pk_test_noticing', consent: 'full', ...query })
const open = async (query: Record<string, string> = {}): Promise<Page> => {
  const page = await context().newPage()
  await page.goto(url(query))
  await eventually(['/'])
  return page
}

describe('exactly one page view per activation', () => {
  test('1: a load', async () => {
    await exactly(await open(), ['/'])
  })

  test('2: pushState', async () => {
    const page = await open()
    await page.evaluate(() => history.pushState(null, '', '/reports'))
    await exactly(page, ['/', '/reports'])
  })

  test('3: replaceState, unless the path stays', async () => {
    const page = await open()
    await page.evaluate(() => history.replaceState(null, '', '/?tab=2'))
    await page.waitForTimeout(100)
    await page.evaluate(() => history.replaceState(null, '', '/reports'))
    await exactly(page, ['/', '/reports'])
  })

  test('4: back and forward', async () => {
    const page = await open()
    await page.evaluate(() => history.pushState(null, '', '/reports'))
    await eventually(['/', '/reports'])
    await page.goBack()
    await eventually(['/', '/reports', '/'])
    await page.goForward()
    await exactly(page, ['/', '/reports', '/', '/reports'])
  })

  test('5: a route in the fragment, but no place on the page', async () => {
    const page = await open()
    await page.evaluate(() => {
      location.hash = '#place'
    })
    await page.waitForTimeout(100)
    await page.evaluate(() => {
      location.hash = '#/reports?q=secret'
    })
    await exactly(page, ['/', '/#/reports'])
  })

  test('6: the Navigation API', async () => {
    const page = await open()
    await page.evaluate(() => {
      interface Navigation extends EventTarget {
        navigate(to: string): void
      }
      const { navigation } = window as Window & { readonly navigation?: Navigation }
      navigation?.addEventListener('navigate', event =>
        (event as Event & { intercept(how: object): void }).intercept({ handler: async () => {} }),
      )
      navigation?.navigate('/reports')
    })
    await exactly(page, ['/', '/reports'])
  })

  test('7: a reload', async () => {
    const page = await open()
    await page.reload()
    await exactly(page, ['/', '/'])
  })

  test('8: coming back from the back/forward cache', async () => {
    const page = await open()
    await page.evaluate(() => Reflect.set(window, 'isKept', true))
    await page.goto(`${recorder.hostOrigin}/?key=pk_test_quiet&consent=full`)
    await page.goBack({ waitUntil: 'commit' })
    await page.waitForFunction(() => 'isKept' in window)
    await exactly(page, ['/', '/'])
  })

  test('9: a prerendered page, when it is shown', async () => {
    const page = await context().newPage()
    await page.addInitScript(() => {
      Object.defineProperty(document, 'prerendering', { value: true, configurable: true })
    })
    await page.goto(url())
    await page.waitForFunction(() => window.fireball?.track)
    await page.waitForTimeout(1000)
    expect(views()).toEqual([])
    await page.evaluate(() => {
      Object.defineProperty(document, 'prerendering', { value: false })
      document.dispatchEvent(new Event('prerenderingchange'))
    })
    await exactly(page, ['/'])
  })

  test('10: a redirect within the app is one', async () => {
    const page = await open()
    await page.evaluate(async () => {
      history.pushState(null, '', '/private')
      await Promise.resolve()
      history.replaceState(null, '', '/sign-in')
    })
    await exactly(page, ['/', '/sign-in'])
  })

  test('11: without the Navigation API, and with it again as it was after disposal', async () => {
    await context().addInitScript(() => {
      Object.defineProperty(window, 'navigation', { value: undefined })
    })
    const page = await open()
    await page.evaluate(() => history.pushState(null, '', '/reports'))
    await eventually(['/', '/reports'])
    await page.goBack()
    await exactly(page, ['/', '/reports', '/'])
    await page.evaluate(() => Reflect.get(window.fireball, 'dispose')())
    expect(await page.evaluate(() => `${history.pushState}`)).toContain('[native code]')
  })

  test('12: a view that the host tells itself is not told twice', async () => {
    const page = await open()
    await page.evaluate(() => {
      history.pushState(null, '', '/reports')
      Reflect.get(window.fireball, 'page')('Reports')
    })
    await exactly(page, ['/', '/reports'])
  })
})

test('a page that leaves right after a change has told of it', async () => {
  const page = await open()
  await page.evaluate(() => {
    history.pushState(null, '', '/last')
    location.href = 'about:blank'
  })
  await page.waitForURL('about:blank')
  await context()
    .newPage()
    .then(next => next.goto(url({ key: 'pk_test_noticing' })))
  await vi.waitFor(() => expect(views().slice(0, 2)).toEqual(['/', '/last']), { timeout: 8000 })
})

test('off unless the program switches it on', async () => {
  const page = await context().newPage()
  await page.goto(recorder.page({ key: 'pk_test_quiet', consent: 'full' }))
  await page.waitForFunction(() => window.fireball?.progress?.get().ready)
  await page.evaluate(() => window.fireball.track('Something'))
  await vi.waitFor(() => expect(recorder.names()).toContain('Something'), { timeout: 8000 })
  expect(views()).toEqual([])
  expect(recorder.requests.filter(one => /page-views|struggle|session/.test(one))).toEqual([])
})
