/**
 * Black or white, whichever stands out more on `accent` (`#rrggbb`). The two are equally readable at a relative
 * luminance of .18, so the better one always reaches 4.5:1.
 * Source: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
 */
export const inkOn = (accent: string): '#000' | '#fff' => {
  const light = (at: number) => (Number.parseInt(accent.slice(at, at + 2), 16) / 255) ** 2.2
  return 0.2126 * light(1) + 0.7152 * light(3) + 0.0722 * light(5) > 0.18 ? '#000' : '#fff'
}
