import { isObject, type LeadPage, type UserRow } from '@fireball/core'
import { useStore } from '@nanostores/preact'
import { useDesk } from '../../desk.ts'
import { promptItems } from '../../program/prompt-items.ts'
import { Badge } from '../../ui/badge.tsx'

const WHY = {
  called: 'they ran into it, or asked',
  champion: 'as the champion: who ran into it is not there',
  audience: 'the account fits its audience',
  'nobody-there': 'nobody was there lately who could see it',
  'sales-touched': 'a person was in touch this week',
  'attention-spent': 'their attention of the week is used up',
} as const satisfies Record<NonNullable<LeadPage['offers']>[number]['code'], string>

interface OffersProps {
  readonly offers: NonNullable<LeadPage['offers']>
  readonly users: readonly UserRow[]
}

/** What the app offers to whom, or holds back, because of where the account stands. */
export const Offers = ({ offers, users }: OffersProps) => {
  const { program } = useDesk()
  const live = useStore(program.$state).value?.published?.program
  const titles = new Map(isObject(live) ? promptItems(live).map(({ key, title }) => [key, title]) : [])
  if (offers.length === 0) return null
  return (
    <section class="block" aria-labelledby="offers-title">
      <h2 id="offers-title">In the app</h2>
      <ul class="offers">
        {offers.map(({ prompt, user, isOffered, code }) => (
          <li key={`${prompt} ${user}`}>
            <Badge look={isOffered ? 'good' : 'plain'}>{isOffered ? 'offered' : 'held back'}</Badge>{' '}
            <strong>{titles.get(prompt) ?? prompt}</strong> to{' '}
            <bdi>{users.find(one => one.user === user)?.name ?? user}</bdi>
            <span class="muted small below">{WHY[code]}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
