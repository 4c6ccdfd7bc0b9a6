declare module 'vitest' {
  interface ProvidedContext {
    /** Where the browser is (CHROMIUM_PATH). */
    chromium: string
    shots: string
  }
}

export {}
