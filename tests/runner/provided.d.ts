declare module 'vitest' {
  interface ProvidedContext {
    /** Where programs are looked for, as PATH writes it. */
    path: string
    /** Where the browser is (CHROMIUM_PATH). */
    chromium: string
    shots: string
  }
}

export {}
