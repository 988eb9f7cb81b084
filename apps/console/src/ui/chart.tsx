import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

interface ChartProps {
  /** What it shows, for who does not see it. */
  readonly label: string
  readonly height: number
  /** Draws to the width that there is, in pixels, so that words stay as big as all others. */
  readonly children: (width: number) => ComponentChildren
  /** What stands below it. */
  readonly caption: ComponentChildren
}

const FIRST_WIDTH = 640
const LEAST_WIDTH = 240

/** A drawing as wide as its place. */
export const Chart = ({ label, height, children, caption }: ChartProps) => {
  const frame = useRef<HTMLElement>(null)
  const [width, setWidth] = useState(FIRST_WIDTH)
  useEffect(() => {
    const { current } = frame
    if (current === null) return
    const seen = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.max(LEAST_WIDTH, Math.round(entry.contentRect.width)))
    })
    seen.observe(current)
    return () => seen.disconnect()
  }, [])
  return (
    <figure class="chart" ref={frame}>
      <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={label}>
        {children(width)}
      </svg>
      <figcaption class="muted small">{caption}</figcaption>
    </figure>
  )
}
