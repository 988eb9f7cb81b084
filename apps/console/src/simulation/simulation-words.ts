import type { Simulation } from '@fireball/core'
import { numberText, percentText } from '../number.ts'

/** What is being done with the made-up accounts, as a sentence; undefined while nothing is. */
export const doingText = ({ at, done, total, pending }: Simulation): string | undefined => {
  if (at === 'deleting') return 'Clearing what was there before …'
  if (at === 'filling')
    return total === 0 ? 'Making up the accounts …' : `Sending what they did: ${percentText(done / total)} …`
  return pending === 0 ? undefined : `Working them out: ${numberText(pending)} people and accounts to go …`
}

/** How much of it is done, 0–1; undefined where that is not known. */
export const doneShare = ({ at, done, total }: Simulation): number | undefined =>
  at === 'filling' && total > 0 ? done / total : undefined

/** How many there are, as the end of a sentence. */
export const sizeText = ({ accounts }: Simulation): string =>
  accounts === 0 ? 'empty' : `${numberText(accounts)} made-up accounts`
