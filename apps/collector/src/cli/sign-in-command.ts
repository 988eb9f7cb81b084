import { defineCommand } from 'citty'
import { SESSION_LIMITS } from '../console/sessions.ts'
import { signInLink } from '../console/sign-in-link.ts'
import { fail } from './exit.ts'
import { DATA_OPTION, withStore } from './open-store.ts'
import { strict } from './strict.ts'

/** `fireball sign-in` */
export const signInCommand = defineCommand({
  meta: { name: 'sign-in', description: 'Print a new link to the console; it works once' },
  args: {
    role: {
      type: 'enum',
      options: ['viewer', 'editor', 'admin'],
      description: 'What it allows',
      default: 'admin',
    },
    url: {
      type: 'string',
      description: 'Where the collector is reached',
      default: `http://127.0.0.1:${process.env.PORT ?? 8787}`,
    },
    ...DATA_OPTION,
  },
  plugins: [strict],
  run: async ({ args }) => {
    if (!URL.canParse(args.url)) fail('usage', `--url must be the collector’s address; got ${args.url}.`)
    await withStore(args.data, async ({ sessions }) => {
      console.log(signInLink(args.url, await sessions.issue(args.role)))
      console.error(`Good for one sign-in within ${SESSION_LIMITS.tokenMs / 60_000} minutes.`)
    })
  },
})
