import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: join(import.meta.dirname, 'web'),
  plugins: [react()],
  build: {
    outDir: join(import.meta.dirname, 'dist'),
    emptyOutDir: true,
    assetsInlineLimit: 0, // data: addresses are refused by the pages' content security policy
    chunkSizeWarningLimit: 550, // the charts, which only the screens with one ask for
    modulePreload: { polyfill: false }, // the polyfill would be an inline script
  },
})
