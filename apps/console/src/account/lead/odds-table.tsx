import type { LeadView, TypeOdds } from '@fireball/core'
import { fineText } from '../../learning/learning-words.ts'
import { percentText } from '../../number.ts'
import { Scroll } from '../../ui/scroll.tsx'
import { Term } from '../../ui/term.tsx'

interface OddsTableProps {
  readonly posteriors: readonly TypeOdds[]
  /** Of one account: types that it does not resemble are left out. */
  readonly membership?: LeadView['type']['membership']
}

/** So little of a type is none of it. */
const TRACE = 0.05

const weight = (value: number): string => (value === 0 ? '0' : value.toFixed(1))

/** What each type’s odds rest on: what was believed before, what ended since, what follows. */
export const OddsTable = ({ posteriors, membership }: OddsTableProps) => {
  const shown = posteriors.filter(({ type }) => membership === undefined || membership[type] >= TRACE)
  return (
    <Scroll class="wide" label="Odds of the types">
      <table class="tight odds">
        <thead>
          <tr>
            <th scope="col">Type</th>
            {membership !== undefined && (
              <th scope="col" class="number">
                Resembles
              </th>
            )}
            <th scope="col" class="number">
              <Term meaning="What is believed before any trial of yours has ended, with the weight of 20 accounts.">
                Prior
              </Term>
            </th>
            <th scope="col" class="number">
              <Term meaning="Trials that ended: won of all. An account counts for each type by as much as it resembled it at mid-trial.">
                Your data
              </Term>
            </th>
            <th scope="col" class="number">
              <Term meaning="Both together, and between what it lies with 90% probability.">Posterior</Term>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ type, name, prior, data, posterior }) => (
            <tr key={type}>
              <th scope="row">{name}</th>
              {membership !== undefined && <td class="number">{percentText(membership[type])}</td>}
              <td class="number">{percentText(prior.odds)}</td>
              <td class="number">
                {weight(data.won)} of {weight(data.won + data.lost)}
              </td>
              <td class="number">
                <strong>{fineText(posterior.odds)}</strong>{' '}
                <span class="muted small">
                  {percentText(posterior.low)}–{percentText(posterior.high)}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
