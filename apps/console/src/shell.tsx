import type { ProjectInfo, Session } from '@fireball/core'
import { useStore } from '@nanostores/preact'
import { type ComponentChildren, Fragment } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useDesk } from './desk.ts'
import { SimulationBar } from './simulation/simulation-bar.tsx'
import { Flame, Icon, type IconName } from './ui/icon.tsx'

interface ShellProps {
  readonly route: string
  readonly openHelp: number
  readonly onProject: (id: string) => void
  readonly onSignOut: () => void
  readonly children: ComponentChildren
}

interface RoomLink {
  readonly href: string
  readonly icon: IconName
  readonly label: string
  readonly routes: readonly string[]
  readonly mark?: string | undefined
  readonly says?: string
}

const Project = ({
  projects,
  open,
  onProject,
}: {
  readonly projects: readonly ProjectInfo[]
  readonly open: ProjectInfo
  readonly onProject: (id: string) => void
}) => (
  <label class="project">
    <span class="hidden">Project</span>
    <select value={open.id} onChange={event => onProject(event.currentTarget.value)}>
      {projects.map(({ id, name, isSimulated }) => (
        <option key={id} value={id} selected={id === open.id}>
          {name}
          {isSimulated && !/simulated/i.test(name) ? ' (simulated)' : ''}
        </option>
      ))}
    </select>
  </label>
)

const ROLES = {
  viewer: 'You can look, not change.',
  editor: 'You can change the program, and note what you did about accounts.',
  admin: 'You can do everything.',
} as const satisfies Record<Session['role'], string>

const RoomLinks = ({ rooms, route }: { readonly rooms: readonly RoomLink[]; readonly route: string }) =>
  rooms.map(({ href, icon, label, routes, mark, says }) => (
    <a key={label} href={href} aria-current={routes.includes(route) ? 'page' : undefined}>
      <Icon name={icon} />
      <span>{label}</span>
      {mark !== undefined && (
        <span class="mark">
          {mark}
          <span class="hidden"> {says}</span>
        </span>
      )}
    </a>
  ))

/** The frame around every room: brand, project, rooms. */
export const Shell = ({ route, openHelp, onProject, onSignOut, children }: ShellProps) => {
  const { links, project, session, program } = useDesk()
  const isUnsaved = useStore(program.$isUnsaved)
  const menu = useRef<HTMLDivElement>(null)
  /** How often everything made up was deleted while one looked: what a room shows of it is then drawn anew. */
  const [emptied, setEmptied] = useState(0)
  useEffect(() => {
    const open = menu.current
    if (open?.matches(':popover-open')) open.hidePopover()
  }, [route])
  const work: readonly RoomLink[] = [
    { href: links.accounts(), icon: 'accounts', label: 'Accounts', routes: ['accounts', 'account'] },
    {
      href: links.inbox(),
      icon: 'inbox',
      label: 'Inbox',
      routes: ['inbox'],
      mark: openHelp > 0 ? `${openHelp}` : undefined,
      says: 'open',
    },
    { href: links.forecast(), icon: 'forecast', label: 'Forecast', routes: ['forecast'] },
    { href: links.metrics(), icon: 'metrics', label: 'Metrics', routes: ['metrics'] },
  ]
  const setUp: readonly RoomLink[] = [
    {
      href: links.program(),
      icon: 'program',
      label: 'Program',
      routes: ['program'],
      mark: isUnsaved ? '•' : undefined,
      says: 'unsaved changes',
    },
    { href: links.learning(), icon: 'learning', label: 'Learning', routes: ['learning'] },
    { href: links.connect(), icon: 'connect', label: 'Connect', routes: ['connect'] },
    { href: links.access(), icon: 'access', label: 'Access', routes: ['access'] },
  ]
  return (
    <div class="shell">
      <a class="skip" href="#room" target="_self">
        Skip to the content
      </a>
      <header class="side">
        <a class="brand" href={links.accounts()}>
          <Flame /> Fireball
        </a>
        <Project projects={session.projects} open={project} onProject={onProject} />
        <nav class="rooms" aria-label="Rooms">
          <RoomLinks rooms={work} route={route} />
          {/* Beside the others where there is room for all; a menu where there is not. */}
          <button
            type="button"
            class={`more-button ${setUp.some(({ routes }) => routes.includes(route)) ? 'is-here' : ''}`}
            popovertarget="more-rooms"
          >
            More
            {isUnsaved && (
              <span class="mark">
                •<span class="hidden"> unsaved changes</span>
              </span>
            )}
          </button>
          <div class="more-rooms" id="more-rooms" popover="auto" ref={menu}>
            <RoomLinks rooms={setUp} route={route} />
          </div>
        </nav>
        <div class="me">
          <span class="who">
            {session.member !== null && (
              <span class="who-name">{session.member.name || session.member.email}</span>
            )}
            <span class="who-role" title={ROLES[session.role]}>
              {session.role}
            </span>
          </span>
          <button type="button" class="button quiet" onClick={onSignOut}>
            <Icon name="out" /> Sign out
          </button>
        </div>
      </header>
      <main id="room" class="room" tabIndex={-1}>
        {project.isSimulated && <SimulationBar onEmptied={() => setEmptied(emptied + 1)} />}
        <Fragment key={emptied}>{children}</Fragment>
      </main>
    </div>
  )
}
