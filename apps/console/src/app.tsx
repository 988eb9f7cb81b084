import type { Session } from '@fireball/core'
import { useStore } from '@nanostores/preact'
import { useEffect, useMemo } from 'preact/hooks'
import { Account } from './account/account.tsx'
import { Accounts } from './accounts/accounts.tsx'
import type { Api } from './api.ts'
import { Connect } from './connect/connect.tsx'
import { type Desk, DeskContext } from './desk.ts'
import { Inbox } from './inbox/inbox.tsx'
import { linksOf, type Place } from './place.ts'
import { Program } from './program/program.tsx'
import { createProgramStore } from './program/program-store.ts'
import { createRemote } from './remote.ts'
import { canEdit, type SessionStore } from './session.ts'
import { Shell } from './shell.tsx'
import { SignIn } from './sign-in.tsx'
import { Empty } from './ui/empty.tsx'
import { RoomHead } from './ui/room-head.tsx'

/** What the console needs of the world. */
export interface AppProps {
  readonly api: Api
  readonly session: SessionStore
  readonly place: Place
  readonly now: () => number
}

const INBOX_MS = 15_000

/** The console: signs in, then draws the room that the address bar names. */
export const App = (props: AppProps) => {
  const { session, place } = props
  const who = useStore(session.$who)
  useEffect(() => {
    const page = place.get()
    const token = page?.route === 'signIn' ? page.search.token : undefined
    // The token leaves the address bar before anything else happens: it must not end up in a history or a referrer.
    if (page?.route === 'signIn') place.open('/console', true)
    void session.open(token)
  }, [session, place])
  return who.kind === 'signed-in' ? (
    <Projects {...props} open={who.session} />
  ) : (
    <SignIn who={who} onRetry={() => void session.open()} />
  )
}

const Projects = ({ api, session, place, now, open }: AppProps & { readonly open: Session }) => {
  const page = useStore(place)
  const named = page !== undefined && 'project' in page.params ? page.params.project : undefined
  const first = open.projects[0]
  const project = named === undefined ? first : open.projects.find(({ id }) => id === named)
  const isBare =
    page === undefined || page.route === 'home' || page.route === 'signIn' || page.route === 'project'
  useEffect(() => {
    if (isBare && project !== undefined) place.open(linksOf(place, project.id).accounts(), true)
  }, [isBare, project, place])
  const desk = useMemo((): Desk | undefined => {
    if (project === undefined) return undefined
    const ofProject = api.project(project.id)
    return {
      project,
      place,
      now,
      session: open,
      canEdit: canEdit(open),
      api: ofProject,
      links: linksOf(place, project.id),
      program: createProgramStore(ofProject),
    }
  }, [api, project, place, now, open])
  if (desk === undefined)
    return (
      <main class="sign-in">
        <Empty title={first === undefined ? 'There is no project yet' : 'There is no such project'}>
          {first !== undefined && <a href={linksOf(place, first.id).accounts()}>Go to {first.name}</a>}
        </Empty>
      </main>
    )
  return (
    <DeskContext.Provider value={desk} key={desk.project.id}>
      <Rooms desk={desk} place={place} session={session} />
    </DeskContext.Provider>
  )
}

const LEAVE = 'You have unsaved changes in Program. Leave and lose them?'

const Rooms = ({ desk, place, session }: { desk: Desk; place: Place; session: SessionStore }) => {
  const page = useStore(place)
  const inbox = useMemo(() => createRemote(() => desk.api.help()), [desk])
  const help = useStore(inbox.$state)
  const isUnsaved = useStore(desk.program.$isUnsaved)
  useEffect(() => {
    void desk.program.load()
    void inbox.load()
    const timer = setInterval(() => document.visibilityState === 'visible' && void inbox.load(), INBOX_MS)
    return () => clearInterval(timer)
  }, [desk, inbox])
  useEffect(() => {
    if (!isUnsaved) return
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isUnsaved])
  const mayLeave = (): boolean => !isUnsaved || window.confirm(LEAVE)
  return (
    <Shell
      route={page?.route ?? ''}
      openHelp={help.value?.open ?? 0}
      onProject={id => mayLeave() && place.open(linksOf(place, id).accounts())}
      onSignOut={() => mayLeave() && void session.close()}
    >
      {page?.route === 'accounts' ? (
        <Accounts search={page.search} />
      ) : page?.route === 'account' ? (
        <Account key={page.params.akey} akey={page.params.akey} />
      ) : page?.route === 'inbox' ? (
        <Inbox inbox={inbox} />
      ) : page?.route === 'program' ? (
        <Program tab={page.params.tab ?? 'prompts'} line={page.search.at} />
      ) : page?.route === 'connect' ? (
        <Connect />
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
