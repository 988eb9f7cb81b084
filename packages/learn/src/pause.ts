/** Lets others go first; what it throws ends the work. */
export type Rest = () => Promise<void>

const SLICE = 1000

/** Does `work` for 0 … count − 1, resting after every thousand. */
export const inSlices = async (
  count: number,
  work: (i: number) => void,
  rest: Rest | undefined,
): Promise<void> => {
  for (let start = 0; start < count; start += SLICE) {
    const end = Math.min(count, start + SLICE)
    for (let i = start; i < end; i++) work(i)
    await rest?.()
  }
}
