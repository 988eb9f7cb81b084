/**
 * A UUIDv7: ids sort by the time (epoch ms) at which they were made. `random` gives numbers in [0, 1).
 * Source: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7
 */
export const uuidv7 = (now: number, random: () => number): string => {
  // At most 12 digits of one number: that many of its 53 bits are whole digits.
  const digits = (value: number, count: number) => Math.floor(value).toString(16).padStart(count, '0')
  const time = digits(Math.max(0, now), 12)
  const [high, low] = [random() * 2 ** 26, random() * 2 ** 48]
  const [a, b] = [digits(high % 4096, 3), digits(32_768 + ((high / 4096) % 16_384), 4)]
  return `${time.slice(0, 8)}-${time.slice(8)}-7${a}-${b}-${digits(low, 12)}`
}
