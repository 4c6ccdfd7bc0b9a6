import { expect, test } from 'vitest'
import { type CatalogueDocuments, checkCatalogues, openCatalogues, readCatalogueFiles } from './index.ts'

const field = {
  contract: 'dossier.v1',
  name: 'reviewScore',
  type: 'number',
  title: { vi: 'Điểm đánh giá', en: 'Review score' },
  evidence: 'synthetic',
  source: 'a test',
} as const
const problems = (...fields: Record<string, unknown>[]) =>
  checkCatalogues({
    ...(readCatalogueFiles() as CatalogueDocuments),
    'contract-fields': { note: '', fields: fields.map((each) => ({ ...field, ...each })) },
  }).map(({ file, row, code }) => [file, row, code])

test('a field a contract may be given has nothing wrong with it', () => {
  expect(problems({})).toEqual([])
})

test.each([
  {
    what: 'no such contract',
    fields: [{ contract: 'dossier.v9' }],
    row: 'dossier.v9/reviewScore',
    code: 'unknown-contract',
  },
  {
    what: 'a name it has already',
    fields: [{ name: 'status' }],
    row: 'dossier.v1/status',
    code: 'known-field',
  },
  {
    what: 'a name of personal data',
    fields: [{ name: 'phoneNumber' }],
    row: 'dossier.v1/phoneNumber',
    code: 'personal-data',
  },
  { what: 'a name told twice', fields: [{}, {}], row: 'dossier.v1/reviewScore', code: 'duplicate' },
])('$what is refused with its row', ({ fields, row, code }) => {
  expect(problems(...fields)).toEqual([['contract-fields.json', row, code]])
})

test('a set without the file is the set it was: no field, and the same version', () => {
  expect(Object.keys(readCatalogueFiles())).not.toContain('contract-fields')
  expect(openCatalogues().contractFields('dossier.v1')).toEqual([])
})
