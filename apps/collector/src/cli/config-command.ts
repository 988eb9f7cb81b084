import { readFileSync } from 'node:fs'
import { defineCommand } from 'citty'
import { describeSettings, readSettings, withSecretFiles } from '../settings.ts'
import { fail } from './exit.ts'
import { strict } from './strict.ts'

/** `fireball config` */
export const configCommand = defineCommand({
  meta: {
    name: 'config',
    description: 'Print every setting of the environment as it holds, and say what is wrong with it',
  },
  args: { markdown: { type: 'boolean', description: 'As the table of docs/operations.md' } },
  plugins: [strict],
  run: async ({ args }) => {
    const env = withSecretFiles(process.env, path => readFileSync(path, 'utf8'))
    if (!env.ok) return fail('usage', env.error.join('\n'))
    for (const { name, value, isSet, say } of describeSettings(args.markdown === true ? {} : env.value))
      console.log(
        args.markdown === true
          ? `| \`${name}\` | ${value === '' ? '' : `\`${value}\``} | ${say} |`
          : `${isSet ? '*' : ' '} ${name.padEnd(22)} ${value.padEnd(24)} ${say}`,
      )
    const settings = readSettings(env.value)
    if (!settings.ok) return fail('usage', settings.error.join('\n'))
    if (args.markdown !== true) console.log('\n* set by the environment')
  },
})
