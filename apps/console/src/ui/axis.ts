/** Round numbers from 0 up, for the axis of a chart that reaches `most`. */
export const axisOf = (most: number): { readonly top: number; readonly ticks: readonly number[] } => {
  if (!(most > 0)) return { top: 1, ticks: [0] }
  const magnitude = 10 ** Math.floor(Math.log10(most))
  const step = [0.2, 0.25, 0.5, 1, 2].map(part => part * magnitude).find(one => most / one <= 5) ?? magnitude
  const count = Math.ceil(most / step)
  return { top: count * step, ticks: Array.from({ length: count + 1 }, (_, i) => i * step) }
}
