import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from './run.ts'

const WORKERS = 2

/** Every TypeScript project of the repository, as paths from its root. */
const projects = (): string[] =>
  ['packages', 'apps']
    .flatMap(group => readdirSync(join(root, group)).map(name => join(group, name)))
    .concat('test', 'scripts')
    .flatMap(dir => ['tsconfig.json', 'tsconfig.test.json'].map(file => join(dir, file)))
    .filter(file => existsSync(join(root, file)))

/** Unchanged projects are answered from their build info, so a second run takes a fraction of the first. */
const check = (project: string) => {
  const buildInfo = join('.cache/types', `${project.replaceAll(/[/\\]/g, '-')}.tsbuildinfo`)
  const pretty = String(Boolean(process.stdout.isTTY))
  const args = ['-p', project, '--incremental', '--tsBuildInfoFile', buildInfo, '--pretty', pretty]
  return run('tsc', args, { output: 'capture' })
}

/** Checks all projects, two at a time, printing what the compiler says; the answer lists those that failed. */
export const checkTypes = async (): Promise<string[]> => {
  const waiting = projects()
  const failed: string[] = []
  const work = async () => {
    for (let project = waiting.shift(); project !== undefined; project = waiting.shift()) {
      const { code, output } = await check(project)
      console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${project}`)
      if (output.trim() !== '') console.log(output.trimEnd())
      if (code !== 0) failed.push(project)
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, work))
  return failed
}

if (process.argv[1] === import.meta.filename) {
  const failed = await checkTypes()
  process.exitCode = failed.length === 0 ? 0 : 1
}
