import { defineCommand } from 'citty'
import { createOpenApi } from '../openapi/document.ts'
import { strict } from './strict.ts'

/** `fireball openapi` */
export const openApiCommand = defineCommand({
  meta: {
    name: 'openapi',
    description: 'Print the OpenAPI document of the collector, as /openapi.json has it',
  },
  args: {
    url: { type: 'string', description: 'Where the collector is reached', default: 'http://127.0.0.1:8787' },
  },
  plugins: [strict],
  run: ({ args }) => {
    console.log(JSON.stringify(createOpenApi()(args.url), undefined, 2))
  },
})
