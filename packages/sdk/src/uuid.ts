/**
 * A UUIDv7: ids sort by the time (epoch ms) at which they were made. `random` gives numbers in [0, 1).
 * Source: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7
 */
export const uuidv7 = (now: number, random: () => number): string => {
  const digits = (value: number, count: number) => Math.floor(value).toString(16).padStart(count, '0')
  const time = digits(Math.max(0, now), 12)
  // Rounded down before it is added: the sum of a large and an almost whole number rounds up.
  const variant = 0x8000 + Math.floor(random() * 0x4000)
  const [a, b] = [digits(random() * 2 ** 12, 3), digits(random() * 2 ** 48, 12)]
  return `${time.slice(0, 8)}-${time.slice(8)}-7${a}-${digits(variant, 4)}-${b}`
}
