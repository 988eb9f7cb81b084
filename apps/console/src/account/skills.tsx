import type { AccountPage } from '@fireball/core'
import { countText } from '../number.ts'
import { Empty } from '../ui/empty.tsx'
import { Scroll } from '../ui/scroll.tsx'
import { MAP, skillMap } from './skill-map.ts'

interface SkillsProps {
  readonly skills: AccountPage['skills']
  /** Users of the account. */
  readonly users: number
}

type Skill = AccountPage['skills'][number]

const standing = ({ able, tried }: Skill): 'able' | 'tried' | 'none' =>
  able > 0 ? 'able' : tried > 0 ? 'tried' : 'none'

/** The skills as a map, prerequisites to the left: who is able, who has tried. */
export const Skills = ({ skills, users }: SkillsProps) => {
  const map = skillMap(skills)
  const nameOf = (key: string): string => skills.find(one => one.key === key)?.name ?? key
  return (
    <section class="block" aria-labelledby="skills-title">
      <h2 id="skills-title">
        What they are able to do <span class="muted">of {countText(users, 'user')}</span>
      </h2>
      {skills.length === 0 ? (
        <Empty title="The program names no skills yet" />
      ) : (
        <Scroll class="map-scroll" label="Map of skills">
          <div class="map" style={{ width: `${map.width}px`, height: `${map.height}px` }}>
            <svg width={map.width} height={map.height} aria-hidden="true">
              {map.lines.map(({ from, to, path }) => (
                <path key={`${from} ${to}`} d={path} />
              ))}
            </svg>
            <ul>
              {map.spots.map(({ skill, x, y }) => (
                <li
                  key={skill.key}
                  class={`skill ${standing(skill)}`}
                  style={{
                    transform: `translate(${x}px, ${y}px)`,
                    width: `${MAP.width}px`,
                    height: `${MAP.height}px`,
                  }}
                >
                  <span class="skill-name" title={skill.name}>
                    {skill.name}
                  </span>
                  <span class="skill-count">
                    {skill.able > 0
                      ? `${skill.able} able`
                      : skill.tried > 0
                        ? 'nobody able yet'
                        : 'not tried'}
                    {skill.tried > 0 && `, ${skill.tried} tried`}
                  </span>
                  {skill.requires.length > 0 && (
                    <span class="hidden">builds on {skill.requires.map(nameOf).join(', ')}</span>
                  )}
                </li>
              ))}
            </ul>
          </div>
        </Scroll>
      )}
    </section>
  )
}
