import type { Quadrant, SkillState } from '@fireball/core'
import { QUADRANTS } from './skill-words.ts'

/** One shape a state, so that colour is never all that tells them apart. */
const SHAPES = {
  able: (
    <>
      <circle class="fill" cx="8" cy="8" r="7" />
      <path class="on" d="M4.800 8.300l2.200 2.200 4.200-4.700" />
    </>
  ),
  fading: (
    <>
      <circle class="dash" cx="8" cy="8" r="6.250" />
      <path d="M5 8.300l2 2 4-4.400" />
    </>
  ),
  learning: (
    <>
      <circle cx="8" cy="8" r="6.250" />
      <path class="fill" d="M8 1.750a6.250 6.250 0 0 0 0 12.500z" />
    </>
  ),
  stuck: (
    <>
      <path class="fill" d="M8 1.300l7 12.700H1z" />
      <path class="on" d="M8 6v3.500M8 11.600v.2" />
    </>
  ),
  practised: (
    <>
      <rect x="2.250" y="2.250" width="11.500" height="11.500" rx="2" />
      <path d="M5.500 8h5" />
    </>
  ),
  guided: <path d="M8 1.500L14.500 8 8 14.500 1.500 8z" />,
  'not-started': <circle class="fill" cx="8" cy="8" r="1.750" />,
} as const satisfies Record<SkillState, unknown>

/** The mark of a skill's state; words stand beside it or are hidden in what holds it. */
export const StateMark = ({ state }: { readonly state: SkillState }) => (
  <svg class={`state-mark ${state}`} viewBox="0 0 16 16" aria-hidden="true">
    {SHAPES[state]}
  </svg>
)

/** Ability to the top, activity to the right: the square that is filled. */
const SQUARES = {
  'silent-win': 'M1.500 1.500h6v6h-6z',
  'throwing-fireballs': 'M8.500 1.500h6v6h-6z',
  'not-started': 'M1.500 8.500h6v6h-6z',
  'spinning-wheels': 'M8.500 8.500h6v6h-6z',
} as const satisfies Record<Quadrant, string>

/** Where someone stands between ability and activity, as a small map with its name. */
export const QuadrantMark = ({ quadrant }: { readonly quadrant: Quadrant }) => {
  const known = QUADRANTS.find(({ key }) => key === quadrant)
  return (
    <span class={`quadrant ${quadrant}`} title={known?.meaning ?? ''}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {QUADRANTS.map(({ key }) => (
          <path key={key} class={key === quadrant ? 'here' : ''} d={SQUARES[key]} />
        ))}
      </svg>
      {known?.label ?? quadrant}
    </span>
  )
}
