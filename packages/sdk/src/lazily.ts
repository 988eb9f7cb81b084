/**
 * A part that is loaded when it is first asked for: `undefined` until it is there, which `then` is told. One that cannot
 * be had, offline perhaps, is asked for anew the next time; unless there is `instead`, which then stands in for good.
 */
export const lazily = <Part>(
  load: () => Promise<Part>,
  then: () => void,
  instead?: Part,
): (() => Part | undefined) => {
  let part: Part | undefined
  let isAsked = false
  const ask = async () => {
    isAsked = true
    try {
      part = await load()
    } catch {
      part = instead
    }
    isAsked = part !== undefined
    if (isAsked) then()
  }
  return () => {
    if (!isAsked) void ask()
    return part
  }
}
