import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { defineCommand } from 'citty'
import { Presets, SingleBar } from 'cli-progress'
import { fail } from './exit.ts'
import { findInputFiles, type InputFiles } from './import/input-files.ts'
import { type Mapping, parseMapping } from './import/mapping.ts'
import { addReport, EMPTY_REPORT, type ImportReport, sayReport } from './import/report.ts'
import { type ImportStop, runImport } from './import/run-import.ts'
import { sendBatch } from './import/send.ts'
import { createStateFile } from './import/state-file.ts'
import { strict } from './strict.ts'

const readMapping = async (path: string): Promise<{ mapping: Mapping; text: string }> => {
  const text = await readFile(path, 'utf8').catch(() => fail('usage', `There is no mapping file ${path}.`))
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch (error) {
    return fail('usage', `${path} is not JSON: ${error instanceof Error ? error.message : error}`)
  }
  const parsed = parseMapping(raw)
  return parsed.ok
    ? { mapping: parsed.value, text }
    : fail('usage', `${path} is no mapping:\n${parsed.error.map(line => `  ${line}`).join('\n')}`)
}

const toBatchUrl = (url: string): string => {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    return fail('usage', `--url must be the collector’s address, such as http://127.0.0.1:8787; got ${url}.`)
  return new URL('/v1/batch', url).href
}

/** Names what is imported, how and where to: a state file of another import is not gone on with. */
const identityOf = (mapping: string, url: string, key: string, { files }: InputFiles): string =>
  createHash('sha256')
    .update(JSON.stringify([mapping, url, key, files.map(({ name, bytes }) => [name, bytes])]))
    .digest('base64url')

const sayStop = (stop: ImportStop, url: string, statePath: string): string => {
  const again = `What was committed stays. Run the same command again to go on (${statePath} knows from where).`
  switch (stop.kind) {
    case 'stopped':
      return `Stopped. ${again}`
    case 'unreachable':
      return `The collector at ${url} does not answer: ${stop.why}. ${again}`
    case 'refused':
      return `The collector refused a batch: ${stop.why}.`
    case 'unreadable':
      return `Could not read on in ${stop.why}.`
    case 'missing-lookup':
      return `The mapping looks things up in ${stop.file}, which was not given.`
  }
}

/** `fireball import`: logs → the collector's HTTP wire, as if the events arrived now with their own times. */
export const importCommand = defineCommand({
  meta: {
    name: 'import',
    description:
      'Send CSV or NDJSON logs to a running collector, with their original times. Running it twice counts nothing twice.',
  },
  args: {
    files: { type: 'positional', description: 'Files, or folders that hold them', required: true },
    map: {
      type: 'string',
      description: 'The mapping file (docs/import.md)',
      required: true,
      valueHint: 'mapping.json',
    },
    url: { type: 'string', description: 'The collector', default: 'http://127.0.0.1:8787' },
    key: {
      type: 'string',
      description: 'The project’s secret key; default: the environment variable FIREBALL_KEY',
      valueHint: 'sk_…',
    },
    state: {
      type: 'string',
      description: 'Where an interrupted import notes how far it came; default: beside the mapping',
      valueHint: 'file',
    },
    report: { type: 'string', description: 'Also write the report as JSON', valueHint: 'report.json' },
    quiet: { type: 'boolean', description: 'No progress bar' },
  },
  plugins: [strict],
  run: async ({ args }) => {
    const key = args.key ?? process.env.FIREBALL_KEY ?? ''
    if (!key.startsWith('sk_'))
      fail('usage', 'An import needs the project’s secret key: --key sk_… or FIREBALL_KEY=sk_…')
    const { mapping, text } = await readMapping(args.map)
    const url = toBatchUrl(args.url)
    const found = await findInputFiles(mapping, args._)
    if (!found.ok) return fail('usage', found.error)
    const { files, skipped } = found.value
    if (files.length === 0) fail('usage', 'None of the files has a source in the mapping.')

    const statePath = args.state ?? `${args.map}.state`
    const bar = new SingleBar(
      {
        format: '{bar} {percentage}% · {messages} messages · {file}',
        hideCursor: true,
        stream: process.stderr,
      },
      Presets.shades_classic,
    )
    const isDrawn = args.quiet !== true && process.stderr.isTTY
    let isStopped = false
    const stop = () => {
      isStopped = true
    }
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
    const startedAt = performance.now()
    if (isDrawn)
      bar.start(
        files.reduce((sum, { bytes }) => sum + bytes, 0),
        0,
        { messages: 0, file: '' },
      )
    const outcome = await runImport(found.value, identityOf(text, url, key, found.value), {
      send: body =>
        sendBatch(url, key, body, { fetch, wait: ms => wait(ms), random: Math.random, now: Date.now }),
      state: createStateFile(statePath),
      onProgress: ({ bytes, messages, file }) => {
        if (isDrawn) bar.update(bytes, { messages, file })
      },
      isStopped: () => isStopped,
    })
    if (isDrawn) bar.stop()
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)

    const reasons = new Map(files.map(({ name, source }) => [name, source.leaveOut]))
    const report: ImportReport = {
      mapping: args.map,
      collector: args.url,
      isComplete: outcome.stop === undefined,
      seconds: Math.round(performance.now() - startedAt) / 1000,
      files: Object.fromEntries(
        Object.entries(outcome.files).map(([name, file]) => {
          const reason = reasons.get(name)
          return [name, reason === undefined ? file : { ...file, reason }]
        }),
      ),
      skipped,
      total: { ...Object.values(outcome.files).reduce(addReport, EMPTY_REPORT), examples: [] },
    }
    console.log(sayReport(report))
    if (args.report !== undefined) await writeFile(args.report, `${JSON.stringify(report, null, 2)}\n`)
    if (outcome.stop !== undefined) fail('failed', sayStop(outcome.stop, args.url, statePath))
  },
})
