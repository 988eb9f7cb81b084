import { defineCittyPlugin } from 'citty'
import { fail } from './exit.ts'

/** Refuses options that a command does not have: the parser would pass a misspelt one over in silence. */
export const strict = defineCittyPlugin({
  name: 'strict',
  setup: async ({ rawArgs, cmd }) => {
    const args = typeof cmd.args === 'function' ? await cmd.args() : await cmd.args
    const known = Object.keys(args ?? {})
    const end = rawArgs.indexOf('--')
    for (const raw of end === -1 ? rawArgs : rawArgs.slice(0, end)) {
      const [, name] = /^--(?:no-)?([^=]+)/.exec(raw) ?? []
      if (name !== undefined ? !known.includes(name) : /^-[^-\d]/.test(raw))
        fail('usage', `There is no option ${raw.split('=')[0]}. --help tells what there is.`)
    }
  },
})
