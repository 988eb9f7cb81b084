import { existsSync, readFileSync } from 'node:fs'
import { MOST_UNFLUSHED } from './sqlite-connection.ts'

const HEADER_BYTES = 32
const FRAME_BYTES = 24
const LITTLE = 0x377f0682
const BIG = 0x377f0683

interface Sum {
  readonly a: number
  readonly b: number
}

/** Source: https://www.sqlite.org/fileformat2.html#checksum_algorithm */
const addUp = (log: DataView, from: number, to: number, isLittle: boolean, { a, b }: Sum): Sum => {
  let [first, second] = [a, b]
  for (let at = from; at < to; at += 8) {
    first = (first + log.getUint32(at, isLittle) + second) >>> 0
    second = (second + log.getUint32(at + 4, isLittle) + first) >>> 0
  }
  return { a: first, b: second }
}

const isSumAt = (log: DataView, at: number, { a, b }: Sum): boolean =>
  log.getUint32(at) === a && log.getUint32(at + 4) === b

/**
 * Whether a write-ahead log is damaged before its end. SQLite reads a log up to the first frame that does not add up and
 * drops the rest without a word: right for a write that a crash tore, which is the last one, and was never acknowledged.
 * A few commits of what may be lost, and the one after them, are on their way to the disk at once, in any order; what is
 * before them was flushed. So where more than those stand behind that frame, some were acknowledged.
 * Source: https://www.sqlite.org/fileformat2.html#walformat
 */
export const isLogDamaged = (file: string): boolean => {
  if (!existsSync(file)) return false
  const bytes = readFileSync(file)
  if (bytes.length < HEADER_BYTES + FRAME_BYTES) return false
  const log = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const magic = log.getUint32(0)
  const isLittle = magic !== BIG
  let sum = addUp(log, 0, 24, isLittle, { a: 0, b: 0 })
  let isWhole = (magic === LITTLE || magic === BIG) && isSumAt(log, 24, sum)
  const written = log.getUint32(8)
  const pageBytes = written >= 512 && written <= 65_536 && (written & (written - 1)) === 0 ? written : 8192
  const salts = isWhole ? 16 : HEADER_BYTES + 8
  const isOfThisLog = (at: number): boolean =>
    log.getUint32(at + 8) === log.getUint32(salts) && log.getUint32(at + 12) === log.getUint32(salts + 4)
  let commits = 0
  for (let at = HEADER_BYTES; at + FRAME_BYTES + pageBytes <= bytes.length; at += FRAME_BYTES + pageBytes) {
    if (isWhole) {
      sum = addUp(log, at, at + 8, isLittle, sum)
      sum = addUp(log, at + FRAME_BYTES, at + FRAME_BYTES + pageBytes, isLittle, sum)
      isWhole = isOfThisLog(at) && isSumAt(log, at + 16, sum)
    }
    if (!isWhole && isOfThisLog(at) && log.getUint32(at + 4) !== 0) commits++
  }
  return commits > MOST_UNFLUSHED + 1
}
