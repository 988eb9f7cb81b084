import type { ProjectInfo } from '@fireball/core'

/** How much the tag may send. */
export const CONSENTS = [
  {
    key: 'full',
    label: 'Full',
    meaning: 'Sends events, names and traits. Use it when your users have agreed to analytics.',
  },
  {
    key: 'necessary',
    label: 'Necessary',
    meaning: 'Sends only the events that your signals name, with random ids and no traits.',
  },
  {
    key: 'local',
    label: 'Local',
    meaning: 'Sends nothing. Checklists and tips still work, from what the browser itself has seen.',
  },
] as const
export type Consent = (typeof CONSENTS)[number]['key']

const scriptOf = ({ key }: Pick<ProjectInfo, 'key'>, origin: string, consent: Consent): string =>
  `<script async src="${origin}/fireball.js" data-key="${key}" data-consent="${consent}"></script>`

/** The three calls that everything else rests on. */
export const CALLS = `fireball.identify('user-42', { name: 'Sam Doe', email: 'sam@example.com' })
fireball.group('account-7', { name: 'Example Ltd', plan: 'trial' })
fireball.track('Report Built', { outcome: 'success', context: 'report-318' })`

/** Keeps the calls that are made before the script has loaded. */
export const STUB = `<script>
  window.fireball ||= new Proxy({ q: [] }, {
    get: (stub, name) => stub[name] ?? ((...args) => void stub.q.push([name, args, Date.now()])),
  })
</script>`

/** What goes into the page, in its order: what keeps early calls, then the script of the project, consent written out. */
export const tagOf = (project: Pick<ProjectInfo, 'key'>, origin: string, consent: Consent): string =>
  `${STUB}\n${scriptOf(project, origin, consent)}`
