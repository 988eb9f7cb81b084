import {
  type Complexity,
  type DealSize,
  type Grid,
  gridProblems,
  isObject,
  PLAYBOOK_DEFAULTS,
  TOUCH_MOMENTS,
  type TouchMoment,
} from '@fireball/core'
import { COMPLEXITIES, MOMENTS } from '../leads/lead-words.ts'
import { useDraftFields } from './draft-fields.ts'

const ROWS = ['simple', 'intermediate', 'complex'] as const satisfies readonly Complexity[]
const COLUMNS = ['small', 'mid', 'large'] as const satisfies readonly DealSize[]
const HEADS = { small: 'Small deal', mid: 'Mid deal', large: 'Large deal' } as const

const isMoment = (given: unknown): given is TouchMoment => TOUCH_MOMENTS.some(one => one === given)

/** The grid that a draft’s own cells make over the usual ones; what is no moment reads as usual. */
export const gridIn = (own: unknown): Grid => {
  const row = (complexity: Complexity): Grid[Complexity] => {
    const cells = isObject(own) ? own[complexity] : undefined
    const cell = (size: DealSize): TouchMoment => {
      const given = isObject(cells) ? cells[size] : undefined
      return isMoment(given) ? given : PLAYBOOK_DEFAULTS.grid[complexity][size]
    }
    return { small: cell('small'), mid: cell('mid'), large: cell('large') }
  }
  return { simple: row('simple'), intermediate: row('intermediate'), complex: row('complex') }
}

/** Sooner is stronger: 0 for the latest moment, 1 for the soonest. */
const soonness = (moment: TouchMoment): number =>
  1 - TOUCH_MOMENTS.indexOf(moment) / (TOUCH_MOMENTS.length - 1)

/** When a person steps in, by how hard the product is and how big the deal: checked to grow sooner both ways. */
export const PlaybookGrid = () => {
  const { read, edit, canEdit } = useDraftFields()
  const grid = gridIn(read('playbook', 'grid'))
  const problems = gridProblems(grid)
  const pick = (complexity: Complexity, size: DealSize, moment: string): void => {
    const isUsual = PLAYBOOK_DEFAULTS.grid[complexity][size] === moment
    edit(['playbook', 'grid', complexity, size], isUsual ? undefined : moment)
  }
  return (
    <div class="grid-scroll">
      <table class="playbook-grid">
        <thead>
          <tr>
            <th scope="col">
              <span class="hidden">Product</span>
            </th>
            {COLUMNS.map(size => (
              <th key={size} scope="col">
                {HEADS[size]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ROWS.map(complexity => (
            <tr key={complexity}>
              <th scope="row">{COMPLEXITIES[complexity]} product</th>
              {COLUMNS.map(size => {
                const wrong = problems.find(one => one.complexity === complexity && one.size === size)
                const id = `grid-${complexity}-${size}`
                return (
                  <td
                    key={size}
                    data-label={HEADS[size]}
                    class="heat"
                    style={{ '--heat': `${Math.round(soonness(grid[complexity][size]) * 28)}%` }}
                  >
                    <select
                      value={grid[complexity][size]}
                      disabled={!canEdit}
                      aria-label={`${COMPLEXITIES[complexity]} product, ${HEADS[size].toLowerCase()}`}
                      aria-invalid={wrong === undefined ? undefined : true}
                      aria-describedby={wrong === undefined ? undefined : id}
                      onChange={event => pick(complexity, size, event.currentTarget.value)}
                    >
                      {TOUCH_MOMENTS.map(moment => (
                        <option key={moment} value={moment} selected={moment === grid[complexity][size]}>
                          {MOMENTS[moment]}
                        </option>
                      ))}
                    </select>
                    {wrong !== undefined && (
                      <p class="field-error" id={id}>
                        {sentence(wrong.message)}
                      </p>
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const sentence = (words: string): string =>
  TOUCH_MOMENTS.reduce((said, moment) => said.replace(`“${moment}”`, `“${MOMENTS[moment]}”`), `${words}.`)
