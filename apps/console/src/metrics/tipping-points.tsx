import type { ProductMetrics } from '@fireball/core'
import { percentText } from '../number.ts'
import { Badge } from '../ui/badge.tsx'
import { Empty } from '../ui/empty.tsx'
import { Scroll } from '../ui/scroll.tsx'
import { Term } from '../ui/term.tsx'

/** Under this, what was found is not there in other accounts. */
const HOLDS_FROM = 1.5

const times = (lift: number): string => `${lift.toFixed(1)}×`

const Held = ({ lift }: { readonly lift: number | null }) =>
  lift === null ? (
    <span class="muted">too few</span>
  ) : (
    <>
      {times(lift)}{' '}
      <Badge look={lift >= HOLDS_FROM ? 'good' : 'warning'}>
        {lift >= HOLDS_FROM ? 'holds' : 'does not hold'}
      </Badge>
    </>
  )

/** Which actions are followed by upgrading, and whether that holds on accounts not used to find it. */
export const TippingPoints = ({ tippingPoints }: Pick<ProductMetrics, 'tippingPoints'>) =>
  tippingPoints.length === 0 ? (
    <Empty title="No tipping point found">
      <p>It takes some accounts that upgraded and some that did not.</p>
    </Empty>
  ) : (
    <Scroll class="wide" label="Tipping points">
      <table class="tight tipping">
        <thead>
          <tr>
            <th scope="col">Action</th>
            <th scope="col" class="number">
              <Term meaning="How many times likelier those accounts are to upgrade than all.">Lift</Term>
            </th>
            <th scope="col" class="number">
              <Term meaning="Precision: of the accounts that do it, how many upgrade.">Of them upgrade</Term>
            </th>
            <th scope="col" class="number">
              <Term meaning="Recall: of the accounts that upgrade, how many did it before.">
                Of upgraders did
              </Term>
            </th>
            <th scope="col">
              <Term meaning="The lift on accounts that were not used to find it. Where it is gone, it was chance.">
                On other accounts
              </Term>
            </th>
          </tr>
        </thead>
        <tbody>
          {tippingPoints.map(({ signal, name, times: count, days, lift, precision, recall, heldOutLift }) => (
            <tr key={`${signal} ${count} ${days}`}>
              <th scope="row">
                <strong>{name}</strong>{' '}
                <span class="muted">
                  {count === 1 ? 'once' : `${count} times`} within {days} days
                </span>
              </th>
              <td class="number strong">{times(lift)}</td>
              <td class="number">{percentText(precision)}</td>
              <td class="number">{percentText(recall)}</td>
              <td>
                <Held lift={heldOutLift} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
