import type { RecentEvents } from '@fireball/core'
import { numberText } from '../number.ts'
import { type Tally, tallyRefused, tallyWarnings } from './refusal.ts'

const Table = ({ title, tallies }: { readonly title: string; readonly tallies: readonly Tally[] }) =>
  tallies.length === 0 ? null : (
    <table class="tallies">
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col" class="number">
            Messages
          </th>
        </tr>
      </thead>
      <tbody>
        {tallies.map(({ code, count, says }) => (
          <tr key={code}>
            <th scope="row">
              {says} <code class="muted small below">{code}</code>
            </th>
            <td class="number">{numberText(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )

/** How many messages were refused or taken with a warning, by code; nothing when there are none. */
export const Tallies = ({ counts }: { readonly counts: RecentEvents['counts'] }) => (
  <>
    <Table title="Refused" tallies={tallyRefused(counts.refused)} />
    <Table title="Taken with a warning" tallies={tallyWarnings(counts.warnings)} />
  </>
)
