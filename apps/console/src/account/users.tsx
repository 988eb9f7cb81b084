import type { AccountPage, SkillView, UserRow } from '@fireball/core'
import { useRef, useState } from 'preact/hooks'
import { useDesk } from '../desk.ts'
import { countText, percentText } from '../number.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Meter } from '../ui/meter.tsx'
import { When } from '../ui/when.tsx'
import { skillLevels } from './skill-levels.ts'
import { SKILL_STATES, STATE_MEANINGS, skillEvidence } from './skill-words.ts'
import { QuadrantMark, StateMark } from './state-mark.tsx'

type Skills = AccountPage['skills']

/** A cell of the matrix: one user's skill. */
export interface Picked {
  readonly user: string
  readonly skill: string
}

interface UsersProps {
  readonly users: readonly UserRow[]
  readonly skills: Skills
  readonly picked: Picked | undefined
  readonly onPick: (picked: Picked) => void
}

/** So many rows are drawn at once. */
const FEW = 25

const STATES = Object.keys(STATE_MEANINGS) as readonly SkillView['state'][]

/** The people of an account, and how far each has come in each skill. */
export const Users = ({ users, skills, picked, onPick }: UsersProps) => {
  const [isLong, setLong] = useState(false)
  const shown = isLong ? users : users.slice(0, FEW)
  return (
    <section class="block" aria-labelledby="users-title">
      <h2 id="users-title">
        Users <span class="muted">and what each is able to do</span>
      </h2>
      {users.length === 0 ? (
        <Empty title="No users seen" />
      ) : (
        <>
          <Matrix users={shown} skills={skills} picked={picked} onPick={onPick} />
          {shown.length < users.length && (
            <Button onClick={() => setLong(true)}>Show all {countText(users.length, 'user')}</Button>
          )}
          {skills.length > 0 && <Legend users={users} />}
        </>
      )}
    </section>
  )
}

const Legend = ({ users }: Pick<UsersProps, 'users'>) => {
  const present = new Set(users.flatMap(({ skills }) => skills.map(one => one.state)))
  return (
    <ul class="legend" aria-label="What the marks mean">
      {STATES.filter(state => present.has(state)).map(state => (
        <li key={state} title={STATE_MEANINGS[state]}>
          <StateMark state={state} /> {SKILL_STATES[state]}
        </li>
      ))}
    </ul>
  )
}

const ARROWS: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -Infinity],
  End: [0, Infinity],
}

const within = (index: number, count: number): number => Math.max(0, Math.min(count - 1, index))

const Matrix = ({ users, skills, picked, onPick }: UsersProps) => {
  const { now } = useDesk()
  const levels = skillLevels(skills)
  const columns = levels.flat()
  const [at, setAt] = useState<readonly [row: number, column: number]>([0, 0])
  const table = useRef<HTMLTableElement>(null)
  const [atRow, atColumn] = [within(at[0], users.length), within(at[1], columns.length)]
  const move = (event: KeyboardEvent): void => {
    const step = ARROWS[event.key]
    if (step === undefined) return
    event.preventDefault()
    const row = within(atRow + step[0], users.length)
    const column = within(atColumn + step[1], columns.length)
    setAt([row, column])
    table.current?.querySelector<HTMLElement>(`[data-at="${row} ${column}"]`)?.focus()
  }
  const starts = new Set(levels.map(level => level[0]?.key))
  const edge = (key: string): string => (starts.has(key) ? ' starts' : '')
  return (
    <div class="matrix-scroll">
      <table
        class="matrix"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its cells are walked with the arrow keys
        role="grid"
        aria-label="Users and their skills"
        ref={table}
        onKeyDown={move}
      >
        <thead>
          {levels.length > 1 && (
            <tr class="levels">
              <td />
              {levels.map((level, i) => (
                <th key={level[0]?.key} scope="colgroup" colSpan={level.length}>
                  Level {i + 1}
                </th>
              ))}
              <td colSpan={2} />
            </tr>
          )}
          <tr>
            <th scope="col">User</th>
            {columns.map(({ key, name }) => (
              <th key={key} scope="col" class={`skill-head${edge(key)}`}>
                <span title={name}>{name}</span>
              </th>
            ))}
            <th scope="col">Activation</th>
            <th scope="col" class="number">
              Last active
            </th>
          </tr>
        </thead>
        <tbody>
          {users.map((user, row) => (
            <tr key={user.user}>
              <th scope="row">
                <bdi class="strong">{user.name}</bdi>
                {user.email !== undefined && user.email !== user.name && (
                  <bdi class="muted small below">{user.email}</bdi>
                )}
                <QuadrantMark quadrant={user.progress.quadrant} />
                {user.progress.plateau && (
                  <span class="plateau small below" title="Active, and no ability gained for a while.">
                    On a plateau
                  </span>
                )}
              </th>
              {columns.map((skill, column) => {
                const view = user.skills.find(one => one.key === skill.key)
                return (
                  <td key={skill.key} class={`cell${edge(skill.key)}`}>
                    {view !== undefined && (
                      <Cell
                        view={view}
                        place={`${row} ${column}`}
                        isReached={row === atRow && column === atColumn}
                        isPicked={picked?.user === user.user && picked.skill === skill.key}
                        label={`${user.name}, ${skill.name}`}
                        onFocus={() => setAt([row, column])}
                        onClick={() => onPick({ user: user.user, skill: skill.key })}
                      />
                    )}
                  </td>
                )
              })}
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
    </div>
  )
}

interface CellProps {
  readonly view: SkillView
  readonly place: string
  readonly isReached: boolean
  readonly isPicked: boolean
  readonly label: string
  readonly onFocus: () => void
  readonly onClick: () => void
}

const Cell = ({ view, place, isReached, isPicked, label, onFocus, onClick }: CellProps) => (
  <button
    type="button"
    data-at={place}
    tabIndex={isReached ? 0 : -1}
    aria-haspopup="dialog"
    class={isPicked ? 'picked' : ''}
    title={`${SKILL_STATES[view.state]}${view.state === 'not-started' ? '' : `, ${percentText(view.p)}`}. ${skillEvidence(view)}`}
    onFocus={onFocus}
    onClick={onClick}
  >
    <StateMark state={view.state} />
    {view.able && view.stuck !== null && <span class="flag" />}
    <span class="hidden">
      {label}: {SKILL_STATES[view.state]}
    </span>
  </button>
)
