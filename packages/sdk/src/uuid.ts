/**
 * Makes UUIDv7s: ids sort by the time (epoch ms) at which they were made, and those of one maker in the order in which
 * they were made. `random` gives numbers in [0, 1).
 * Source: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7
 */
export const createIds = (now: () => number, random: () => number): (() => string) => {
  const digits = (value: number, count: number) => Math.floor(value).toString(16).padStart(count, '0')
  let last = 0
  let count = 0
  return () => {
    const at = now()
    count = at > last ? random() * 2 ** 11 : count + 1
    last = Math.max(at, last)
    // A millisecond holds so many; then the next one lends its numbers.
    if (count >= 4096) count = +!!++last
    const time = digits(last, 12)
    // Rounded down before it is added: the sum of a large and an almost whole number rounds up.
    const variant = 0x8000 + Math.floor(random() * 0x4000)
    return `${time.slice(0, 8)}-${time.slice(8)}-7${digits(count, 3)}-${digits(variant, 4)}-${digits(random() * 2 ** 48, 12)}`
  }
}
