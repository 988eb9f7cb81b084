import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as esbuild from 'esbuild'
import { root, run } from '../../scripts/run.ts'
import { type Contestant, EVENT, keyOf, type Reply, type Sent } from './contestant.ts'

/** A published SDK: which, how a page sets it up, what it sends, and what it wants to hear. */
interface Rival {
  readonly packageName: string
  readonly version: string
  /** An ES module that puts `window.rival = { track(name, properties) }` there; `gate` is the collector's origin. */
  readonly source: string
  decode(request: IncomingMessage, body: Buffer): readonly Sent[] | undefined
  /** Answers to anything that is not an event. */
  settings?(url: string): string | undefined
}

/** A rival that is ready to run, with what a page must load of it. */
export interface Opponent {
  readonly contestant: Contestant
  readonly gzip: number
}

const CACHE = join(root, '.cache/rivals')

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Messages of Segment's tracking API, single or in a batch. */
const segmentEvents = (body: Buffer): readonly Sent[] => {
  const content = parse(body.toString())
  const messages = isObject(content) && Array.isArray(content.batch) ? content.batch : [content]
  return messages.flatMap((message: unknown) => {
    if (!isObject(message) || message.event !== EVENT) return []
    const key = keyOf(message.properties)
    return key === undefined ? [] : [{ id: String(message.messageId), key }]
  })
}

const isPost = (request: IncomingMessage, path: RegExp) =>
  request.method === 'POST' && path.test(request.url ?? '')

const segment: Rival = {
  packageName: '@segment/analytics-next',
  version: '1.84.3',
  source: `
    import { AnalyticsBrowser } from '@segment/analytics-next'
    const analytics = AnalyticsBrowser.load(
      { writeKey: 'key', cdnURL: gate },
      { integrations: { 'Segment.io': { apiHost: new URL(gate).host + '/v1', protocol: 'http' } } },
    )
    analytics.ready(() => { window.rival = { track: (name, properties) => void analytics.track(name, properties) } })`,
  decode: (request, body) =>
    isPost(request, /^\/v1\/(t|b|p|i|g|batch|track)\b/) ? segmentEvents(body) : undefined,
  settings: url =>
    url.includes('/settings')
      ? JSON.stringify({ integrations: { 'Segment.io': { apiKey: 'key' } } })
      : undefined,
}

const rudderstack: Rival = {
  packageName: '@rudderstack/analytics-js',
  version: '3.34.1',
  source: `
    import { RudderAnalytics } from '@rudderstack/analytics-js/bundled'
    const analytics = new RudderAnalytics()
    analytics.load('2abcdefghijklmnopqrstuvwxyz', gate, { configUrl: gate, integrations: { All: true } })
    analytics.ready(() => { window.rival = { track: (name, properties) => analytics.track(name, properties) } })`,
  decode: (request, body) => (isPost(request, /^\/(beacon\/)?v1\//) ? segmentEvents(body) : undefined),
  settings: url =>
    url.startsWith('/sourceConfig')
      ? JSON.stringify({
          source: {
            id: 's',
            name: 's',
            writeKey: '2abcdefghijklmnopqrstuvwxyz',
            enabled: true,
            workspaceId: 'w',
            destinations: [],
            config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } },
          },
          updatedAt: '2026-01-01T00:00:00.000Z',
        })
      : undefined,
}

const snowplow: Rival = {
  packageName: '@snowplow/browser-tracker',
  version: '4.10.1',
  source: `
    import { newTracker, trackSelfDescribingEvent } from '@snowplow/browser-tracker'
    newTracker('sp', gate, { appId: 'trial', eventMethod: 'post' })
    window.rival = { track: (name, properties) => trackSelfDescribingEvent({
      event: { schema: 'iglu:com.example/tried/jsonschema/1-0-0', data: { name, properties } },
    }) }`,
  decode(request, body) {
    if (!isPost(request, /\/tp2/)) return undefined
    const content = parse(body.toString())
    const rows = isObject(content) && Array.isArray(content.data) ? content.data : []
    return rows.flatMap((row: unknown) => {
      if (!isObject(row)) return []
      const text =
        typeof row.ue_px === 'string'
          ? Buffer.from(row.ue_px, 'base64url').toString()
          : String(row.ue_pr ?? '')
      const outer = parse(text)
      const inner = isObject(outer) && isObject(outer.data) ? outer.data.data : undefined
      const key = isObject(inner) ? keyOf(inner.properties) : undefined
      return key === undefined ? [] : [{ id: String(row.eid), key }]
    })
  },
}

const posthog: Rival = {
  packageName: 'posthog-js',
  version: '1.449.2',
  source: `
    import posthog from 'posthog-js'
    posthog.init('phc_trial', {
      api_host: gate, opt_out_useragent_filter: true, autocapture: false, capture_pageview: false,
      capture_pageleave: false, disable_session_recording: true, disable_surveys: true,
      advanced_disable_flags: true, disable_external_dependency_loading: true,
      loaded: () => { window.rival = { track: (name, properties) => posthog.capture(name, properties) } },
    })`,
  decode(request, body) {
    if (!isPost(request, /^\/(e|i\/v0\/e|batch|capture)\b/)) return undefined
    const text = body.toString()
    const encoded = text.startsWith('data=')
      ? Buffer.from(decodeURIComponent(text.slice(5)), 'base64').toString()
      : text
    const content = parse(encoded)
    const rows = Array.isArray(content)
      ? content
      : isObject(content) && Array.isArray(content.batch)
        ? content.batch
        : [content]
    return rows.flatMap((row: unknown) => {
      if (!isObject(row) || row.event !== EVENT) return []
      const key = keyOf(row.properties)
      return key === undefined ? [] : [{ id: String(row.uuid), key }]
    })
  },
}

const plausible: Rival = {
  packageName: '@plausible-analytics/tracker',
  version: '0.4.6',
  source: `
    import { init, track } from '@plausible-analytics/tracker'
    init({ domain: 'trial', endpoint: gate + '/api/event', autoCapturePageviews: false, captureOnLocalhost: true })
    window.rival = { track: (name, properties) => track(name, { props: properties }) }`,
  decode(request, body) {
    if (!isPost(request, /^\/api\/event/)) return undefined
    const content = parse(body.toString())
    const raw = isObject(content) ? (content.p ?? content.m) : undefined
    const key = keyOf(typeof raw === 'string' ? parse(raw) : raw)
    return key === undefined ? [] : [{ id: key, key }]
  },
}

const RIVALS: readonly Rival[] = [segment, rudderstack, snowplow, posthog, plausible]

/** Installs all of them, pinned, into a folder beside the project; they are no dependencies of it. */
const install = async (): Promise<void> => {
  const wanted = RIVALS.map(({ packageName, version }) => `${packageName}@${version}`)
  const stamp = join(CACHE, `${wanted.join('+').replaceAll('/', '_')}.installed`)
  if (existsSync(stamp)) return
  await mkdir(CACHE, { recursive: true })
  await writeFile(join(CACHE, 'package.json'), '{"private":true}')
  console.error(`Installing the SDKs to compare with into ${CACHE} …`)
  const args = ['install', '--prefix', CACHE, '--no-audit', '--no-fund', '--ignore-scripts', '--save-exact']
  const { code, output } = await run('npm', [...args, ...wanted], { output: 'capture' })
  if (code !== 0) throw new Error(`The registry gave no rivals:\n${output.trim().slice(-500)}`)
  await writeFile(stamp, '')
}

const bundle = async ({ source }: Rival): Promise<Buffer> => {
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: `const gate = new URL(document.currentScript.src).origin;\n${source}`,
      resolveDir: CACHE,
    },
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    platform: 'browser',
    legalComments: 'none',
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  return Buffer.from(outputFiles[0]?.contents ?? [])
}

const corsFor = (request: IncomingMessage): Readonly<Record<string, string>> => ({
  'access-control-allow-origin': request.headers.origin ?? '*',
  'access-control-allow-credentials': 'true',
  'access-control-allow-headers': String(request.headers['access-control-request-headers'] ?? '*'),
  'access-control-expose-headers': 'Retry-After',
  'cross-origin-resource-policy': 'cross-origin',
})

const opponentOf = async (rival: Rival): Promise<Opponent> => {
  const script = await bundle(rival)
  const json = (body: string): Reply => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body,
  })
  return {
    gzip: gzipSync(script, { level: 9 }).length,
    contestant: {
      name: `${rival.packageName} ${rival.version}`,
      head: gate => `<script src="${gate}/rival.js"></script>`,
      ready: 'typeof window.rival?.track === "function"',
      track: '(name, properties) => window.rival.track(name, properties)',
      decode: rival.decode,
      cors: corsFor,
      reply(request) {
        const { url = '', method } = request
        if (method === 'OPTIONS') return { status: 204, headers: {}, body: '' }
        if (url === '/rival.js')
          return {
            status: 200,
            headers: { 'content-type': 'text/javascript', 'cache-control': 'public, max-age=300' },
            body: script,
          }
        return json(rival.settings?.(url) ?? '{"success":true,"status":1}')
      },
    },
  }
}

/** The published packages that go through the same harness; rejects with a clear message without a registry. */
export const loadRivals = async (): Promise<readonly Opponent[]> => {
  await install()
  return Promise.all(RIVALS.map(opponentOf))
}
