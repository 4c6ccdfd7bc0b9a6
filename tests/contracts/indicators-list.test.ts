import { readFileSync } from 'node:fs'
import { openCatalogues } from '@ioc/catalogues'
import { openIndicators } from '@ioc/indicators'
import { printList } from '@ioc/indicators/make-list.ts'
import { expect, test } from 'vitest'

test('docs/indicators.md is made from the definitions', () => {
  const page = readFileSync(new URL('../../docs/indicators.md', import.meta.url), 'utf8')
  const made = printList(openIndicators(openCatalogues()))
  expect(page === made, 'out of date: run node_modules/.bin/node packages/indicators/make-list.ts').toBe(true)
  expect(made).toBe(made.normalize('NFC'))
})
