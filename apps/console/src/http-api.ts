import { err, ok, type Result } from '@fireball/core'
import type { Answer, Api, Failure } from './api.ts'

/** The part of `fetch` that the console needs. */
export type Fetch = (path: string, init: RequestInit) => Promise<Response>

const UNREACHABLE: Failure = {
  code: 'unreachable',
  message: 'The collector cannot be reached. Is it running?',
}

const failureOf = (status: number, body: unknown): Failure => {
  const { error } = (body ?? {}) as { error?: Partial<Failure> }
  return {
    code: error?.code ?? (status === 401 ? 'signed-out' : `http-${status}`),
    message: error?.message ?? `The collector answered ${status}.`,
    ...(error?.problems === undefined ? {} : { problems: error.problems }),
  }
}

/** What the API needs of the page. */
export interface HttpPorts {
  readonly fetch: Fetch
  /** A call about a project was refused because the session is over. */
  onSignedOut(): void
}

/** The console API over HTTP; the session rides in a cookie. */
export const createHttpApi = ({ fetch, onSignedOut }: HttpPorts, root = '/api'): Api => {
  // The shapes are the contract in core; the collector's own tests hold it to them.
  const call = async <T>(method: string, path: string, body?: unknown): Promise<Result<T, Failure>> => {
    try {
      const response = await fetch(root + path, {
        method,
        credentials: 'same-origin',
        headers: body === undefined ? {} : { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const answer: unknown = await response.json().catch(() => undefined) // an empty body is no failure
      if (response.ok) return ok(answer as T)
      const failure = failureOf(response.status, answer)
      if (failure.code === 'signed-out' && path.startsWith('/projects/')) onSignedOut()
      return err(failure)
    } catch {
      return err(UNREACHABLE) // `fetch` rejects when nothing answered
    }
  }
  const get = <T>(path: string): Answer<T> => call('GET', path)
  const post = <T>(path: string, body: unknown = {}): Answer<T> => call('POST', path, body)
  const encode = encodeURIComponent

  return {
    session: () => get('/session'),
    signIn: token => post('/sign-in', { token }),
    signOut: () => post('/sign-out'),
    ways: () => get('/sign-in'),
    signInWithPassword: (email, password) => post('/sign-in/password', { email, password }),
    setPassword: (password, current) => call('PUT', '/me/password', { password, current }),
    team: () => get('/team'),
    invite: member => post('/team', member),
    changeMember: (id, change) => call('PUT', `/team/${encode(id)}`, change),
    linkFor: id => post(`/team/${encode(id)}/link`),
    audit: () => get('/audit'),
    simulation: () => get('/simulation'),
    fillSimulation: () => post('/simulation'),
    cancelSimulation: () => post('/simulation/cancel'),
    deleteSimulation: () => call('DELETE', '/simulation'),
    project(id) {
      const at = `/projects/${encode(id)}`
      return {
        accounts(query) {
          const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
          return get(`${at}/accounts?${new URLSearchParams(given.map(([key, value]) => [key, `${value}`]))}`)
        },
        account: akey => get(`${at}/accounts/${encode(akey)}`),
        explain: (akey, user, skill) =>
          get(`${at}/accounts/${encode(akey)}/ability?${new URLSearchParams({ user, skill })}`),
        help: () => get(`${at}/help`),
        answerHelp: (help, change) => post(`${at}/help/${encode(help)}`, change),
        program: () => get(`${at}/program`),
        saveDraft: program => call('PUT', `${at}/program/draft`, { program }),
        history: () => get(`${at}/program/history`),
        publish: note => post(`${at}/program/publish`, { note }),
        rollBack: version => post(`${at}/program/rollback`, { id: version }),
        starter: input => post(`${at}/program/starter`, input),
        prompts: () => get(`${at}/prompts`),
        pause: (key, paused) => post(`${at}/pause`, { key, paused }),
        recentEvents: after =>
          get(`${at}/events/recent${after === undefined ? '' : `?after=${encode(after)}`}`),
        unmatched: () => get(`${at}/events/unmatched`),
        makeSignal: name => post(`${at}/events/unmatched`, { name }),
        learning: () => get(`${at}/learning`),
        useFit: fit => post(`${at}/learning/use`, { id: fit }),
        resumeLearning: () => post(`${at}/learning/resume`),
        learnNow: () => post(`${at}/learning/run`),
        keys: () => get(`${at}/keys`),
        makeKey: key => post(`${at}/keys`, key),
        rotateKey: (key, overlapHours) => post(`${at}/keys/${encode(key)}/rotate`, { overlapHours }),
        revokeKey: key => post(`${at}/keys/${encode(key)}/revoke`),
        audit: () => get(`${at}/audit`),
        lead: akey => get(`${at}/accounts/${encode(akey)}/lead`),
        touch: (akey, touch) => post(`${at}/accounts/${encode(akey)}/touches`, touch),
        withdrawTouch: (akey, touch, reason) =>
          post(`${at}/accounts/${encode(akey)}/touches/${encode(touch)}/withdraw`, { reason }),
        savedViews: () => get(`${at}/views`),
        saveView: (name, search) => post(`${at}/views`, { name, search }),
        removeView: view => call('DELETE', `${at}/views/${encode(view)}`),
        countSegment: where => post(`${at}/segments/count`, { where }),
        forecast: () => get(`${at}/forecast`),
        override: (akey, p, reason) =>
          call('PUT', `${at}/forecast/overrides/${encode(akey)}`, p === null ? { p } : { p, reason }),
        propensity: () => get(`${at}/propensity`),
        learnPropensity: () => post(`${at}/propensity/run`),
        metrics: ask => get(`${at}/metrics?${new URLSearchParams({ ...ask })}`),
        destinations: () => get(`${at}/destinations`),
        makeDestination: input => post(`${at}/destinations`, input),
        changeDestination: (to, change) => call('PUT', `${at}/destinations/${encode(to)}`, change),
        removeDestination: to => call('DELETE', `${at}/destinations/${encode(to)}`),
        testDestination: to => post(`${at}/destinations/${encode(to)}/test`),
        previewDestination: to => post(`${at}/destinations/${encode(to)}/preview`),
        deliveries: (to, state) =>
          get(`${at}/destinations/${encode(to)}/deliveries${state === undefined ? '' : `?state=${state}`}`),
        replay: (to, ids) =>
          post(`${at}/destinations/${encode(to)}/replay`, ids === undefined ? {} : { ids }),
        exportPath: query =>
          `${root}${at}/export/accounts?${new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''))}`,
      }
    },
  }
}
