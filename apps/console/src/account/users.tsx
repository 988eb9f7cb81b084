import type { AccountPage, UserRow } from '@fireball/core'
import { useDesk } from '../desk.ts'
import { Badge } from '../ui/badge.tsx'
import { Empty } from '../ui/empty.tsx'
import { Meter } from '../ui/meter.tsx'
import { When } from '../ui/when.tsx'
import { SKILL_STATES, skillEvidence } from './skill-words.ts'

type Skills = AccountPage['skills']

const LOOKS = { able: 'good', fading: 'warning' } as const satisfies Partial<
  Record<UserRow['skills'][number]['state'], string>
>

const UserSkills = ({ user, skills }: { readonly user: UserRow; readonly skills: Skills }) => {
  const begun = user.skills.filter(one => one.state !== 'not-started')
  if (begun.length === 0) return <span class="muted">none yet</span>
  return (
    <span class="row-marks">
      {begun.map(view => (
        <Badge
          key={view.key}
          look={view.state === 'able' || view.state === 'fading' ? LOOKS[view.state] : 'plain'}
          title={skillEvidence(view)}
        >
          {skills.find(one => one.key === view.key)?.name ?? view.key}
          {view.state !== 'able' && <span class="state">: {SKILL_STATES[view.state]}</span>}
          {view.state === 'able' && <span class="hidden">: able</span>}
        </Badge>
      ))}
    </span>
  )
}

/** The people of an account, with what each is able to do. */
export const Users = ({ users, skills }: { readonly users: readonly UserRow[]; readonly skills: Skills }) => {
  const { now } = useDesk()
  return (
    <section class="block" aria-labelledby="users-title">
      <h2 id="users-title">Users</h2>
      {users.length === 0 ? (
        <Empty title="No users seen" />
      ) : (
        <table class="plain-table">
          <thead>
            <tr>
              <th scope="col">User</th>
              <th scope="col">Skills</th>
              <th scope="col">Activation</th>
              <th scope="col" class="number">
                Last active
              </th>
            </tr>
          </thead>
          <tbody>
            {users.map(user => (
              <tr key={user.user}>
                <th scope="row">
                  <span class="strong">{user.name}</span>
                  {user.email !== undefined && user.email !== user.name && (
                    <span class="muted small below">{user.email}</span>
                  )}
                </th>
                <td>
                  <UserSkills user={user} skills={skills} />
                </td>
                <td>
                  <Meter value={user.activation} label={`Activation of ${user.name}`} />
                </td>
                <td class="number">
                  <When at={user.lastActiveAt} now={now()} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
