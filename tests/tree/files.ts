import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

export const ROOT = join(import.meta.dirname, '../..')

/** Every file of the tree by its path from the root: what git keeps, and what it would keep if it were added now. */
export const files: readonly string[] = (() => {
  const git = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (git.status !== 0) throw new Error(`git does not list the tree: ${git.stderr || git.error?.message}`)
  return git.stdout.split('\0').filter((file) => file !== '' && existsSync(join(ROOT, file)))
})()

export const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

export const isTest = (file: string) => /\.test\.tsx?$|\.fixture\.ts$/.test(file) || file.startsWith('tests/')

export const sources: readonly string[] = files.filter((file) => /\.(ts|tsx|mjs|js)$/.test(file))

/** Where each workspace package lies, by the name others import it by. */
export const workspace: ReadonlyMap<string, string> = new Map(
  files
    .filter((file) => file.endsWith('/package.json'))
    .map((file) => [(JSON.parse(textOf(file)) as { name: string }).name, posix.dirname(file)]),
)

const SPECIFIER =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]|\brequire(?:\.resolve)?\(\s*['"]([^'"]+)['"]/g

/** What a source file imports, statically or not; `as` is the path in the tree, or the package's name if it lies outside. */
export const importsOf = (file: string): { specifier: string; as: string }[] =>
  [...textOf(file).matchAll(SPECIFIER)].map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? ''
    if (specifier.startsWith('.')) return { specifier, as: posix.join(posix.dirname(file), specifier) }
    const name = specifier.startsWith('@')
      ? specifier.split('/').slice(0, 2).join('/')
      : specifier.split('/')[0]!
    const folder = workspace.get(name)
    return { specifier, as: folder === undefined ? name : posix.join(folder, specifier.slice(name.length)) }
  })
