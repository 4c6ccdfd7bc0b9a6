import { openCatalogues } from '@ioc/catalogues'
import { expect, test } from 'vitest'
import { openSets } from './index.ts'

const leaving = Object.entries(openSets(openCatalogues())).filter(([, set]) => set.elsewhere)
const names = (text: string, name: string) => new RegExp(`\\b${name}\\b`).test(text)

test.each(leaving)('%s lie elsewhere only when each of their instants does', (_, set) => {
  const instants = set.columns.filter((column) => column.endsWith('_at'))
  const [over, toCome] = set.elsewhere!.split(') OR (')
  expect(instants.filter((instant) => !names(over!, instant))).toEqual([])
  expect(instants.filter((instant) => !names(toCome!, instant))).toEqual([])
})

test.each(leaving)('what tells that %s lie elsewhere names columns, not facts', (_, set) => {
  expect(set.facts.map(([name]) => name).filter((name) => names(set.elsewhere!, name))).toEqual([])
})

test.each(leaving)('no fact of %s looks at other subjects, which may have been left out', (_, set) => {
  expect(set.facts.filter(([, sql]) => /\bOVER\b/.test(sql))).toEqual([])
})
