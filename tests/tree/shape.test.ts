import { expect, test } from 'vitest'
import { files, textOf } from './files.ts'

const generated = (file: string) => file === 'pnpm-lock.yaml' || file.startsWith('schemas/catalogues/data/')

/** Names that say where a thing was put, not what it is. */
const NAMELESS = /(^|\/)(utils?|common|shared|core|helpers?|misc|lib)(\/|\.[a-z]+$)/

test('no folder or file is called utils, common, shared, core or helpers', () => {
  expect(files.filter((file) => NAMELESS.test(file))).toEqual([])
})

const LINES_MAX = 300
/** Longer than a thought usually is, and why it stays in one file. */
const LONG: Record<string, string> = {
  'services/operations-centre/web/styles/page.css':
    'one screen, one cascade: rules cut apart would depend on the order of files',
  'services/dossier-producer/sources/first-half-2024/first-half-2024.test.ts':
    'one reading of 1.1 million events, shared by every claim about them',
  'tests/browser/pull-api.test.ts': 'four snapshots published once, asked for in every way',
}

test('no source is longer than 300 lines without a reason', () => {
  const long = files
    .filter((file) => /\.(ts|tsx|mjs|css|sql)$/.test(file) && !generated(file))
    .filter((file) => textOf(file).trimEnd().split('\n').length > LINES_MAX)
  expect(long.filter((file) => !(file in LONG))).toEqual([])
  // A reason that is no longer needed goes too.
  expect(Object.keys(LONG).filter((file) => !long.includes(file))).toEqual([])
})

/** A private registry's address has a path or a port; the public ones' own names may be written. */
const PLACES = [
  /(?<![\w.])\/(?:home|root|Users)\/[\w.-]+/,
  /(?<![\w.$}/])\/(?:work|workspace|builds)\/[\w.-]+/,
  /(?<![\w.$}/])\/tmp\/[\w.-]*[A-Za-z]{2}/,
  /\b(?:tarball|resolved):?\s*['"]?https?:/,
  /https?:\/\/[^\s'"]*(?:registry|artifactory|nexus|verdaccio|npm-proxy|mirror)[^\s'"]*/i,
]

test('no path of a machine and no address of a registry is kept', () => {
  const told = files
    .filter((file) => /\.(ts|tsx|mjs|json|ya?ml|md|css|sql|xml|properties|html)$|\.ci\/|npmrc$/.test(file))
    .filter((file) => file !== 'tests/tree/shape.test.ts' && !file.startsWith('schemas/catalogues/data/'))
    .flatMap((file) => {
      const text = textOf(file)
      return PLACES.flatMap((place) => place.exec(text)?.[0] ?? []).map((found) => `${file}: ${found.trim()}`)
    })
  expect(told).toEqual([])
})

test('no npm settings are kept: where packages come from is the machine’s affair', () => {
  expect(files.filter((file) => /(^|\/)\.(npmrc|yarnrc(\.yml)?)$/.test(file))).toEqual([])
})

test('tables are numbered from 001 without a gap or a double', () => {
  const numbers = files
    .filter((file) => file.startsWith('schemas/tables/'))
    .map((file) => /^schemas\/tables\/(\d{3})_[a-z0-9_]+\.sql$/.exec(file)?.[1] ?? file)
  expect(numbers.sort()).toEqual(numbers.map((_, index) => String(index + 1).padStart(3, '0')))
  expect(numbers.length).toBeGreaterThan(0)
})
