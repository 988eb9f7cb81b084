import type { Invitation, Role, Team, TeamMember } from '@fireball/core'
import { useStore } from '@nanostores/preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Failure } from '../api.ts'
import { useDesk } from '../desk.ts'
import { createRemote } from '../remote.ts'
import { canManage } from '../session.ts'
import { Await } from '../ui/await.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Copy } from '../ui/copy.tsx'
import { Field } from '../ui/field.tsx'
import { Failed, Notice } from '../ui/notice.tsx'
import { When } from '../ui/when.tsx'
import { ROLE_SAYS, sayReach } from './words.ts'

const ROLES: readonly Role[] = ['viewer', 'editor', 'admin']

const RolePick = ({
  label,
  role,
  isDisabled = false,
  onPick,
}: {
  readonly label: string
  readonly role: Role
  readonly isDisabled?: boolean
  readonly onPick: (role: Role) => void
}) => (
  <select
    aria-label={label}
    value={role}
    disabled={isDisabled}
    onChange={event => onPick(ROLES.find(one => one === event.currentTarget.value) ?? 'viewer')}
  >
    {ROLES.map(one => (
      <option key={one} value={one} selected={one === role} title={ROLE_SAYS[one]}>
        {one}
      </option>
    ))}
  </select>
)

type Projects = TeamMember['projects']

/** Where somebody is let in: everywhere, or in single projects with a role in each. */
const Reach = ({
  label,
  projects,
  role,
  onPick,
}: {
  readonly label: string
  readonly projects: Projects
  /** What they are in a project that is added. */
  readonly role: Role
  readonly onPick: (projects: Projects) => void
}) => {
  const { session } = useDesk()
  const set = (id: string, held: Role | undefined): void => {
    const rest = Object.entries(projects ?? {}).filter(([one]) => one !== id)
    const next = held === undefined ? rest : [...rest, [id, held] as const]
    onPick(next.length === 0 ? null : Object.fromEntries(next))
  }
  return (
    <details class="access-reach">
      <summary aria-label={`${label}: ${sayReach(projects, session.projects)}`}>
        {sayReach(projects, session.projects)}
      </summary>
      <div class="access-reach-list">
        <label>
          <input
            type="checkbox"
            checked={projects === null}
            disabled={projects === null}
            onChange={() => onPick(null)}
          />
          <span>All projects, as {role}</span>
        </label>
        {session.projects.map(({ id, name }) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={projects?.[id] !== undefined}
              // With the last one gone all would be open: that is the choice above.
              disabled={projects?.[id] !== undefined && Object.keys(projects).length === 1}
              onChange={event => set(id, event.currentTarget.checked ? role : undefined)}
            />
            <span>{name}</span>
            {projects?.[id] !== undefined && (
              <RolePick
                label={`Role in ${name}`}
                role={projects[id] ?? role}
                onPick={held => set(id, held)}
              />
            )}
          </label>
        ))}
      </div>
    </details>
  )
}

const Invite = ({ onInvited }: { readonly onInvited: (invitation: Invitation) => void }) => {
  const { collector } = useDesk()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<Role>('editor')
  const [projects, setProjects] = useState<Projects>(null)
  const [failure, setFailure] = useState<Failure>()
  return (
    <form
      class="access-form"
      onSubmit={event => {
        event.preventDefault()
        void collector.invite({ email, name: '', role, projects }).then(answer => {
          setFailure(answer.ok ? undefined : answer.error)
          if (!answer.ok) return
          setEmail('')
          setProjects(null)
          onInvited(answer.value)
        })
      }}
    >
      <Field
        label="Invite by email"
        kind="email"
        value={email}
        onInput={setEmail}
        isRequired
        placeholder="name@company.com"
        error={failure?.message}
      />
      <div class="field">
        <span aria-hidden="true">Role</span>
        <RolePick label="Role of who is invited" role={role} onPick={setRole} />
        <p class="hint">{ROLE_SAYS[role]}</p>
      </div>
      <div class="field">
        <span aria-hidden="true">Where</span>
        <Reach label="Where who is invited is let in" projects={projects} role={role} onPick={setProjects} />
      </div>
      <Button type="submit" look="primary">
        Make an invitation
      </Button>
    </form>
  )
}

const waysOf = ({ hasPassword, hasService, isDisabled }: TeamMember): string =>
  isDisabled
    ? 'not let in'
    : [...(hasPassword ? ['password'] : []), ...(hasService ? ['sign-in service'] : [])].join(', ') ||
      'invited, not here yet'

interface RowProps {
  readonly member: TeamMember
  readonly isMe: boolean
  readonly onChange: (change: { role?: Role; projects?: Projects; isDisabled?: boolean }) => void
  readonly onLink: () => void
}

const Row = ({ member, isMe, onChange, onLink }: RowProps) => {
  const { session, now } = useDesk()
  const isMine = canManage(session)
  const { email, name, role, projects, isDisabled, seenAt } = member
  return (
    <tr class={isDisabled ? 'is-out' : undefined}>
      <th scope="row">
        <strong>{name || email}</strong> {isMe && <Badge>you</Badge>}
        {name !== '' && <span class="muted"> {email}</span>}
      </th>
      <td>
        {isMine && !isMe && projects === null ? (
          <RolePick
            label={`Role of ${email}`}
            role={role}
            isDisabled={isDisabled}
            onPick={picked => onChange({ role: picked })}
          />
        ) : projects === null ? (
          role
        ) : (
          <span class="muted">by project</span>
        )}
      </td>
      <td>
        {isMine && !isMe && !isDisabled ? (
          <Reach
            label={`Where ${email} is let in`}
            projects={projects}
            role={role}
            onPick={picked => onChange({ projects: picked })}
          />
        ) : (
          sayReach(projects, session.projects)
        )}
      </td>
      <td>{waysOf(member)}</td>
      <td>
        <When at={seenAt} now={now()} />
      </td>
      <td class="row-actions">
        {isMine && !isMe && (
          <>
            {!isDisabled && (
              <Button look="quiet" label={`New link for ${email}`} onClick={onLink}>
                New link
              </Button>
            )}
            <Button
              look="quiet"
              label={isDisabled ? `Let in again: ${email}` : `Remove ${email}`}
              onClick={() => onChange({ isDisabled: !isDisabled })}
            >
              {isDisabled ? 'Let in again' : 'Remove'}
            </Button>
          </>
        )}
      </td>
    </tr>
  )
}

/** The people of the console: who may do what, and inviting more. */
export const People = () => {
  const { collector, session } = useDesk()
  const team = useMemo(() => createRemote<Team>(() => collector.team()), [collector])
  const state = useStore(team.$state)
  const [invitation, setInvitation] = useState<Invitation>()
  const [failure, setFailure] = useState<Failure>()
  useEffect(() => void team.load(), [team])
  const told = (answer: { ok: true } | { ok: false; error: Failure }): void => {
    setFailure(answer.ok ? undefined : answer.error)
    void team.load()
  }
  return (
    <section class="card" aria-labelledby="people">
      <h2 id="people">People</h2>
      {failure !== undefined && <Failed what="That did not work." failure={failure} />}
      {invitation !== undefined && (
        <Notice kind="good">
          <div class="grow">
            <p>
              Send this link to <strong>{invitation.member.email}</strong>. It signs in once, within the hour,
              and is shown this once.
            </p>
            <Copy text={invitation.link} what="the link" />
          </div>
        </Notice>
      )}
      <Await state={state} what="the people" onRetry={() => void team.load()}>
        {({ members, me }) =>
          members.length === 0 ? (
            <p class="muted">
              Nobody is a member yet: links of the command line are nobody’s. Invite yourself first.
            </p>
          ) : (
            <table class="plain-table access-table">
              <thead>
                <tr>
                  <th scope="col">Person</th>
                  <th scope="col">Role</th>
                  <th scope="col">Where</th>
                  <th scope="col">Signs in by</th>
                  <th scope="col">Last here</th>
                  <th scope="col">
                    <span class="hidden">Actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {members.map(member => (
                  <Row
                    key={member.id}
                    member={member}
                    isMe={member.id === me}
                    onChange={change => void collector.changeMember(member.id, change).then(told)}
                    onLink={() =>
                      void collector.linkFor(member.id).then(answer => {
                        if (answer.ok) setInvitation(answer.value)
                        told(answer)
                      })
                    }
                  />
                ))}
              </tbody>
            </table>
          )
        }
      </Await>
      {canManage(session) && (
        <Invite
          onInvited={made => {
            setInvitation(made)
            void team.load()
          }}
        />
      )}
    </section>
  )
}
