import { accessSync, constants, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, type BrowserContext, chromium, firefox, type LaunchOptions } from 'playwright-core'
import { run } from './run.ts'

/** A program of the system: the variable that overrides the search, the names it goes by, Debian's package. */
interface SystemProgram {
  readonly override: string
  readonly names: readonly string[]
  readonly debianPackage: string
  /** Looked through after the usual folders. */
  readonly folders?: () => readonly string[]
}

const CHROMIUM: SystemProgram = {
  override: 'FIREBALL_CHROMIUM',
  names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  debianPackage: 'chromium',
}

const FIREFOX: SystemProgram = {
  override: 'FIREBALL_FIREFOX',
  names: ['firefox-esr'],
  debianPackage: 'firefox-esr',
}

/** Programs of libraries lie in folders that name the machine's kind: `/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1`. */
const libraryFolders = (): readonly string[] => {
  try {
    const machines = readdirSync('/usr/lib').filter(name => /-linux-gnu/.test(name))
    return machines.flatMap(name => ['4.1', '4.0'].map(api => `/usr/lib/${name}/webkit2gtk-${api}`))
  } catch {
    return [] // not a system that has them
  }
}

/** The small browser that comes with WebKitGTK's driver. */
const WEBKIT: SystemProgram = {
  override: 'FIREBALL_WEBKIT',
  names: ['MiniBrowser'],
  debianPackage: 'webkit2gtk-driver',
  folders: libraryFolders,
}

/** WebKitGTK has no headless mode: it draws on a display that is kept in memory. */
const XVFB: SystemProgram = { override: 'FIREBALL_XVFB', names: ['Xvfb'], debianPackage: 'xvfb' }

/** Looked through after `PATH`, which is short in cron jobs and some containers. */
const USUAL_FOLDERS = ['/usr/bin', '/usr/local/bin', '/snap/bin']

/**
 * What Chromium is started with in tests and benches: no sandbox (containers run as root without user
 * namespaces), no GPU, and no traffic of the browser's own.
 */
export const CHROMIUM_FLAGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false // absent or not ours to run: the search goes on
  }
}

const findExecutable = (
  names: readonly string[],
  more: () => readonly string[] = () => [],
): string | undefined => {
  const folders = (process.env.PATH ?? '').split(delimiter).concat(USUAL_FOLDERS, more()).filter(Boolean)
  return names.flatMap(name => folders.map(folder => join(folder, name))).find(isExecutable)
}

const installWithApt = async ({ debianPackage, override }: SystemProgram): Promise<void> => {
  const advice = `Install ${debianPackage}, or set ${override} to the path of an installed one.`
  if (findExecutable(['apt-get']) === undefined) {
    throw new Error(`No ${debianPackage} found, and no apt-get to install it with. ${advice}`)
  }
  const isRoot = process.getuid?.() === 0
  if (!isRoot && findExecutable(['sudo']) === undefined) {
    throw new Error(`No ${debianPackage} found; installing it takes root or sudo. ${advice}`)
  }
  console.error(`No ${debianPackage} found: installing Debian's package …`)
  for (const step of [['update'], ['install', '-y', '--no-install-recommends', debianPackage]]) {
    const apt = ['DEBIAN_FRONTEND=noninteractive', 'apt-get', ...step]
    const { code, output } = await run(isRoot ? 'env' : 'sudo', apt, { output: 'capture' })
    if (code !== 0) throw new Error(`\`${apt.join(' ')}\` failed:\n${output.trim()}\n${advice}`)
  }
}

const pathOf = async (browser: SystemProgram): Promise<string> => {
  const named = process.env[browser.override]
  if (named) {
    if (isExecutable(named)) return named
    throw new Error(`${browser.override} is ${JSON.stringify(named)}, which is not an executable file.`)
  }
  const found = findExecutable(browser.names, browser.folders)
  if (found !== undefined) return found
  await installWithApt(browser)
  const installed = findExecutable(browser.names, browser.folders)
  if (installed !== undefined) return installed
  throw new Error(`${browser.debianPackage} was installed, but none of ${browser.names.join(', ')} is there.`)
}

/** Path of the system's Chromium (`FIREBALL_CHROMIUM` wins); where there is none, Debian's is installed. */
export const chromiumPath = (): Promise<string> => pathOf(CHROMIUM)

/** Path of the system's Firefox ESR (`FIREBALL_FIREFOX` wins); where there is none, Debian's is installed. */
export const firefoxPath = (): Promise<string> => pathOf(FIREFOX)

/** Path of the system's WebKitGTK browser (`FIREBALL_WEBKIT` wins); where there is none, Debian's is installed. */
export const webkitPath = (): Promise<string> => pathOf(WEBKIT)

/** Path of the display in memory that WebKitGTK needs (`FIREBALL_XVFB` wins); found or installed likewise. */
export const xvfbPath = (): Promise<string> => pathOf(XVFB)

/** Starts Chromium, headless, with a fresh profile that is deleted on close. `args` are added to the flags. */
export const launchChromium = async ({ args = [], ...options }: LaunchOptions = {}): Promise<Browser> =>
  chromium.launch({ executablePath: await chromiumPath(), args: [...CHROMIUM_FLAGS, ...args], ...options })

/** Chromium on a profile that stays in `dir`: storage outlives the browser, so restarts can be tested. */
export const launchPersistent = async (
  dir: string,
  { args = [], ...options }: Parameters<typeof chromium.launchPersistentContext>[1] = {},
): Promise<BrowserContext> =>
  chromium.launchPersistentContext(dir, {
    executablePath: await chromiumPath(),
    args: [...CHROMIUM_FLAGS, ...args],
    ...options,
  })

/**
 * Starts Firefox ESR over WebDriver BiDi, headless, with a fresh profile. `emulateMedia` does nothing there (use
 * `firefoxUserPrefs`), and the bodies of beacons are null in request events (assert on what the server received).
 */
export const launchFirefox = async (options: LaunchOptions = {}): Promise<Browser> =>
  firefox.launch({ channel: 'moz-firefox', executablePath: await firefoxPath(), ...options })

const PATHS: Readonly<Record<string, () => Promise<string>>> = {
  chromium: chromiumPath,
  firefox: firefoxPath,
  webkit: webkitPath,
  xvfb: xvfbPath,
}

if (process.argv[1] === import.meta.filename) {
  console.log(await (PATHS[process.argv[2] ?? 'chromium'] ?? chromiumPath)())
}
