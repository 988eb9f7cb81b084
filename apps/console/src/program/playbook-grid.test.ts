import { PLAYBOOK_DEFAULTS } from '@fireball/core'
import { expect, test } from 'vitest'
import { gridIn } from './playbook-grid.tsx'

test('a draft’s own cells stand over the usual ones; what is no moment reads as usual', () => {
  expect(gridIn(undefined)).toEqual(PLAYBOOK_DEFAULTS.grid)
  expect(gridIn({ simple: { small: 'pql', mid: 'nonsense' }, complex: 7 })).toEqual({
    ...PLAYBOOK_DEFAULTS.grid,
    simple: { ...PLAYBOOK_DEFAULTS.grid.simple, small: 'pql' },
  })
})
