import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { HOSTILE } from './hostile.ts'
import { type StateName, states } from './states.ts'

/** What the bench reads off the gallery; each function opens nothing by itself and works in any browser. */

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** All states in which something is shown. */
export const SHOWN = (Object.keys(states) as StateName[]).filter(name => name !== 'nothing')

const frames = (page: Page, count: number) =>
  page.evaluate(async n => {
    for (let at = 0; at < n; at++) await new Promise(requestAnimationFrame)
  }, count)

const settle = async (page: Page) => {
  await page.waitForTimeout(60)
  await frames(page, 2)
}

/** Shows a state anew, with what is opened by hand open. */
export const show = async (page: Page, name: StateName): Promise<void> => {
  await page.evaluate(next => {
    window.gallery.showNamed('nothing')
    window.gallery.showNamed(next)
  }, name)
  await settle(page)
  const isOpen = page.locator('[data-fireball] [part~=panel]')
  if (/^(checklist|resources-many)/.test(name) && (await isOpen.count()) === 0)
    await page.locator('[data-fireball] .launch').evaluate(button => (button as HTMLElement).click())
  const why = page.locator('[data-fireball] .foot [aria-expanded=false]').first()
  if ((await why.count()) > 0) await why.evaluate(button => (button as HTMLElement).click())
  if (name === 'stored') {
    await settle(page)
    await page.locator('[data-fireball] .why .link').evaluate(button => (button as HTMLElement).click())
  }
  await settle(page)
}

/** Closes what stays open from one state to the next. */
export const tidy = async (page: Page): Promise<void> => {
  await page.evaluate(() => {
    for (const host of document.querySelectorAll('[data-fireball]')) {
      host.shadowRoot?.querySelector<HTMLElement>('[part~=stored] .icon')?.click()
      host.shadowRoot?.querySelector<HTMLElement>('[part~=panel] .icon')?.click()
    }
  })
}

/** Rules that axe finds broken, WCAG and best practice, one per element. */
export const axeViolations = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(AXE)
  const found: string[] = []
  for (const name of SHOWN) {
    await show(page, name)
    const broken = await page.evaluate(async () => {
      interface Axe {
        run(where: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
      }
      const { axe } = globalThis as { axe?: Axe }
      const result = await axe?.run({ include: [['[data-fireball]']] })
      return (result?.violations ?? []).flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
    })
    found.push(...broken.map(line => `${name}: ${line}`))
    await tidy(page)
  }
  return found
}

/** Hostile sheets × states in which a box, a colour or a size of ours changed, and elements of the page that we changed. */
export const styleLeaks = async (page: Page): Promise<number> => {
  const lookAtPage = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('body *:not([data-fireball])')].map(element => {
        const { x, y, width, height } = element.getBoundingClientRect()
        return [x, y, width, height, getComputedStyle(element).font, element.outerHTML.length].join(' ')
      }),
    )
  await page.evaluate(() => {
    window.gallery.showNamed('nothing')
    // A sheet that takes the page's scrollbar away moves the viewport's edge, and us with it: no leak.
    document.documentElement.style.setProperty('overflow', 'hidden', 'important')
  })
  const before = await lookAtPage()
  let leaks = 0
  for (const name of SHOWN) {
    await show(page, name)
    // What stands beside something goes where that goes, and a card in a slot is as wide as its slot.
    const keeps = /^(inline|resources)$/.test(name)
      ? 'looks'
      : /^(nudge(-bare|-rich)?|tour|hotspot)$/.test(name)
        ? 'size'
        : 'place'
    leaks += await page.evaluate(
      ([sheets, keeps]) => {
        const elements = [...document.querySelectorAll('[data-fireball]')].flatMap(host => [
          ...(host.shadowRoot?.querySelectorAll('.box, .box *, .inline, .inline *') ?? []),
        ])
        const look = () =>
          elements
            .map(element => {
              const { x, y, width, height } = element.getBoundingClientRect()
              const { color, backgroundColor, font, visibility, opacity, letterSpacing } =
                getComputedStyle(element)
              return [
                ...(keeps === 'place' ? [x, y] : []),
                ...(keeps === 'looks' ? [] : [width, height]),
                color,
                backgroundColor,
                font,
                visibility,
                opacity,
                letterSpacing,
              ].join()
            })
            .join('\n')
        const before = look()
        return sheets.filter(text => {
          const sheet = new CSSStyleSheet()
          sheet.replaceSync(text)
          document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
          const now = look()
          document.adoptedStyleSheets = document.adoptedStyleSheets.filter(each => each !== sheet)
          return now !== before
        }).length
      },
      [HOSTILE, keeps] as const,
    )
    await tidy(page)
  }
  const after = await lookAtPage()
  return leaks + after.filter((line, at) => line !== before[at]).length
}

/** Milliseconds from a change of the target to the frame in which the card is where it should be. */
export const targetMs = (page: Page, change: 'late' | 'removed' | 'replaced'): Promise<number> =>
  page.evaluate(async kind => {
    const card = () => document.querySelector('[data-fireball]')?.shadowRoot?.querySelector('[part=nudge]')
    const make = (left: string) => {
      const button = document.createElement('button')
      button.textContent = 'New report'
      button.dataset.target = 'new-report'
      button.style.setProperty('position', 'absolute')
      button.style.setProperty('left', left)
      return button
    }
    const old = document.querySelector('[data-target]')
    const from = performance.now()
    if (kind === 'late') document.querySelector('main')?.append(make('100px'))
    if (kind === 'removed') old?.remove()
    if (kind === 'replaced') old?.replaceWith(make('500px'))
    const isThere = () => {
      const [target, box] = [document.querySelector('[data-target]'), card()]
      if (kind === 'removed') return !box
      if (!target || !box) return false
      const [at, own] = [target.getBoundingClientRect(), box.getBoundingClientRect()]
      return Math.abs((own.left + own.right) / 2 - (at.left + at.width / 2)) < 20
    }
    while (!isThere() && performance.now() - from < 3000) await new Promise(requestAnimationFrame)
    return performance.now() - from
  }, change)

/** The largest change of the distance between card and target, read at the end of each frame in which the page moves. */
export const driftPx = async (page: Page): Promise<number> => {
  await show(page, 'nudge')
  return page.evaluate(async () => {
    const card = document.querySelector('[data-fireball]')?.shadowRoot?.querySelector('[part=nudge]')
    const target = document.querySelector('[data-target]')
    if (!card || !target) return Number.NaN
    const distance = () => card.getBoundingClientRect().top - target.getBoundingClientRect().bottom
    const first = distance()
    let most = 0
    const look = async () => {
      await new Promise(requestAnimationFrame)
      await new Promise<void>(done => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => done()
        port2.postMessage(0)
      })
      most = Math.max(most, Math.abs(distance() - first))
    }
    for (let at = 1; at <= 30; at++) {
      scrollTo(0, at * 2)
      await look()
    }
    for (let at = 1; at <= 30; at++) {
      document.querySelector('main')?.style.setProperty('padding-top', `${16 + at * 5}px`)
      await look()
    }
    document.querySelector('main')?.style.removeProperty('padding-top')
    scrollTo(0, 0)
    return Math.round(most * 100) / 100
  })
}

/** Frames and timers asked for per second while nothing happens. */
export const idleFrames = async (page: Page): Promise<number> => {
  await show(page, 'nudge')
  await page.waitForTimeout(500)
  return page.evaluate(async () => {
    let count = 0
    const { requestAnimationFrame, setTimeout } = window
    window.requestAnimationFrame = call => {
      count++
      return requestAnimationFrame(call)
    }
    await new Promise(done => setTimeout(done, 2000))
    window.requestAnimationFrame = requestAnimationFrame
    return count / 2
  })
}

/** Animations that run in any state, for who asked for less motion. */
export const animations = async (page: Page): Promise<number> => {
  let count = 0
  for (const name of SHOWN) {
    await page.evaluate(next => {
      window.gallery.showNamed('nothing')
      window.gallery.showNamed(next)
    }, name)
    await frames(page, 2)
    count += await page.evaluate(
      () =>
        [...document.querySelectorAll('[data-fireball]')].flatMap(
          host => host.shadowRoot?.getAnimations() ?? [],
        ).length,
    )
  }
  return count
}

/** What moved of the page while every state was shown once (Chromium alone tells). */
export const layoutShift = async (page: Page): Promise<number> => {
  await page.evaluate(() => {
    const { gallery } = window
    const total = { value: 0 }
    Object.assign(gallery, { shift: total })
    new PerformanceObserver(list => {
      for (const entry of list.getEntries()) total.value += Reflect.get(entry, 'value')
    }).observe({ type: 'layout-shift', buffered: false })
  })
  for (const name of SHOWN) {
    // As it comes by itself; what a person opens may grow.
    await page.evaluate(next => {
      window.gallery.showNamed('nothing')
      window.gallery.showNamed(next)
    }, name)
    await settle(page)
  }
  return page.evaluate(() => Math.round(Reflect.get(window.gallery, 'shift').value * 1000) / 1000)
}

/** What 20 cycles of showing and disposing leave behind (Chromium alone tells). */
export const leftBehind = async (
  page: Page,
): Promise<{ readonly heapKb: number; readonly nodes: number; readonly listeners: number }> => {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const cycle = () =>
    page.evaluate(async () => {
      window.gallery.dispose()
      for (const name of ['nudge', 'offer-learn', 'help'] as const) {
        window.gallery.mount()
        window.gallery.showNamed(name)
        await new Promise(done => setTimeout(done, 40))
        window.gallery.dispose()
      }
      window.gallery.events.length = 0
      window.gallery.mount()
      window.gallery.showNamed('nothing')
    })
  const weigh = async () => {
    for (let at = 0; at < 3; at++) await session.send('HeapProfiler.collectGarbage')
    const { metrics } = await session.send('Performance.getMetrics')
    const metric = (name: string) => metrics.find(one => one.name === name)?.value ?? Number.NaN
    return {
      heap: metric('JSHeapUsedSize'),
      nodes: metric('Nodes'),
      listeners: metric('JSEventListeners'),
    }
  }
  for (let at = 0; at < 10; at++) await cycle()
  const before = await weigh()
  for (let at = 0; at < 20; at++) await cycle()
  const after = await weigh()
  return {
    heapKb: Math.round((after.heap - before.heap) / 102.4) / 10,
    nodes: after.nodes - before.nodes,
    listeners: after.listeners - before.listeners,
  }
}
