import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './run.ts'

/** One measured figure. `vs` names what it is compared with, `ratio` is ours divided by theirs. */
export interface BenchLine {
  readonly metric: string
  readonly value: number
  readonly unit: string
  readonly vs?: string
  readonly ratio?: number
}

/** What each file of `test/bench/` exports as `run`: it measures, and reports figures as they come. */
export type Bench = (report: (line: BenchLine) => void) => Promise<void>

const FOLDER = join(root, 'test/bench')
const COLUMNS = ['metric', 'value', 'unit', 'vs', 'ratio'] as const

const names = (): string[] =>
  readdirSync(FOLDER)
    .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map(file => file.slice(0, -'.ts'.length))

/** Lines as an aligned table, numbers to the right; columns that are empty throughout are left out. */
const table = (lines: readonly BenchLine[]): string => {
  const columns = COLUMNS.filter(column => lines.some(line => line[column] !== undefined))
  const rows = lines.map(line => columns.map(column => String(line[column] ?? '')))
  const widths = columns.map((column, i) => Math.max(column.length, ...rows.map(row => row[i]?.length ?? 0)))
  const isNumeric = (i: number) => columns[i] === 'value' || columns[i] === 'ratio'
  const draw = (row: readonly string[]) =>
    row
      .map((cell, i) => (isNumeric(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()
  return [columns, ...rows].map(draw).join('\n')
}

const args = process.argv.slice(2)
const name = args.find(arg => !arg.startsWith('-'))

if (name === undefined || !names().includes(name)) {
  const problem = name === undefined ? 'Which bench?' : `There is no bench ${JSON.stringify(name)}.`
  console.error(`${problem} There are: ${names().join(', ')}.\nUsage: npm run bench -- NAME [--json]`)
  process.exitCode = 2
} else {
  const { run }: { run: Bench } = await import(pathToFileURL(join(FOLDER, `${name}.ts`)).href)
  if (args.includes('--json')) {
    await run(line => console.log(JSON.stringify({ bench: name, ...line })))
  } else {
    const lines: BenchLine[] = []
    await run(line => lines.push(line))
    console.log(table(lines))
  }
}
