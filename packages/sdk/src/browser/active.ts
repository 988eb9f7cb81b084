/** Whether somebody sees the page, or may: not while the browser only prepares it, perhaps for nothing. */
export const isActive = (): boolean =>
  !(document as Document & { readonly prerendering?: boolean }).prerendering
