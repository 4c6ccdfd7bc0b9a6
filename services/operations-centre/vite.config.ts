import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Scripts and sheets also as they go over the wire, compressed once and not at each request. */
const compressed = (folder: string): Plugin => ({
  name: 'compressed',
  closeBundle: () => {
    for (const file of readdirSync(folder).filter((name) => /\.(js|css)$/.test(name))) {
      const content = readFileSync(join(folder, file))
      writeFileSync(join(folder, `${file}.br`), brotliCompressSync(content))
      writeFileSync(join(folder, `${file}.gz`), gzipSync(content, { level: 9 }))
    }
  },
})

const OUT = join(import.meta.dirname, 'dist')

export default defineConfig({
  root: join(import.meta.dirname, 'web'),
  plugins: [react(), compressed(join(OUT, 'assets'))],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    assetsInlineLimit: 0, // data: addresses are refused by the pages' content security policy
    chunkSizeWarningLimit: 550, // the charts, which only the screens with one ask for
    modulePreload: { polyfill: false }, // the polyfill would be an inline script
  },
})
