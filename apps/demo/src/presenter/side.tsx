import type { Contrast, Scene } from './show.ts'

const VARIANTS: Readonly<Record<string, string>> = {
  ready: 'able, so the offer leads',
  learn: 'not able yet, so the missing skill leads',
  lift: 'the plain way to lift it, and an optional lesson',
  'next-skill': 'the missing prerequisite, with the why',
  'next-step': 'the next step',
  'now-alone': 'once more, on one’s own',
}

interface SideProps {
  readonly scene: Scene
  readonly contrast: Contrast
  onClose(): void
}

/** What counting shows at this moment, beside what Fireball shows and why. */
export const Side = ({ scene: { shown }, contrast: { counted, console: href }, onClose }: SideProps) => (
  <section class="sides" aria-label="Two ways to see it">
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too. */}
    <article class="counted" tabIndex={0}>
      <h2>
        A usage-threshold tool <code>{counted.rule}</code>
      </h2>
      <p class="said">{counted.title}</p>
      <p>{counted.body}</p>
    </article>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too. */}
    <article class="known" tabIndex={0}>
      <h2>Fireball {shown && <code>{VARIANTS[shown.variant] ?? shown.variant}</code>}</h2>
      <p class="said">{shown?.title || 'Nothing'}</p>
      <p>{shown?.why ?? 'Nothing that would help now.'}</p>
      <a href={href} target="_blank" rel="noreferrer">
        This account in the console
      </a>
    </article>
    <button type="button" class="close" aria-label="Close the comparison" onClick={onClose}>
      ×
    </button>
  </section>
)
