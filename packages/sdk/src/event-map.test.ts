import { expectTypeOf, test } from 'vitest'
import type { Track } from './event-map.ts'

interface Events {
  'Report Built': { readonly outcome: 'success' | 'failure'; readonly context: string }
  'Report Opened': { readonly context?: string }
}

test('without a map anything may be tracked', () => {
  const track: Track<Record<never, never>> = () => {}
  track('Anything', { at: 'all' }, { timestamp: 1 })
  track(undefined)
})

test('with a map names and properties are checked', () => {
  const track: Track<Events> = () => {}
  track('Report Built', { outcome: 'success', context: 'r1' })
  track('Report Opened')
  track('Report Opened', { context: 'r1' }, { timestamp: new Date(0) })
  // @ts-expect-error: misspelt
  track('Report Build', { outcome: 'success', context: 'r1' })
  // @ts-expect-error: the context is missing
  track('Report Built', { outcome: 'success' })
  // @ts-expect-error: no such outcome
  track('Report Built', { outcome: 'good', context: 'r1' })
  // @ts-expect-error: properties that must be there
  track('Report Built')
  expectTypeOf<Parameters<Track<Events>>[0]>().toEqualTypeOf<keyof Events>()
})
