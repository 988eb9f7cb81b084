import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CHROMIUM_FLAGS, chromiumPath, firefoxPath, webkitPath, xvfbPath } from './browser.ts'

/** The engines that the SDK is tried in. */
export const ENGINES = ['chromium', 'firefox', 'webkit'] as const
export type EngineName = (typeof ENGINES)[number]

/** A browser as a person starts it: a process with a profile on disk, and no automation. */
export interface BrowserProcess {
  readonly pid: number
  /** Ends it and all that was started for it, politely, then not. */
  stop(): Promise<void>
}

/** What a fresh Firefox would do by itself is switched off; pages may open and close tabs without a click. */
const FIREFOX_PREFS = {
  'app.normandy.enabled': false,
  'app.update.disabledForTesting': true,
  'browser.aboutwelcome.enabled': false,
  'browser.preonboarding.enabled': false,
  'browser.link.open_newwindow': 3,
  'browser.safebrowsing.downloads.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.sessionstore.resume_from_crash': false,
  'browser.sessionstore.max_resumed_crashes': 0,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage': 'about:blank',
  'browser.tabs.crashReporting.sendReport': false,
  'browser.tabs.unloadOnLowMemory': false,
  'browser.warnOnQuit': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.allow_scripts_to_close_windows': true,
  'dom.disable_open_during_load': false,
  // Each tab has a process of its own, so that one may be killed alone.
  'dom.ipc.processCount': 30,
  'dom.ipc.processCount.webIsolated': 30,
  'dom.popup_maximum': 10_000,
  'extensions.getAddons.cache.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
  'termsofuse.bypassNotification': true,
  'toolkit.startup.max_resumed_crashes': -1,
  'toolkit.telemetry.enabled': false,
  'toolkit.telemetry.server': 'data:,',
} as const

const end = async (child: ChildProcess, patienceMs = 3000): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = new Promise<void>(settle => child.once('exit', () => settle()))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs)
  await exited
  clearTimeout(timer)
}

const start = (path: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess =>
  spawn(path, args, { env: { ...process.env, ...env }, stdio: 'ignore' })

const startChromium = async (profile: string, url: string): Promise<ChildProcess> =>
  start(await chromiumPath(), [
    ...CHROMIUM_FLAGS,
    '--headless=new',
    '--disable-popup-blocking',
    '--disable-breakpad',
    '--no-default-browser-check',
    '--password-store=basic',
    `--user-data-dir=${profile}`,
    url,
  ])

const startFirefox = async (profile: string, url: string): Promise<ChildProcess> => {
  const lines = Object.entries(FIREFOX_PREFS).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  )
  await mkdir(profile, { recursive: true })
  await writeFile(join(profile, 'user.js'), lines.join('\n'))
  return start(await firefoxPath(), ['--headless', '--no-remote', '--profile', profile, url], {
    MOZ_CRASHREPORTER_DISABLE: '1',
  })
}

/** A display in memory; it says its number once it is there. */
const startDisplay = async (): Promise<{ readonly child: ChildProcess; readonly name: string }> => {
  const args = ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp']
  const child = spawn(await xvfbPath(), args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const number = await new Promise<string>((settle, fail) => {
    child.stdio[3]?.once('data', (chunk: Buffer) => settle(chunk.toString().trim()))
    child.once('exit', code => fail(new Error(`Xvfb ended with ${code}`)))
  })
  return { child, name: `:${number}` }
}

const startWebkit = async (profile: string, url: string, display: string): Promise<ChildProcess> => {
  const folders = ['data', 'cache', 'config', 'run'] as const
  for (const folder of folders) await mkdir(join(profile, folder), { recursive: true, mode: 0o700 })
  return start(await webkitPath(), ['--javascript-can-open-windows-automatically=true', url], {
    DISPLAY: display,
    HOME: profile,
    XDG_DATA_HOME: join(profile, 'data'),
    XDG_CACHE_HOME: join(profile, 'cache'),
    XDG_CONFIG_HOME: join(profile, 'config'),
    XDG_RUNTIME_DIR: join(profile, 'run'),
    // Containers run as root without user namespaces.
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
  })
}

/** Finds what an engine needs, or installs Debian's; rejects with the reason where it cannot be had. */
export const ensureEngine = async (engine: EngineName): Promise<void> => {
  if (engine === 'chromium') await chromiumPath()
  else if (engine === 'firefox') await firefoxPath()
  else {
    await webkitPath()
    await xvfbPath()
  }
}

/** Starts an engine on a profile folder, at an address; settles once the process runs, not once the page is there. */
export const startBrowser = async (
  engine: EngineName,
  profile: string,
  url: string,
): Promise<BrowserProcess> => {
  const display = engine === 'webkit' ? await startDisplay() : undefined
  const child =
    engine === 'chromium'
      ? await startChromium(profile, url)
      : engine === 'firefox'
        ? await startFirefox(profile, url)
        : await startWebkit(profile, url, display?.name ?? '')
  child.on('error', () => {}) // it is seen by the page that never comes
  return {
    pid: child.pid ?? 0,
    async stop() {
      await end(child)
      if (display) await end(display.child)
    },
  }
}
