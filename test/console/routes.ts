import type { ApiRoute, Delivery, Result } from '@fireball/core'
import type { Failure, ProjectApi } from '../../apps/console/src/api.ts'

interface Asked {
  readonly api: ProjectApi
  /** What stands in the places of the path, in their order, after the project. */
  readonly at: readonly string[]
  readonly query: Readonly<Record<string, string>>
  // What the console sends is held to the contract by its types; the fake takes it as it comes.
  readonly body: Readonly<Record<string, never>>
}

type ProjectRoute = Extract<ApiRoute, `${string} /projects/:project/${string}`>
type Answered = Promise<Result<unknown, Failure>>

const ROUTES: Readonly<Partial<Record<ProjectRoute, (asked: Asked) => Answered>>> = {
  'GET /projects/:project/accounts': ({ api, query }) =>
    api.accounts({ ...query, offset: Number(query.offset), limit: Number(query.limit) }),
  'GET /projects/:project/accounts/:akey': ({ api, at: [akey = ''] }) => api.account(akey),
  'GET /projects/:project/accounts/:akey/ability': ({ api, at: [akey = ''], query }) =>
    api.explain(akey, query.user ?? '', query.skill ?? ''),
  'GET /projects/:project/accounts/:akey/lead': ({ api, at: [akey = ''] }) => api.lead(akey),
  'POST /projects/:project/accounts/:akey/touches': ({ api, at: [akey = ''], body }) =>
    api.touch(akey, body as never),
  'GET /projects/:project/forecast': ({ api }) => api.forecast(),
  'PUT /projects/:project/forecast/overrides/:akey': ({ api, at: [akey = ''], body }) =>
    api.override(akey, body.p ?? null, body.reason ?? ''),
  'GET /projects/:project/propensity': ({ api }) => api.propensity(),
  'POST /projects/:project/propensity/run': ({ api }) => api.learnPropensity(),
  'GET /projects/:project/metrics': ({ api, query }) =>
    api.metrics({
      from: query.from ?? '',
      to: query.to ?? '',
      alone: query.alone === 'out' ? 'out' : 'in',
    }),
  'GET /projects/:project/destinations': ({ api }) => api.destinations(),
  'POST /projects/:project/destinations': ({ api, body }) => api.makeDestination(body as never),
  'PUT /projects/:project/destinations/:id': ({ api, at: [id = ''], body }) =>
    api.changeDestination(id, body),
  'DELETE /projects/:project/destinations/:id': ({ api, at: [id = ''] }) => api.removeDestination(id),
  'POST /projects/:project/destinations/:id/test': ({ api, at: [id = ''] }) => api.testDestination(id),
  'POST /projects/:project/destinations/:id/preview': ({ api, at: [id = ''] }) => api.previewDestination(id),
  'GET /projects/:project/destinations/:id/deliveries': ({ api, at: [id = ''], query }) =>
    api.deliveries(id, query.state as Delivery['state'] | undefined),
  'POST /projects/:project/destinations/:id/replay': ({ api, at: [id = ''] }) => api.replay(id),
  'GET /projects/:project/help': ({ api }) => api.help(),
  'POST /projects/:project/help/:id': ({ api, at: [id = ''], body }) => api.answerHelp(id, body as never),
  'GET /projects/:project/program': ({ api }) => api.program(),
  'PUT /projects/:project/program/draft': ({ api, body }) => api.saveDraft(body.program),
  'GET /projects/:project/program/history': ({ api }) => api.history(),
  'POST /projects/:project/program/publish': ({ api, body }) => api.publish(body.note ?? ''),
  'POST /projects/:project/program/rollback': ({ api, body }) => api.rollBack(body.id ?? ''),
  'POST /projects/:project/program/starter': ({ api, body }) => api.starter(body as never),
  'GET /projects/:project/prompts': ({ api }) => api.prompts(),
  'POST /projects/:project/pause': ({ api, body }) => api.pause(body.key ?? '', body.paused ?? false),
  'GET /projects/:project/learning': ({ api }) => api.learning(),
  'POST /projects/:project/learning/use': ({ api, body }) => api.useFit(body.id ?? ''),
  'POST /projects/:project/learning/resume': ({ api }) => api.resumeLearning(),
  'POST /projects/:project/learning/run': ({ api }) => api.learnNow(),
  'GET /projects/:project/events/recent': ({ api, query }) => api.recentEvents(query.after),
  'GET /projects/:project/events/unmatched': ({ api }) => api.unmatched(),
  'POST /projects/:project/events/unmatched': ({ api, body }) => api.makeSignal(body.name ?? ''),
}

const MATCHERS = Object.entries(ROUTES).map(([route, answer]) => {
  const [method = '', path = ''] = route.split(' ')
  return {
    method,
    answer,
    path: new RegExp(`^${path.replace('/projects/:project/', '').replaceAll(/:\w+/g, '([^/]+)')}$`),
  }
})

/** What the fake answers to a call about one project; undefined where the console has no such call. */
export const answerProject = (
  api: ProjectApi,
  method: string,
  path: string,
  query: URLSearchParams,
  body: Asked['body'],
): Answered | undefined => {
  for (const one of MATCHERS) {
    const found = one.method === method ? one.path.exec(path) : null
    if (found === null) continue
    const at = found.slice(1).map(decodeURIComponent)
    return one.answer({ api, at, body, query: Object.fromEntries(query) })
  }
  return undefined
}
