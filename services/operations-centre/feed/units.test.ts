import { openCatalogues } from '@ioc/catalogues'
import { expect, test } from 'vitest'
import { unitsUnder } from './units.ts'

const catalogues = openCatalogues()

test('a district takes its wards along, those of before its merger too; the province takes all', () => {
  const daLat = unitsUnder(catalogues, '672')!
  expect([daLat.has('672'), daLat.has('24769'), daLat.has('68')]).toEqual([true, true, false])
  // 681, 682 and 683 became 682 on 1/12/2024; before, 682 was Đạ Tẻh alone.
  expect([...unitsUnder(catalogues, '681')!].every((code) => unitsUnder(catalogues, '68')!.has(code))).toBe(
    true,
  )
  expect(unitsUnder(catalogues, '24769')).toEqual(new Set(['24769']))
  expect(unitsUnder(catalogues, '99999')).toBeNull()
})
