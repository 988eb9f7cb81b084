import type { ClientPorts } from '../ports.ts'
import type { WidgetModule } from '../screen.ts'
import { standFor } from './locks.ts'
import { listenTo, openIn, pageOf, privacySignalOf } from './page.ts'
import { createDatabase, createSmallStorage } from './storage.ts'
import { createTransport } from './transport.ts'

/** The real world of one client. `origin` is the collector's; storage, locks and channels are named by key and name. */
export const browserPorts = (
  {
    origin,
    key,
    name = '',
  }: { readonly origin: string; readonly key: string; readonly name?: string | undefined },
  now: () => number = Date.now,
): ClientPorts => {
  const database = `fireball:${key}:${name}`
  return {
    ...createSmallStorage(database, window),
    ...createTransport(origin, key),
    store: createDatabase(database),
    loadWidget: (): Promise<WidgetModule> => import(`${origin}/${__WIDGET_FILE__}`),
    now,
    random: Math.random,
    wait(ms, then) {
      const timer = setTimeout(then, ms)
      return () => clearTimeout(timer)
    },
    page: () => pageOf(window),
    isOnline: () => navigator.onLine !== false,
    privacySignal: () => privacySignalOf(navigator),
    stand: standFor(database, navigator.locks),
    listen: listener => listenTo(window, database, listener),
    open: openIn(window),
    say: line => {
      // For developers only: a live site's console stays as it is.
      if (/^(localhost|127\.0\.0\.1|\[::1\])$/.test(location.hostname)) console.info(line)
    },
  }
}
