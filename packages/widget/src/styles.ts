/**
 * The widget's one style sheet, adopted by its shadow root. Theming from the page: the `--fireball-*` variables and
 * `::part`. `!important` on `:host` beats any rule of the page, `!important` ones included; sizes are in px and in em
 * of the reader's own font size, so nothing of the page's reaches in.
 */
export const styles = `
:host {
  all: initial !important;
  display: contents !important;
}
.all {
  --accent: var(--fireball-accent, var(--fireball-accent-default, #3b5bdb));
  --ink: var(--fireball-ink, var(--fireball-ink-default, #fff));
  --back: var(--fireball-background, light-dark(#fff, #1c1e24));
  --text: var(--fireball-text, light-dark(#16181d, #f1f2f5));
  --muted: var(--fireball-muted, light-dark(#5a6072, #a3a9b8));
  --line: var(--fireball-line, light-dark(#dfe2e8, #363a45));
  --soft: light-dark(#f4f5f8, #272a32);
  --mark: color-mix(in oklab, var(--accent), light-dark(#000 0%, #fff 35%));
  --good: light-dark(#1a7f4b, #5fd39a);
  --edge: 16px;
  color-scheme: light dark;
  font: 400 .875em/1.45 var(--fireball-font, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif);
}
[data-mode=light] { color-scheme: light }
[data-mode=dark] { color-scheme: dark }
* { box-sizing: border-box }
h2, h3, p, ol, ul { margin: 0; padding: 0; font: inherit; list-style: none }
h2, h3, b { font-weight: 600 }
small { display: block; font-size: .86em; font-weight: 400; color: var(--muted) }
button, textarea { margin: 0; padding: 0; border: 0; background: none; font: inherit; color: inherit; text-align: start }
button { min-block-size: 24px; min-inline-size: 24px; cursor: pointer; touch-action: manipulation }
:focus-visible { outline: 2px solid var(--text); outline-offset: 2px }
svg { flex: none; inline-size: 16px; block-size: 16px; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round }

.box {
  position: fixed;
  z-index: 2147483647;
  inset: auto;
  inset-block-end: calc(var(--edge) + env(safe-area-inset-bottom, 0px));
  inset-inline-end: var(--edge);
  overflow: visible;
  margin: 0;
  padding: 0;
  inline-size: 352px;
  max-inline-size: calc(100vw - 2*var(--edge));
  border: 1px solid var(--line);
  border-radius: var(--fireball-radius, 12px);
  background: var(--back);
  color: var(--text);
  box-shadow: 0 1px 2px #0b0d1214, 0 8px 24px -6px #0b0d1238;
  overflow-wrap: anywhere;
}
.body { display: grid; gap: 12px; max-block-size: calc(100dvh - 2*var(--edge)); overflow: auto; padding: 16px; border-radius: inherit }
[data-position=left] .box { inset-inline: auto; left: var(--edge) }
[data-position=right] .box { inset-inline: auto; right: var(--edge) }

[part=launcher] { inline-size: auto; border-radius: 24px }
[part=launcher] button { display: flex; align-items: center; gap: 8px; block-size: 42px; padding: 0 14px 0 10px; border-radius: inherit; font-weight: 600; font-variant-numeric: tabular-nums }
[part=panel], [data-checklist=true] [part=undo] { inset-block-end: calc(var(--edge) + 52px + env(safe-area-inset-bottom, 0px)) }
[part=panel] .body { max-block-size: calc(100dvh - 2*var(--edge) - 52px) }
[part=undo] { display: flex; align-items: center; gap: 16px; inline-size: auto; padding: 8px 8px 8px 16px }

[part=nudge] { inline-size: 304px }
.beside {
  inset: auto;
  margin: 10px;
  max-inline-size: calc(100vw - 20px);
  position-area: block-end;
  position-try-fallbacks: block-start, inline-end, inline-start, span-all;
  position-visibility: anchors-visible;
}
[data-position] .beside.box { inset: auto }
[part=arrow] { position: absolute; inline-size: 11px; block-size: 11px; border: solid var(--line); border-width: 1px 0 0 1px; background: var(--back); rotate: 45deg; display: none }
[data-side=top] [part=arrow] { display: block; top: -6px; left: calc(var(--fireball-at) - 5px) }
[data-side=bottom] [part=arrow] { display: block; bottom: -6px; left: calc(var(--fireball-at) - 5px); rotate: 225deg }
[data-side=left] [part=arrow] { display: block; left: -6px; top: calc(var(--fireball-at) - 5px); rotate: -45deg }
[data-side=right] [part=arrow] { display: block; right: -6px; top: calc(var(--fireball-at) - 5px); rotate: 135deg }

header { display: flex; gap: 12px; align-items: start }
h2 { flex: 1; font-size: 1.07em; line-height: 1.35 }
h3 { margin-block-end: 6px }
.icon { display: grid; place-content: center; inline-size: 28px; block-size: 28px; margin: -4px -6px -4px 0; border-radius: 8px; color: var(--muted) }
.row { display: flex; flex-wrap: wrap; gap: 8px }
.primary, .second { padding: 6px 12px; min-block-size: 34px; border: 1px solid transparent; border-radius: 8px; font-weight: 600; text-align: center }
.primary { background: var(--accent); color: var(--ink) }
.second { border-color: var(--line) }
.link, a { color: var(--muted); text-decoration: underline; text-decoration-color: var(--line); text-underline-offset: 3px; font-size: .86em }
footer { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 4px 16px }
.why { order: 1; flex-basis: 100%; font-size: .86em; color: var(--muted) }
.why a { font-size: 1em }

li { display: flex; gap: 8px }
.check svg { color: var(--good) }
.plus svg { color: var(--mark) }
section ul { display: grid; gap: 4px }
section li svg { margin-block-start: .15em }
.lesson { position: relative; padding: 12px; border-radius: 8px; background: var(--soft) }

.ring { inline-size: 24px; block-size: 24px; stroke-width: 2.5 }
.ring * { stroke: var(--mark) }
.ring circle { rotate: -90deg; transform-origin: center }
.ring circle:first-child { stroke: var(--line) }
header .ring { inline-size: 36px; block-size: 36px }

ol { display: grid; gap: 2px; margin-inline: -8px }
ol li { display: block; border-radius: 8px }
.next { background: var(--soft) }
.next .head { font-weight: 600 }
.head { display: flex; align-items: start; gap: 8px; inline-size: 100%; padding: 7px 8px; border-radius: 8px }
.head > :nth-child(2) { flex: 1 }
.head > svg { margin-block-start: 2px; color: var(--muted) }
[aria-expanded=true] > svg { rotate: 180deg }
.mark { display: grid; place-content: center; flex: none; inline-size: 20px; block-size: 20px; border: 1.5px solid var(--line); border-radius: 50%; color: var(--muted) }
.mark svg { inline-size: 12px; block-size: 12px }
.done .mark { border-color: transparent; background: var(--good); color: var(--back) }
.done .head, .locked .head { color: var(--muted) }
.next .mark { border-color: var(--mark) }
.more { display: grid; gap: 8px; justify-items: start; padding: 0 8px 10px 36px; }

form { display: grid; gap: 8px }
label { font-weight: 600 }
textarea { inline-size: 100%; padding: 8px 10px; border: 1px solid var(--muted); border-radius: 8px; resize: vertical; min-block-size: 72px }
.sent { font-size: .86em; color: var(--muted) }
.note, .receipt { padding: 8px 10px; border-radius: 8px; background: var(--soft) }
.asked { display: grid; grid-template-columns: 1fr auto; gap: 2px 8px }
.asked b { font-size: .86em; color: var(--muted) }
.asked b.answered { color: var(--good) }
.asked p { grid-column: 1/-1; padding-inline-start: 10px; border-inline-start: 2px solid var(--line) }

.said { position: fixed; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%) }

@media (hover: hover) {
  .second:hover, .icon:hover, button.head:hover, [part=launcher] button:hover { background: var(--soft) }
  .primary:hover { filter: brightness(1.08) }
}
@media (pointer: coarse) {
  button { min-block-size: 44px; min-inline-size: 44px }
  a { padding-block: 12px }
}
@media (prefers-reduced-motion: no-preference) {
  .box { animation: in .18s cubic-bezier(.2, .8, .2, 1) }
  .ring circle { transition: stroke-dasharray .2s }
  @keyframes in { from { opacity: 0; translate: 0 6px } }
}
@media (forced-colors: active) {
  .ring * { stroke: Highlight }
  .primary { border-color: ButtonText }
}
@media print { .box { display: none } }
`
