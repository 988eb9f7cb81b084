import type { ApiRoute } from '@fireball/core'
import { programSchema } from '@fireball/core/schema'
import { toJsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'
import { ACCOUNT_BODIES } from '../console/account-routes.ts'
import { CONNECT_BODIES } from '../console/connect-routes.ts'
import { KEY_BODIES } from '../console/key-routes.ts'
import { LEAD_BODIES } from '../console/lead-routes.ts'
import { LEARNING_BODIES } from '../console/learning-routes.ts'
import { type Permission, ROUTES } from '../console/permissions.ts'
import { PROGRAM_BODIES } from '../console/program-routes.ts'
import { REFUSALS } from '../console/refusal.ts'
import { VIEW_BODIES } from '../console/saved-views.ts'
import { SEGMENT_BODIES } from '../console/segment-routes.ts'
import { SIGN_IN_BODIES } from '../console/sign-in-routes.ts'
import { TEAM_BODIES } from '../console/team-routes.ts'
import { DESTINATION_BODIES } from '../delivery/destination-routes.ts'
import { INBOUND_MESSAGE } from '../delivery/inbound-message.ts'
import { MAX_INBOUND } from '../delivery/message-routes.ts'
import { FORECAST_BODIES } from '../forecast/forecast-routes.ts'
import { INGEST_PATHS } from '../routes/ingest.ts'
import { SIMULATION_BODIES } from '../simulation/simulation-routes.ts'
import generated from './answers.json' with { type: 'json' }
import {
  batchAnswerSchema,
  batchSchema,
  messageSchema,
  messagesAnswerSchema,
  refusalSchema,
  type Schema,
} from './wire-schemas.ts'

/** The bodies that the API takes, by route: the very schemas that its routes check them with. */
export const BODIES: Readonly<Partial<Record<ApiRoute, GenericSchema>>> = {
  ...SIGN_IN_BODIES,
  ...TEAM_BODIES,
  ...ACCOUNT_BODIES,
  ...PROGRAM_BODIES,
  ...LEAD_BODIES,
  ...LEARNING_BODIES,
  ...FORECAST_BODIES,
  ...CONNECT_BODIES,
  ...KEY_BODIES,
  ...DESTINATION_BODIES,
  ...VIEW_BODIES,
  ...SEGMENT_BODIES,
  ...SIMULATION_BODIES,
}

const plain = (schema: GenericSchema): Schema => {
  const { $schema: _, ...rest } = toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input' })
  return { ...rest }
}

const json = (schema: Schema) => ({ 'application/json': { schema } })
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })

const ANSWERS: Readonly<Record<string, Schema>> = generated.answers
const QUERIES: Readonly<
  Record<
    string,
    { readonly properties: Readonly<Record<string, Schema>>; readonly required?: readonly string[] }
  >
> = generated.queries

const security = ({ needs, scope }: Permission) =>
  needs === 'anyone' ? [] : [{ session: [] }, ...(scope === undefined ? [] : [{ secretKey: [scope] }])]

const parametersOf = (route: ApiRoute) => {
  const query = QUERIES[route]
  return [
    ...[...route.matchAll(/:(\w+)/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...Object.entries(query?.properties ?? {}).map(([name, schema]) => ({
      name,
      in: 'query',
      required: query?.required?.includes(name) === true,
      schema,
    })),
  ]
}

const statuses = [...new Set<number>(Object.values(REFUSALS))].sort()

/** What a route answers; the export is no JSON. */
const answerOf = (route: ApiRoute) =>
  route === 'GET /projects/:project/export/accounts'
    ? { 'text/csv': { schema: { type: 'string' } }, 'application/x-ndjson': { schema: { type: 'string' } } }
    : json(ANSWERS[route] ?? {})

const operation = (route: ApiRoute, permission: Permission) => {
  const body = BODIES[route]
  const isRedirect = route.startsWith('GET /sign-in/service')
  return {
    summary: permission.say,
    description: permission.needs === 'anyone' ? 'Needs no session.' : `Needs the role ${permission.needs}.`,
    operationId: route
      .toLowerCase()
      .replaceAll(/[^a-z]+/g, '-')
      .replace(/-$/, ''),
    tags: [route.includes('/projects/') ? 'project' : 'console'],
    security: security(permission),
    parameters: parametersOf(route),
    ...(body === undefined ? {} : { requestBody: { required: true, content: json(plain(body)) } }),
    responses: {
      ...(isRedirect
        ? { 302: { description: 'To the service, or back to the console' } }
        : { 200: { description: 'Done', content: answerOf(route) } }),
      ...Object.fromEntries(
        statuses.map(status => [status, { description: 'Refused', content: json(ref('ApiError')) }]),
      ),
    },
  }
}

const ingestOperation = (path: string) => {
  const type = INGEST_PATHS[path]
  return {
    summary: type === undefined ? 'Send messages' : `Send one ${type} message`,
    description: 'A 200 means that everything accepted is committed. gzip is known by its first bytes.',
    operationId: path.slice(1).replaceAll('/', '-'),
    tags: ['tracking'],
    security: [{ writeKey: [] }, {}],
    parameters: [{ name: 'writeKey', in: 'query', required: false, schema: { type: 'string' } }],
    requestBody: {
      required: true,
      content: json(type === undefined ? ref('Batch') : messageSchema(type)),
    },
    responses: {
      200: { description: 'Committed', content: json(ref('BatchAnswer')) },
      ...Object.fromEntries(
        [400, 401, 403, 413, 429, 503].map(status => [
          status,
          { description: 'Refused as a whole', content: json(ref('Refusal')) },
        ]),
      ),
    },
  }
}

const messagesOperation = {
  summary: 'Report messages that passed between the team and its users',
  description: `They become “Message Received” and “Message Sent”, once each by their id. One message, or at most ${MAX_INBOUND}.`,
  operationId: 'v1-messages',
  tags: ['tracking'],
  security: [{ secretKey: ['ingest'] }],
  requestBody: {
    required: true,
    content: json({
      oneOf: [
        ref('InboundMessage'),
        {
          type: 'object',
          properties: { messages: { type: 'array', items: ref('InboundMessage') } },
          required: ['messages'],
        },
        { type: 'array', items: ref('InboundMessage') },
      ],
    }),
  },
  responses: {
    200: { description: 'Committed, but those refused', content: json(ref('MessagesAnswer')) },
    ...Object.fromEntries(
      [400, 401, 403, 413, 429, 503].map(status => [
        status,
        { description: 'Refused as a whole', content: json(ref('Refusal')) },
      ]),
    ),
  },
}

const plainGet = (summary: string, statuses: readonly number[], parameters: readonly object[] = []) => ({
  get: {
    summary,
    operationId: summary.toLowerCase().replaceAll(/[^a-z]+/g, '-'),
    tags: ['operations'],
    security: [],
    parameters,
    responses: Object.fromEntries(statuses.map(status => [status, { description: summary }])),
  },
})

const describeAll = () => {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [route, permission] of ROUTES) {
    const [method = '', path = ''] = route.split(' ')
    const at = `/api${path.replaceAll(/:(\w+)/g, '{$1}')}`
    paths[at] = { ...paths[at], [method.toLowerCase()]: operation(route, permission) }
  }
  for (const path of Object.keys(INGEST_PATHS)) paths[path] = { post: ingestOperation(path) }
  paths['/v1/messages'] = { post: messagesOperation }
  const key = { name: 'key', in: 'query', required: true, schema: { type: 'string' } }
  paths['/v1/program'] = plainGet('The public program', [200, 304, 401], [key])
  paths['/healthz'] = plainGet('Whether it is alive', [200])
  paths['/readyz'] = plainGet('Whether it takes requests', [200, 503])
  paths['/metrics'] = plainGet('Its figures for Prometheus', [200, 401])
  return {
    openapi: '3.1.0',
    info: { title: 'Fireball', version: '1', license: { name: 'MIT', identifier: 'MIT' } },
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'fireball_session' },
        secretKey: { type: 'http', scheme: 'bearer', description: 'A secret key with the scope' },
        writeKey: { type: 'http', scheme: 'basic', description: 'The write key as the user' },
      },
      schemas: {
        ...generated.components,
        Program: plain(programSchema),
        Batch: batchSchema,
        BatchAnswer: batchAnswerSchema,
        Refusal: refusalSchema,
        InboundMessage: plain(INBOUND_MESSAGE),
        MessagesAnswer: messagesAnswerSchema,
        ApiError: {
          type: 'object',
          properties: {
            error: {
              type: 'object',
              properties: {
                code: { enum: Object.keys(REFUSALS) },
                message: { type: 'string' },
                problems: { type: 'array', items: ref('Problem') },
              },
              required: ['code', 'message'],
            },
          },
          required: ['error'],
        },
      },
    },
  } as const
}

/** The OpenAPI 3.1 document of a collector, made of the tables and schemas that its routes run on. */
export const createOpenApi = () => {
  // Made when it is first asked for: it costs milliseconds, and anybody may ask.
  let made: ReturnType<typeof describeAll> | undefined
  return (origin: string) => {
    made ??= describeAll()
    return { ...made, servers: [{ url: origin }] }
  }
}
