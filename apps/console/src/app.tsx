import type { ProjectInfo, Session } from '@fireball/core'
import { useStore } from '@nanostores/preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { Access } from './access/access.tsx'
import { Account } from './account/account.tsx'
import { Accounts } from './accounts/accounts.tsx'
import type { Api } from './api.ts'
import { Connect } from './connect/connect.tsx'
import { type Desk, DeskContext } from './desk.ts'
import { Destinations } from './destinations/destinations.tsx'
import { ForecastRoom } from './forecast/forecast.tsx'
import { Inbox } from './inbox/inbox.tsx'
import { firstProject, type LastProject } from './last-project.ts'
import { Converting } from './learning/converting.tsx'
import { Learning } from './learning/learning.tsx'
import { Metrics } from './metrics/metrics.tsx'
import { linksOf, OTHER_TABS, type Place } from './place.ts'
import { Program } from './program/program.tsx'
import { createProgramStore } from './program/program-store.ts'
import { createRemote } from './remote.ts'
import { canEdit, type SessionStore, sessionAt } from './session.ts'
import { Shell } from './shell.tsx'
import { SignIn } from './sign-in.tsx'
import { Confirm } from './ui/confirm.tsx'
import { Empty } from './ui/empty.tsx'
import { RoomHead } from './ui/room-head.tsx'

/** What the console needs of the world. */
export interface AppProps {
  readonly api: Api
  readonly session: SessionStore
  readonly place: Place
  readonly last: LastProject
  readonly now: () => number
}

const INBOX_MS = 15_000

/** The console: signs in, then draws the room that the address bar names. */
export const App = (props: AppProps) => {
  const { session, place } = props
  const who = useStore(session.$who)
  const [problem, setProblem] = useState<string>()
  useEffect(() => {
    const page = place.get()
    const token = page?.route === 'signIn' ? page.search.token : undefined
    if (page?.route === 'signIn' && page.search.problem !== undefined) setProblem(page.search.problem)
    // The token leaves the address bar before anything else happens: it must not end up in a history or a referrer.
    if (page?.route === 'signIn') place.open('/console', true)
    void session.open(token)
  }, [session, place])
  return who.kind === 'signed-in' ? (
    <Projects {...props} open={who.session} />
  ) : (
    <SignIn
      who={who}
      problem={problem}
      onRetry={() => void session.open()}
      onEnter={(email, password) => session.enter(email, password)}
    />
  )
}

const Projects = ({ api, session, place, last, now, open }: AppProps & { readonly open: Session }) => {
  const page = useStore(place)
  const named = page !== undefined && 'project' in page.params ? page.params.project : undefined
  const first = firstProject(open.projects, last.read())
  const project = named === undefined ? first : open.projects.find(({ id }) => id === named)
  const here = useMemo(() => sessionAt(open, project), [open, project])
  const newDesk = (of: ProjectInfo): Desk => {
    const ofProject = api.project(of.id)
    return {
      project: of,
      place,
      now,
      session: here,
      canEdit: canEdit(here),
      api: ofProject,
      collector: api,
      openProject: async id => {
        await session.refresh()
        place.open(linksOf(place, id).accounts())
      },
      links: linksOf(place, of.id),
      program: createProgramStore(ofProject),
    }
  }
  const hasUnsaved = (): boolean => [...desks.values()].some(({ program }) => program.isUnsaved())
  const isBare =
    page === undefined || page.route === 'home' || page.route === 'signIn' || page.route === 'project'
  useEffect(() => {
    if (isBare && project !== undefined) place.open(linksOf(place, project.id).accounts(), true)
  }, [isBare, project, place])
  // One desk a project, for as long as one is signed in: unsaved changes outlive a look into another project.
  const desks = useMemo(() => new Map<string, Desk>(), [api, open.member?.id])
  const known = project === undefined ? undefined : desks.get(project.id)
  const desk =
    project === undefined
      ? undefined
      : known === undefined
        ? newDesk(project)
        : known.session === here
          ? known
          : { ...known, session: here, project, canEdit: canEdit(here) }
  if (desk !== undefined) desks.set(desk.project.id, desk)
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent): void => {
      if (hasUnsaved()) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  })
  const openId = desk?.project.id
  useEffect(() => {
    if (openId !== undefined) last.write(openId)
  }, [openId, last])
  const [isAsked, setAsked] = useState(false)
  if (desk === undefined)
    return (
      <main class="sign-in">
        <div class="sign-in-card">
          <h1>{first === undefined ? 'There is no project yet' : 'There is no such project'}</h1>
          {first !== undefined && <a href={linksOf(place, first.id).accounts()}>Go to {first.name}</a>}
        </div>
      </main>
    )
  return (
    <DeskContext.Provider value={desk}>
      <Rooms
        key={desk.project.id}
        desk={desk}
        place={place}
        onSignOut={() => (hasUnsaved() ? setAsked(true) : void session.close())}
      />
      {isAsked && (
        <Confirm
          title="Sign out and lose unsaved changes?"
          action="Sign out"
          onCancel={() => setAsked(false)}
          onConfirm={() => void session.close()}
        >
          <p>The draft in Program has changes that are not saved yet.</p>
        </Confirm>
      )}
    </DeskContext.Provider>
  )
}

interface RoomsProps {
  readonly desk: Desk
  readonly place: Place
  readonly onSignOut: () => void
}

const Rooms = ({ desk, place, onSignOut }: RoomsProps) => {
  const page = useStore(place)
  const inbox = useMemo(() => createRemote(() => desk.api.help()), [desk])
  const help = useStore(inbox.$state)
  useEffect(() => {
    void desk.program.load()
    void inbox.load()
    const timer = setInterval(() => document.visibilityState === 'visible' && void inbox.load(), INBOX_MS)
    return () => clearInterval(timer)
  }, [desk, inbox])
  return (
    <Shell
      route={page?.route ?? ''}
      openHelp={help.value?.open ?? 0}
      onProject={id => place.open(linksOf(place, id).accounts())}
      onSignOut={onSignOut}
    >
      {page?.route === 'accounts' ? (
        <Accounts search={page.search} />
      ) : page?.route === 'account' ? (
        <Account key={page.params.akey} akey={page.params.akey} search={page.search} />
      ) : page?.route === 'inbox' ? (
        <Inbox inbox={inbox} />
      ) : page?.route === 'program' ? (
        <Program tab={page.params.tab ?? 'prompts'} line={page.search.at} />
      ) : page?.route === 'forecast' ? (
        <ForecastRoom />
      ) : page?.route === 'metrics' ? (
        <Metrics search={page.search} />
      ) : page?.route === 'learning' ? (
        page.params.tab === OTHER_TABS.learning ? (
          <Converting />
        ) : (
          <Learning />
        )
      ) : page?.route === 'connect' ? (
        page.params.tab === OTHER_TABS.connect ? (
          <Destinations />
        ) : (
          <Connect />
        )
      ) : page?.route === 'access' ? (
        <Access />
      ) : page === undefined ? (
        <>
          <RoomHead title="There is nothing here" />
          <Empty title="This address leads nowhere">
            <a href={desk.links.accounts()}>Go to the accounts</a>
          </Empty>
        </>
      ) : null}
    </Shell>
  )
}
