import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

export const ROOT = join(import.meta.dirname, '../..')

/** Folders whose every file is made: what is there and no longer made goes. */
const MADE_FOLDERS = ['docs/contracts', 'docs/sources', 'docs/indicators']

/** Of made documents, by path from the root: those that are not what lies there, and files that are no longer made. */
export const differing = (made: ReadonlyMap<string, string>): { written: string[]; gone: string[] } => ({
  written: [...made].filter(([path, text]) => textOf(path) !== text).map(([path]) => path),
  gone: MADE_FOLDERS.flatMap(filesIn).filter((path) => !made.has(path)),
})

export const textOf = (path: string): string | null => {
  const file = join(ROOT, path)
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? readFileSync(file, 'utf8') : null
}

export const writeFile = (path: string, text: string): void => {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true })
  writeFileSync(join(ROOT, path), text)
}

const filesIn = (folder: string): string[] => {
  const at = join(ROOT, folder)
  if (!statSync(at, { throwIfNoEntry: false })?.isDirectory()) return []
  return readdirSync(at, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
}
