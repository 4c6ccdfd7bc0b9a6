import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type CatalogueDocuments,
  checkFolder,
  compareCatalogues,
  FolderUnreadable,
  readCatalogueFiles,
  writeCatalogueFolder,
} from './index.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'catalogues-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const sound = () => readCatalogueFiles() as CatalogueDocuments
const written = (change: (data: CatalogueDocuments) => void) => {
  const data = sound()
  change(data)
  writeCatalogueFolder(folder, data)
  return checkFolder(folder, sound()).problems
}
const unit = (data: CatalogueDocuments, code: string, validFrom: string) =>
  data.units.units.find((each) => each.code === code && each.validFrom === validFrom)!

// The four refusals of issue 8, each with its row and what to do about it.
test.each([
  {
    title: 'a commune list with 141 rows',
    change: (data: CatalogueDocuments) => {
      const template = unit(data, '25096', '2024-12-01')
      for (const code of ['25102', '25174', '25177', '25186'])
        data.units.units.push({ ...template, code, kind: 'xã' })
    },
    row: 'expectations level=commune@2024-12-01',
    says: /141 rows on 2024-12-01, but 137 .*: remove stale rows.* not in the set in force: 25102@2024-12-01, 25174@2024-12-01, 25177@2024-12-01, 25186@2024-12-01/,
  },
  {
    title: 'a code used twice',
    change: (data: CatalogueDocuments) => {
      data.units.units.push({ ...unit(data, '24775', '2020-01-01'), code: '24772' })
    },
    row: '24772@2020-01-01',
    says: /two rows have this code and this validFrom: remove one/,
  },
  {
    title: 'overlapping validity',
    change: (data: CatalogueDocuments) => {
      unit(data, '24955', '2020-01-01').validTo = '2025-01-01'
    },
    row: '24955@2024-12-01',
    says: /24955@2020-01-01 is still in force: end the earlier row/,
  },
  {
    title: 'a merge without predecessor',
    change: (data: CatalogueDocuments) => {
      unit(data, '24955', '2024-12-01').predecessors = []
    },
    row: '24955@2024-12-01',
    says: /without a predecessor: name the units it was made from/,
  },
])('$title is refused with the row', ({ change, row, says }) => {
  expect(written(change)).toContainEqual(
    expect.objectContaining({ file: 'units.json', row, message: expect.stringMatching(says) }),
  )
})

test('a folder is written and read without a change', () => {
  expect(written(() => {})).toEqual([])
  expect(compareCatalogues(sound(), checkFolder(folder, sound()).documents)).toEqual([])
})

test('files that are missing, broken or of no set are told, each with what to do', () => {
  writeCatalogueFolder(folder, {
    units: sound().units,
    iocs: sound().iocs,
    questionnaires: {},
    procedures: {},
  })
  writeFileSync(join(folder, 'iocs.json'), '{"iocs": [}')
  writeFileSync(join(folder, 'unit.json'), '{}')
  expect(checkFolder(folder, sound()).problems).toMatchObject([
    { file: 'unit.json', code: 'unknown-file' },
    { file: 'iocs.json', code: 'not-json' },
    { file: 'remediation.json', code: 'missing-file' },
    { file: 'working-days.json', code: 'missing-file' },
  ])
})

test('a folder that is not there is no empty set', () => {
  expect(() => checkFolder(join(folder, 'nowhere'), sound())).toThrow(FolderUnreadable)
})

test('what a set says otherwise is told row by row', () => {
  const changed = sound()
  changed.units.units.push({ ...unit(changed, '24772', '2020-01-01'), code: '24999' })
  unit(changed, '24775', '2020-01-01').validTo = '2025-07-01'
  unit(changed, '24778', '2020-01-01').name.vi = 'Phường Chín'
  changed.units.note += '.'
  changed.procedures.procedures.shift()
  changed['working-days'].years[0]!.daysOff.pop()
  expect(compareCatalogues(sound(), changed)).toEqual([
    { file: 'units.json', list: '', row: 'note', kind: 'changed', fields: [] },
    { file: 'units.json', list: 'units', row: '24775@2020-01-01', kind: 'ended', fields: ['validTo'] },
    { file: 'units.json', list: 'units', row: '24778@2020-01-01', kind: 'changed', fields: ['name'] },
    { file: 'units.json', list: 'units', row: '24999@2020-01-01', kind: 'added', fields: [] },
    { file: 'procedures.json', list: 'procedures', row: '9.000001@2020-01-01', kind: 'removed', fields: [] },
    expect.objectContaining({
      file: 'working-days.json',
      list: 'years',
      kind: 'changed',
      fields: ['daysOff'],
    }),
  ])
})
