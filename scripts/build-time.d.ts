/** A style sheet imported as text: the widget adopts it inside its shadow root. */
declare module '*.css' {
  const text: string
  export default text
}

/** File name of the widget the SDK was built with (`widget-HASH.js`); exists in builds and in tests only. */
declare const __WIDGET_FILE__: string

/** Ends the names of the SDK's own parts that are loaded when first needed (`debug-HASH.js`); exists as the name above. */
declare const __PARTS_HASH__: string
