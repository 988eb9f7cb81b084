import type { ComponentChildren } from 'preact'
import { pageMode } from './page-mode.ts'
import type { Given } from './prompts.tsx'

/** What all surfaces of a host stand in: it carries the theme, the language, and whether there is a checklist. */
export const Frame = ({
  given: {
    page,
    state: { theme, locale, checklist },
  },
  children,
}: {
  given: Given
  children: ComponentChildren
}) => {
  const { accent, mode, position } = theme
  return (
    <div
      class="all"
      lang={locale}
      data-position={position}
      data-checklist={checklist && ''}
      style={{
        '--fireball-accent-default': accent,
        'color-scheme': !mode || mode === 'auto' ? pageMode(page) : mode,
      }}
    >
      {children}
    </div>
  )
}
