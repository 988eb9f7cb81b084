/**
 * A UUIDv7: ids sort by the time (epoch ms) at which they were made. `random` gives numbers in [0, 1).
 * Source: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7
 */
export const uuidv7 = (now: number, random: () => number): string => {
  const digits = (count: number) =>
    Array.from({ length: count }, () => Math.floor(random() * 16).toString(16)).join('')
  const time = Math.max(0, now).toString(16).padStart(12, '0')
  const variant = '89ab'[Math.floor(random() * 4)]
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${digits(3)}-${variant}${digits(3)}-${digits(12)}`
}
