import type { Scenario } from './trial.ts'

/** Calls of one task, and how many hostile ones stand between two good ones. */
const CHUNK = 500
const PER_GOOD = 100

/** Values that no one should pass, and some that many do; each is made anew. */
const HOSTILE = `[
  () => undefined, () => null, () => NaN, () => Infinity, () => -0, () => true, () => '', () => ' ', () => '\\u0000',
  () => '\\ud800', () => '__proto__', () => 'constructor', () => 10n, () => Symbol('s'), () => () => {}, () => new Date(NaN),
  () => new Date(8.64e15), () => /x/g, () => new Map([[{}, []]]), () => new Set([1]), () => new WeakMap(), () => [],
  () => new Array(1e6), () => [[[[]]]], () => document.body, () => document, () => window, () => navigator, () => new Error('e'),
  () => new Uint8Array(64), () => new ArrayBuffer(8), () => Promise.resolve(1), () => Object.create(null), () => new Proxy({}, {}),
  () => { const o = {}; o.self = o; return o },
  () => { const a = []; a.push(a); return { a } },
  () => ({ get x() { throw new Error('getter') }, y: 1 }),
  () => ({ toJSON() { throw new Error('toJSON') } }),
  () => ({ toJSON() { return this } }),
  () => ({ toString() { throw new Error('toString') } }),
  () => ({ valueOf() { throw new Error('valueOf') }, [Symbol.toPrimitive]() { throw new Error('toPrimitive') } }),
  () => new Proxy({}, { ownKeys() { throw new Error('ownKeys') } }),
  () => new Proxy({ a: 1 }, { get() { throw new Error('get') } }),
  () => new Proxy({ a: 1 }, { getOwnPropertyDescriptor() { throw new Error('gopd') } }),
  () => new Proxy(function () {}, { apply() { throw new Error('apply') }, get() { throw new Error('get') } }),
  () => new Proxy([], { get(t, k) { if (k === 'length') throw new Error('length'); return t[k] } }),
  () => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy },
  () => { let o = 1; for (let i = 0; i < 5000; i++) o = { o }; return o },
  () => Object.fromEntries(Array.from({ length: 2000 }, (_, i) => ['k' + i, i])),
  () => JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
  () => ({ tab: 'evil', i: {} }), () => ({ userId: 'u', anonymousId: {}, context: 1, properties: null, messageId: '' }),
  () => ({ ['k\\ud800']: '\\udc00', 'a.b': { $gt: 1 }, '': '' }),
  () => 'x'.repeat(300), () => 'x'.repeat(40000),
  () => roll() < 0.02 ? 'x'.repeat(1 << 20) : 'rare', () => roll() < 0.02 ? { s: '\\u20ac'.repeat(1 << 20) } : { s: 1 },
]`

/** Hostile calls in chunks, with good neighbours; answers with what was thrown, said, or broken. */
const attack = (track: string, methods: string, seed: number, calls: number): string => `(async () => {
  const track = ${track}
  let state = ${seed}
  const roll = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 4294967296
  const values = ${HOSTILE}
  const any = () => values[Math.floor(roll() * values.length)]()
  const methods = ${methods}
  const found = { throws: 0, rejections: 0, noise: 0, good: 0, samples: [] }
  const note = (kind, what) => { found[kind]++; if (found.samples.length < 8) found.samples.push(kind + ': ' + what) }
  const text = error => { try { return String(error?.stack ?? error).slice(0, 200) } catch { return '?' } }
  addEventListener('error', event => note('throws', 'event ' + text(event.error ?? event.message)))
  addEventListener('unhandledrejection', event => note('rejections', text(event.reason)))
  for (const level of ['error', 'warn', 'log']) {
    console[level] = (...args) => note('noise', level + ' ' + args.map(text).join(' '))
  }
  const prototype = Object.keys(Object.prototype).length
  let i = 0
  for (let done = 0; done < ${calls}; done += ${CHUNK}) {
    for (let n = 0; n < ${CHUNK}; n++) {
      if (n % ${PER_GOOD} === 0) { try { track('Tried', { tab: 'good', i: i++ }); found.good++ } catch (error) { note('throws', text(error)) } }
      const name = methods.length && roll() < 0.3 ? methods[Math.floor(roll() * methods.length)] : ''
      const args = Array.from({ length: Math.floor(roll() * 4) }, any)
      // What the host itself does wrong before the call is the host's.
      try {
        const result = name ? window.fireball[name](...args) : track(...args)
        if (result && typeof result.then === 'function') result.then(() => {}, error => note('rejections', name + ' ' + text(error)))
      } catch (error) { note('throws', (name || 'track') + ' ' + text(error)) }
    }
    await new Promise(settle => setTimeout(settle, done % 5000 === 0 ? 400 : 20))
  }
  found.polluted = Object.keys(Object.prototype).length - prototype + (({}).polluted ? 1 : 0)
  return found
})()`

/** What a page's methods are called with anything; those that end or silence the client, as told, are left out. */
const METHODS = `Object.keys(window.fireball ?? {}).filter(name =>
  typeof window.fireball[name] === 'function' && !/^(before|consent|purge|dispose|flush)$/.test(name))`

/** So many hostile calls on one page. Throws and noise are figures; lost neighbours are lost events. */
export const fuzz = (calls: number, track: string, isOurs: boolean): Scenario => ({
  name: `${calls} hostile calls`,
  stays: true,
  async run({ open, dice, figures, accept }) {
    const page = await open()
    const code = attack(track, isOurs ? METHODS : '[]', dice.between(1, 1e9), calls)
    const found = await page.tab.evaluate<{
      readonly throws: number
      readonly rejections: number
      readonly noise: number
      readonly good: number
      readonly polluted: number
      readonly samples: readonly string[]
    }>(code, 300_000)
    for (let i = 0; i < found.good; i++) accept(`good:${i}`)
    figures.throws = found.throws
    figures.rejections = found.rejections
    figures.noise = found.noise
    figures.polluted = found.polluted
    for (const sample of found.samples) console.error(sample)
  },
})
