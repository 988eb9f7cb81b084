import { useStore } from '@nanostores/preact'
import { useDesk } from '../desk.ts'
import { readAt } from '../program/edit.ts'

/** The currency of deals while the program names none. */
export const DEFAULT_CURRENCY = 'USD'

/** The currency of the published program. */
export const useCurrency = (): string => {
  const { program } = useDesk()
  const named = readAt(useStore(program.$state).value?.published?.program, ['forecast', 'currency'])
  return typeof named === 'string' && named !== '' ? named : DEFAULT_CURRENCY
}
