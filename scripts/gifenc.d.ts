/** The part of gifenc that we use; it brings no types. */
declare module 'gifenc' {
  type Palette = readonly (readonly number[])[]
  const gifenc: {
    GIFEncoder(): {
      writeFrame(
        index: Uint8Array,
        width: number,
        height: number,
        options: { readonly palette: Palette; readonly delay: number },
      ): void
      finish(): void
      bytes(): Uint8Array
    }
    quantize(rgba: Uint8Array, maxColors: number): Palette
    applyPalette(rgba: Uint8Array, palette: Palette): Uint8Array
  }
  export default gifenc
}
