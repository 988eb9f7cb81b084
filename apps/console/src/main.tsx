import { render } from 'preact'
import './css/theme.css'
import './css/page.css'
import './css/controls.css'
import './css/accounts.css'
import './css/lead.css'
import './css/outlook.css'
import './css/destinations.css'
import './css/account.css'
import './css/learning.css'
import './css/program.css'
import './css/ability.css'
import './css/connect.css'
import './css/access.css'
import { App } from './app.tsx'
import { createHttpApi } from './http-api.ts'
import { createLastProject } from './last-project.ts'
import { createPlace, isReadable } from './place.ts'
import { createSession } from './session.ts'

if (!isReadable(location.pathname)) history.replaceState(null, '', '/console')

const place = createPlace()
// The router listens to links and to the back button for as long as the page lives.
place.listen(() => {})
const api = createHttpApi({ fetch: (path, init) => fetch(path, init), onSignedOut: () => session.lost() })
const session = createSession(api)
const root = document.getElementById('app')
const last = createLastProject(() => localStorage)
if (root !== null)
  render(<App api={api} session={session} place={place} last={last} now={() => Date.now()} />, root)
