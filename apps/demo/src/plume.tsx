import { useEffect, useState } from 'preact/hooks'
import type { App } from './app-state.ts'
import { Icon } from './parts/icon.tsx'
import { Presenter } from './presenter/bar.tsx'
import type { Show } from './presenter/show.ts'
import { ROUTES, routeOf } from './route.ts'

interface PlumeProps {
  readonly app: App
  readonly show: Show
  /** Told of each page that is opened. */
  onPage(name: string): void
}

const Menu = ({ path, shop }: { path: string; shop: string }) => (
  <nav class="menu" aria-label="Plume">
    <a class="brand" href="#/">
      <img src="/demo/plume.svg" alt="" width="28" height="28" />
      Plume
    </a>
    <ul>
      {ROUTES.filter(route => route.icon !== undefined).map(route => (
        <li key={route.path}>
          <a
            href={`#${route.path}`}
            data-tour={route.tour}
            aria-current={
              path === route.path || (route.path !== '/' && path.startsWith(`${route.path}/`))
                ? 'page'
                : undefined
            }
          >
            {route.icon && <Icon name={route.icon} />}
            {route.name}
            {route.isPaid && <span class="pro">Pro</span>}
          </a>
        </li>
      ))}
    </ul>
    <p class="who">{shop}</p>
  </nav>
)

/** Where the product begins, on a small screen below the presenter's bar; and in the menu the page that is open. */
const bringIntoView = (): void => {
  const frame = document.querySelector<HTMLElement>('.frame')
  const isSmall = matchMedia('(max-width: 820px)').matches
  if (frame) scrollTo(0, isSmall ? Math.min(scrollY, frame.offsetTop) : 0)
  const current = document.querySelector<HTMLElement>('.menu [aria-current]')
  const list = current?.closest('ul')
  if (current && list) list.scrollLeft = (current.parentElement?.offsetLeft ?? 0) - 48
}

/** The whole page: the presenter's bar, the menu, and the page that the address names. */
export const Plume = ({ app, show, onPage }: PlumeProps) => {
  const [state, setState] = useState(app.state())
  const [hash, setHash] = useState(location.hash)
  useEffect(() => app.subscribe(() => setState(app.state())), [app])
  const { route, id } = routeOf(hash)
  useEffect(() => {
    const turn = () => {
      app.clearNotice()
      setHash(location.hash)
    }
    addEventListener('hashchange', turn)
    return () => removeEventListener('hashchange', turn)
  }, [app])
  useEffect(() => {
    document.title = `${route.name} · Plume`
    bringIntoView()
    onPage(route.name)
  }, [hash, state.shop.id, route.name, onPage])
  const Current = route.page
  return (
    <>
      <Presenter app={app} state={state} show={show} />
      <div class="frame">
        <Menu path={route.path} shop={state.shop.name} />
        {/* Another shop or page starts with empty forms. */}
        <Current key={`${state.shop.id} ${hash}`} app={app} state={state} id={id} />
      </div>
    </>
  )
}
