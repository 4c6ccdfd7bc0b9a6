import { openCatalogues } from '@ioc/catalogues'
import { openIndicators, openSets, scopesOf, traceQuery } from '@ioc/indicators'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isCounted } from './define.ts'
import { layOut } from './lay-out.ts'
import { WORDS } from './words.ts'

const catalogues = openCatalogues()

test('lists and conditions are broken, depth is indented, and what is quoted stays', () => {
  expect(layOut("SELECT a,\n  ')  (' AS b\nFROM (\nSELECT * FROM t\n)\nWHERE x")).toBe(
    ['SELECT a,', "  ')  (' AS b", 'FROM (', '  SELECT * FROM t', ')', 'WHERE x'].join('\n'),
  )
  const long = layOut(`SELECT [${Array.from({ length: 60 }, (_, k) => `'${k},'`).join(', ')}]`)
  expect(long.split('\n').length).toBeGreaterThan(2)
  expect(long.split('\n').every((line) => line.length < 130)).toBe(true)
})

test('only white space outside of quotes changes', () => {
  const piece = fc.constantFrom(
    '(',
    ')',
    '[',
    ']',
    ', ',
    ' AND ',
    ' OR ',
    '\n',
    '\n  ',
    "'a,  (\\' b'",
    '`p  q`',
    'x',
    ' -> ',
  )
  const bare = (sql: string) =>
    sql.replaceAll(/'(?:[^'\\]|\\.)*'|`[^`]*`|\s+/g, (each) => (each.trim() === '' ? '' : each))
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 400 }), (pieces) => {
      const sql = pieces.join('')
      expect(bare(layOut(sql))).toBe(bare(sql))
    }),
  )
})

test('every fact and definition a traced query may name is said in words', () => {
  const names = Object.values(openSets(catalogues)).flatMap((set) => [
    ...set.facts.map(([name]) => name),
    ...Object.keys(set.definitions),
  ])
  expect(names.filter((name) => !(name in WORDS))).toEqual([])
  expect(
    Object.keys(WORDS).filter((name) => !['from_at', 'to_at', 'stretch', ...names].includes(name)),
  ).toEqual([])
})

test('the text of every counted indicator says whose it is, holds no parameter, and its lines can be read', () => {
  const map = scopesOf(catalogues, { kind: 'then' })
  const watermark = [{ topic: 'dossier.v1', partition: 0, offset: 7 }]
  for (const indicator of openIndicators(catalogues).filter(isCounted)) {
    const chain = { from: ['2024-06-01'], to: '2024-06-30' }
    const { text } = traceQuery(catalogues, {
      indicator,
      map,
      scope: '676',
      chain,
      watermark,
      database: 'ioc',
    })
    expect(text).toContain(`-- ${indicator.id}, version ${indicator.version}: 676, 2024-06-01 to 2024-06-30`)
    expect(text).toMatch(/FROM ioc\.\w+_version /)
    expect([indicator.id, /\{\w+:/.exec(text)]).toEqual([indicator.id, null])
    const longest = Math.max(...text.split('\n').map((line) => line.replace(/ -- .*/, '').length))
    expect([indicator.id, longest < 260]).toEqual([indicator.id, true])
  }
})
