import type { JsonObject, SegmentCount } from '@fireball/core'
import { useEffect, useState } from 'preact/hooks'
import type { Failure } from '../api.ts'
import { useDesk } from '../desk.ts'
import { countText, numberText } from '../number.ts'

/** While somebody types, nothing is asked. */
const REST_MS = 400
/** As long as it has not looked at all of them, it is asked on. */
const ON_MS = 150

/** How many accounts a condition holds for, while it is edited. */
export const SegmentSize = ({ where }: { readonly where: JsonObject }) => {
  const { api } = useDesk()
  const [count, setCount] = useState<SegmentCount>()
  const [failure, setFailure] = useState<Failure>()
  const text = JSON.stringify(where)
  useEffect(() => {
    let isOver = false
    const ask = async (): Promise<void> => {
      const answer = await api.countSegment(where)
      if (isOver) return
      setFailure(answer.ok ? undefined : answer.error)
      if (!answer.ok) return
      setCount(answer.value)
      if (answer.value.looked < answer.value.toLookAt) timer = setTimeout(() => void ask(), ON_MS)
    }
    let timer = setTimeout(() => void ask(), REST_MS)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [api, text])
  if (failure !== undefined) return <p class="muted small">Not counted: {failure.message}</p>
  if (count === undefined) return <p class="muted small">Counting …</p>
  const { matches, looked, toLookAt, accounts, examples } = count
  return (
    <p class="segment-size" role="status">
      <strong>{countText(matches, 'account')}</strong> of {numberText(looked)}
      {looked < toLookAt && ` looked at so far, of ${numberText(toLookAt)}`}
      {toLookAt < accounts && ` (a part of all ${numberText(accounts)})`}
      {examples.length > 0 && (
        <span class="muted small below">
          <bdi>{examples.join(' · ')}</bdi>
          {matches > examples.length && ' …'}
        </span>
      )}
      <span class="muted small below">Counted with the published program.</span>
    </p>
  )
}
