/**
 * A part that is loaded when it is first asked for: `undefined` until it is there, which `then` is told. One that cannot
 * be had, offline perhaps, is asked for anew the next time.
 */
export const lazily = <Part>(load: () => Promise<Part>, then: () => void): (() => Part | undefined) => {
  let part: Part | undefined
  let isAsked = false
  const ask = async () => {
    isAsked = true
    try {
      part = await load()
    } catch {
      isAsked = false
      return
    }
    then()
  }
  return () => {
    if (!isAsked) void ask()
    return part
  }
}
