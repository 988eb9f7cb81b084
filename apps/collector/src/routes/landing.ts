import { Hono } from 'hono'
import { PAGE_HEADERS } from '../headers.ts'

const SIMULATED = `<a href="/console/simulated/accounts"><strong>See simulated accounts</strong><span>A console full of made-up shops and people: nobody in it is real.</span></a>`
const NOT_SIMULATED = `<a href="/console/app/accounts"><strong>Fill a console</strong><span>With made-up accounts, in a project of their own: a button in the console, or <code>npm run simulate</code>.</span></a>`

const pageOf = (hasSimulated: boolean): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Fireball</title>
    <link rel="icon" href="/landing.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/landing.css">
  </head>
  <body>
    <main>
      <img src="/landing.svg" alt="" width="56" height="56">
      <h1>Fireball</h1>
      <p class="lead">Measures who can throw fireballs, not who ate the flower: what each user is able to do,
        the next step within reach, and which accounts are ready, with the reasons.</p>
      <nav aria-label="Start">
        <a href="/demo/"><strong>See the demo</strong><span>A small product with the tag built in: do a few steps, hit the limit, ask for help.</span></a>
        <a href="/console/"><strong>Open the console</strong><span>Accounts with reasons, the program, and what arrives. The sign-in link stands in the terminal.</span></a>
        <a href="/console/app/connect"><strong>Connect your own app</strong><span>One tag and three calls; your events show up as they come.</span></a>
        ${hasSimulated ? SIMULATED : NOT_SIMULATED}
      </nav>
      <p class="foot"><a href="/healthz">Health</a> · <a href="/metrics">Metrics</a> · The README has the rest.</p>
    </main>
  </body>
</html>
`

const STYLE = `:root {
  color-scheme: light dark;
  --paper: light-dark(#fbf7f2, #17130f);
  --card: light-dark(#fff, #211b16);
  --ink: light-dark(#241a12, #f5ede4);
  --quiet: light-dark(#6a5a4d, #b8a798);
  --line: light-dark(#eaded1, #392f27);
  --flame: light-dark(#c2410c, #fb923c);
}
* { box-sizing: border-box; margin: 0 }
body {
  min-height: 100vh; display: grid; place-items: center; padding: 24px;
  background: radial-gradient(60rem 30rem at 50% -10rem, light-dark(#ffe3c7, #4a2410), transparent), var(--paper);
  color: var(--ink); font: 16px/1.55 system-ui, sans-serif;
}
main { width: min(46rem, 100%) }
h1 { font-size: 2.5rem; line-height: 1.1; letter-spacing: -.03em; margin: 12px 0 8px }
.lead { font-size: 1.125rem; color: var(--quiet); max-width: 36rem; text-wrap: pretty }
nav { display: grid; gap: 12px; margin: 32px 0 24px; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)) }
nav > * {
  display: grid; gap: 4px; align-content: start; padding: 20px; border-radius: 14px; text-decoration: none;
  background: var(--card); border: 1px solid var(--line); color: inherit; transition: border-color .15s, translate .15s;
}
nav a:hover { border-color: var(--flame); translate: 0 -2px }
nav strong { color: var(--flame) }
nav span, .foot { color: var(--quiet); font-size: .9rem }
nav code { font-size: .85em; color: var(--ink) }
.foot a { color: inherit }
:focus-visible { outline: 3px solid var(--flame); outline-offset: 2px }
@media (prefers-reduced-motion: reduce) { nav a { transition: none } nav a:hover { translate: none } }
`

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 56 56"><defs><radialGradient id="g" cx=".4" cy=".65" r=".7"><stop offset="0" stop-color="#fff3c4"/><stop offset=".4" stop-color="#fdba3b"/><stop offset="1" stop-color="#dc3d0c"/></radialGradient></defs><path fill="url(#g)" d="M52 5c-9 1-14 3-18 6 1-3 1-5 0-8-4 5-9 7-14 11C12 20 5 26 5 36c0 9 7 17 17 17 11 0 19-8 19-18 0-3 0-5-1-7 2 0 4 0 7-1-2-2-3-4-3-6 2-5 4-9 8-16Z"/></svg>`

/** The page that leads on. `hasSimulated`: whether there is a project of made-up accounts to see. */
export const landingRoutes = (hasSimulated: () => Promise<boolean>): Hono => {
  const app = new Hono()
  const serve = (path: string, type: string, body: () => string | Promise<string>) =>
    app.get(path, async c => {
      for (const [name, value] of Object.entries(PAGE_HEADERS)) c.header(name, value)
      return c.body(await body(), 200, {
        'Content-Type': `${type}; charset=utf-8`,
        'Cache-Control': 'no-cache',
      })
    })
  // The page leads on even where the store does not answer.
  serve('/', 'text/html', async () => pageOf(await hasSimulated().catch(() => false)))
  serve('/landing.css', 'text/css', () => STYLE)
  serve('/landing.svg', 'image/svg+xml', () => ICON)
  return app
}
