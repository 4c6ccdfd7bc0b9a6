import type { WorkingDaysDocument } from '@ioc/schemas/catalogues/index.ts'
import { expect, test } from 'vitest'
import { checkWorkingDays } from './check-working-days.ts'
import { type CatalogueDocuments, checkCatalogues, type ProblemCode, readCatalogueFiles } from './index.ts'

const sound = () => (readCatalogueFiles() as CatalogueDocuments)['working-days']

function daysOffIn(data: WorkingDaysDocument, year: number) {
  const found = data.years.find((each) => each.year === year)
  if (!found) throw new Error(`no year ${year} in working-days.json`)
  return found.daysOff
}

test('the calendar of this checkout has no problem', () => {
  expect(checkWorkingDays(sound())).toEqual([])
})

type Break = {
  title: string
  damage: (data: WorkingDaysDocument) => void
  row: string
  code: ProblemCode
  says: string
}

/** Each breaks one copy in one way; the problem must name the day, and what to do. */
const breaks: Break[] = [
  {
    title: 'a holiday on a Saturday',
    damage: (data) => {
      daysOffIn(data, 2024)[0]!.on = '2024-01-06'
    },
    row: '2024-01-06',
    code: 'not-exceptional',
    says: 'off anyway',
  },
  {
    title: 'a day swapped for a weekday',
    damage: (data) => {
      Object.assign(daysOffIn(data, 2024).find((row) => row.kind === 'swapped')!, { workedOn: '2024-05-03' })
    },
    row: '2024-04-29',
    code: 'not-exceptional',
    says: '2024-05-03, which is worked anyway',
  },
  {
    title: 'two days swapped for one Saturday',
    damage: (data) => {
      Object.assign(daysOffIn(data, 2024)[0]!, { kind: 'swapped', workedOn: '2024-05-04' })
    },
    row: '2024-05-04',
    code: 'wrong-order',
    says: 'a day of its own',
  },
  {
    title: 'a day off listed twice',
    damage: (data) => {
      const rows = daysOffIn(data, 2024)
      rows.splice(1, 0, { ...rows[0]! })
    },
    row: '2024-01-01',
    code: 'wrong-order',
    says: 'listed twice',
  },
  {
    title: 'days off out of order',
    damage: (data) => {
      const rows = daysOffIn(data, 2024)
      rows.push(rows.shift()!)
    },
    row: '2024-01-01',
    code: 'wrong-order',
    says: 'stands after 2024-09-03',
  },
  {
    title: 'a day off under another year',
    damage: (data) => {
      daysOffIn(data, 2024).unshift({ ...daysOffIn(data, 2024)[0]!, on: '2023-12-29' })
    },
    row: '2023-12-29',
    code: 'outside-description',
    says: 'move it under its own year',
  },
  {
    title: 'a day off of a year that is not described',
    damage: (data) => {
      data.describedUntil = '2026-11-24'
    },
    row: '2026-11-24',
    code: 'outside-description',
    says: 'describe the whole year',
  },
  {
    title: 'a holiday named in decomposed Unicode',
    damage: (data) => {
      const { name } = daysOffIn(data, 2024)[0]!
      name.vi = name.vi.normalize('NFD')
    },
    row: '2024-01-01 (vi)',
    code: 'name-not-nfc',
    says: 'NFC',
  },
]

test.each(breaks)('$title: $code', ({ damage, row, code, says }) => {
  const data = sound()
  damage(data)
  const found = checkWorkingDays(data).filter((p) => p.row === row && p.code === code)
  expect(found).toEqual([{ file: 'working-days.json', row, code, message: expect.stringContaining(says) }])
})

test('the catalogues are broken when their calendar is', () => {
  const data = readCatalogueFiles() as CatalogueDocuments
  daysOffIn(data['working-days'], 2024)[0]!.on = '2024-01-06'
  expect(checkCatalogues(data)).toContainEqual(expect.objectContaining({ file: 'working-days.json' }))
})
