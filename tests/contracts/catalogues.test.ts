import { readFileSync } from 'node:fs'
import { type CatalogueDocuments, indexRaw, openCatalogues, readCatalogueFiles } from '@ioc/catalogues'
import { makeProcedures, printProcedures } from '@ioc/schemas/catalogues/make-procedures.ts'
import { describe, expect, test } from 'vitest'

const catalogues = openCatalogues()
const BEFORE = '2024-11-30'
const MERGED = '2024-12-01'
const DEFUNCT = ['25102', '25174', '25177', '25186']

function countBy<Row>(rows: readonly Row[], word: (row: Row) => string): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(rows, word)].map(([key, group]) => [key, group.length]))
}

describe('units before and after the resolution of 24 October 2024', () => {
  test.each([
    { day: BEFORE, levels: { province: 1, department: 19, district: 12, commune: 142 }, xã: 111 },
    { day: MERGED, levels: { province: 1, department: 19, district: 10, commune: 137 }, xã: 106 },
  ])('$day: $levels', ({ day, levels, xã }) => {
    const units = catalogues.unitsOn(day)
    expect(countBy(units, (unit) => unit.level)).toEqual(levels)
    const communes = units.filter((unit) => unit.level === 'commune')
    expect(countBy(communes, (unit) => unit.kind)).toEqual({ xã, phường: 18, 'thị trấn': 13 })
  })

  test.each([
    { code: '672', before: 16, after: 16 },
    { code: '673', before: 11, after: 11 },
    { code: '674', before: 8, after: 8 },
    { code: '675', before: 6, after: 6 },
    { code: '676', before: 16, after: 16 },
    { code: '677', before: 10, after: 9 },
    { code: '678', before: 15, after: 15 },
    { code: '679', before: 19, after: 19 },
    { code: '680', before: 14, after: 14 },
    { code: '681', before: 9, after: 0 },
    { code: '682', before: 9, after: 23 },
    { code: '683', before: 9, after: 0 },
  ])('district $code has $before communes, then $after', ({ code, before, after }) => {
    expect(catalogues.children(code, BEFORE)).toHaveLength(before)
    expect(catalogues.children(code, MERGED)).toHaveLength(after)
  })

  test('the new Đạ Huoai keeps the code of Đạ Tẻh and is made of 18 xã and 5 thị trấn', () => {
    expect(catalogues.unit('682', BEFORE)?.name.vi).toBe('Huyện Đạ Tẻh')
    expect(catalogues.unit('681', BEFORE)?.name.vi).toBe('Huyện Đạ Huoai')
    expect(catalogues.unit('682', MERGED)?.name.vi).toBe('Huyện Đạ Huoai')
    expect(catalogues.unit('681', MERGED)).toBeUndefined()
    expect(countBy(catalogues.children('682', MERGED), (unit) => unit.kind)).toEqual({
      xã: 18,
      'thị trấn': 5,
    })
  })

  test('Quảng Lập has the name of one commune and the code of the other', () => {
    expect(catalogues.unit('24946', BEFORE)?.name.vi).toBe('Xã Quảng Lập')
    expect(catalogues.unit('24955', BEFORE)?.name.vi).toBe('Xã Pró')
    expect(catalogues.unit('24946', MERGED)).toBeUndefined()
    expect(catalogues.unit('24955', MERGED)?.name.vi).toBe('Xã Quảng Lập')
  })

  test.each([
    { old: '25147', now: '25138', name: 'Xã Quảng Trị' },
    { old: '25120', now: '25114', name: 'Xã Bà Gia' },
    { old: '25114', now: '25114', name: 'Xã Bà Gia' },
    { old: '25123', now: '25105', name: 'Xã Hà Lâm' },
    { old: '25108', now: '25111', name: 'Xã Đạ Oai' },
    { old: '24946', now: '24955', name: 'Xã Quảng Lập' },
    { old: '24955', now: '24955', name: 'Xã Quảng Lập' },
    { old: '681', now: '682', name: 'Huyện Đạ Huoai' },
    { old: '682', now: '682', name: 'Huyện Đạ Huoai' },
    { old: '683', now: '682', name: 'Huyện Đạ Huoai' },
    // Not merged: it only came under another district.
    { old: '25192', now: '25192', name: 'Xã Đồng Nai Thượng' },
    { old: '672', now: '672', name: 'Thành phố Đà Lạt' },
  ])('$old of before the merge is $now $name after it', ({ old, now, name }) => {
    const successors = catalogues.successors(old, '2024-06-30', '2025-01-15')
    expect(successors.map((unit) => [unit.code, unit.name.vi])).toEqual([[now, name]])
    expect(catalogues.successors(old, '2024-03-01', '2024-06-30')).toEqual([catalogues.unit(old, BEFORE)])
  })

  test('every unit of before the merge has exactly one successor, and every unit after it a predecessor', () => {
    const heirs = catalogues.unitsOn(BEFORE).map((unit) => catalogues.successors(unit.code, BEFORE, MERGED))
    expect(heirs.filter((each) => each.length !== 1)).toEqual([])
    expect(new Set(heirs.flat())).toEqual(new Set(catalogues.unitsOn(MERGED)))
  })

  test('a merged unit is not divided again', () => {
    expect(() => catalogues.successors('682', MERGED, BEFORE)).toThrow(RangeError)
    expect(catalogues.successors('681', MERGED, '2025-01-01')).toEqual([])
  })

  test('the four defunct communes a list of 2025 still carries are not known on any day', () => {
    expect(DEFUNCT.flatMap((code) => catalogues.unitHistory(code))).toEqual([])
  })

  test('a province holds all units below it once; a day before the data holds none', () => {
    expect(new Set(catalogues.subtree('68', BEFORE))).toEqual(new Set(catalogues.unitsOn(BEFORE)))
    expect(catalogues.subtree('68', MERGED)).toHaveLength(1 + 19 + 10 + 137)
    expect(catalogues.subtree('677', BEFORE).map((unit) => unit.code)[0]).toBe('677')
    expect(catalogues.unitsOn('2019-12-31')).toEqual([])
    expect(catalogues.subtree('68', '2019-12-31')).toEqual([])
  })
})

describe('the instant a day begins in Viet Nam', () => {
  test.each([
    { at: '2024-11-30T23:59:59.999+07:00', name: 'Xã Pró' },
    { at: '2024-12-01T00:00:00.000+07:00', name: 'Xã Quảng Lập' },
    // Still 30 November in UTC.
    { at: '2024-11-30T17:00:00.000Z', name: 'Xã Quảng Lập' },
    { at: '2019-12-31T16:59:59.999Z', name: undefined },
    { at: '2019-12-31T17:00:00.000Z', name: 'Xã Pró' },
  ])('24955 at $at is $name', ({ at, name }) => {
    expect(catalogues.unitAt('24955', Date.parse(at))?.name.vi).toBe(name)
  })

  test.each(['2024-12-1', '01/12/2024', '', '2024-12-01T00:00:00+07:00'])('%j is no day', (day) => {
    expect(() => catalogues.unit('682', day)).toThrow(RangeError)
    expect(() => catalogues.unitsOn(day)).toThrow(RangeError)
    expect(() => catalogues.procedure('9.000001', day)).toThrow(RangeError)
  })
})

test.each([
  { code: '24945', nearest: ['24940', '24943', '24946'] },
  { code: ' h36.1', nearest: ['H36.10', 'H36.11', 'H36.12'] },
  { code: '25102', nearest: ['25105', '25108', '25132'] },
  { code: 'x'.repeat(10_000), nearest: [] },
  { code: '', nearest: [] },
])('an unknown unit code is answered with the nearest known ones', ({ code, nearest }) => {
  expect(catalogues.nearestUnits(code)).toEqual(nearest)
})

test('departments bear placeholder codes and say so', () => {
  const departments = catalogues.unitsOn('2024-06-30').filter((unit) => unit.level === 'department')
  expect(departments.map((unit) => unit.code)).toEqual(
    Array.from({ length: 19 }, (_, i) => `H36.${String(i + 1).padStart(2, '0')}`),
  )
  expect(new Set(departments.map((unit) => `${unit.evidence} ${unit.codeEvidence} ${unit.parent}`))).toEqual(
    new Set(['inferred synthetic 68']),
  )
})

test('16 operations centres: 1 provincial, 5 departmental, 10 district, and only the province’s is certain', () => {
  expect(countBy(catalogues.iocs, (ioc) => `${ioc.level} ${ioc.evidence}`)).toEqual({
    'province published': 1,
    'department inferred': 5,
    'district inferred': 10,
  })
  // Each watches a living unit, on the day of the replay and after the merge.
  for (const day of ['2024-06-30', MERGED]) {
    expect(catalogues.iocs.filter((ioc) => catalogues.unit(ioc.unitCode, day)?.level !== ioc.level)).toEqual(
      [],
    )
  }
})

describe('procedures', () => {
  const { procedures } = catalogues

  test('1,865 = 1,410 + 293 + 162; 451 fully and 761 partially online; 377 with a fee', () => {
    expect(procedures).toHaveLength(1865)
    expect(countBy(procedures, (each) => each.level)).toEqual({ province: 1410, district: 293, commune: 162 })
    expect(countBy(procedures, (each) => each.online)).toEqual({ full: 451, partial: 761, none: 653 })
    expect(procedures.filter((each) => each.hasFee)).toHaveLength(377)
    expect(new Set(procedures.map((each) => each.code)).size).toBe(1865)
  })

  test('every level has fully, partially and not-online procedures, with and without a fee', () => {
    const kinds = new Set(procedures.map((each) => `${each.level} ${each.online} ${each.hasFee}`))
    expect(kinds.size).toBe(3 * 3 * 2)
  })

  test('every one of the 25 fields is used, and every row says that it is made up', () => {
    expect(catalogues.procedureFields).toHaveLength(25)
    expect(new Set(procedures.map((each) => each.fieldCode))).toEqual(
      new Set(catalogues.procedureFields.map((field) => field.code)),
    )
    expect(
      procedures.filter((each) => each.evidence !== 'synthetic' || !each.name.vi.includes('mô phỏng')),
    ).toEqual([])
  })

  test('the file is what its generator writes', () => {
    const file = import.meta.resolve('@ioc/schemas/catalogues/data/procedures.json')
    expect(readFileSync(new URL(file), 'utf8')).toBe(printProcedures(makeProcedures()))
  })

  test.each([
    { code: '9.000001', found: '9.000001' },
    { code: '9.000001.H36', found: '9.000001' },
    { code: '9.000001.000.00.00.H36', found: '9.000001' },
    { code: '9.000001.', found: undefined },
    { code: '1.012796', found: undefined },
  ])('$code names $found', ({ code, found }) => {
    expect(catalogues.procedure(code, '2024-06-30')?.code).toBe(found)
    expect(catalogues.procedure(code, '2019-12-31')).toBeUndefined()
  })
})

describe('questionnaires', () => {
  test('SIPAS 2022 asks about nine policy groups in three blocks; its index takes the satisfaction block', () => {
    const sipas = catalogues.questionnaire('sipas@2022')!
    const published = sipas.topics
      .filter((topic) => topic.evidence === 'published')
      .map((topic) => topic.code)
    expect(published).toHaveLength(9)
    for (const block of ['interest', 'assessment', 'satisfaction']) {
      const topics = sipas.questions.filter((each) => each.block === block).map((each) => each.topic)
      expect(topics).toEqual(expect.arrayContaining(published))
    }
    expect(sipas.questions.filter((each) => each.inIndex)).toEqual(
      sipas.questions.filter((each) => each.block === 'satisfaction'),
    )
    expect(new Set(sipas.questions.map((each) => `${each.min}-${each.max} ${each.direction}`))).toEqual(
      new Set(['1-5 ascending']),
    )
    expect(sipas.index).toMatchObject({
      method: 'share-of-top-two',
      parIndexPoints: 10,
      evidence: 'inferred',
    })
  })

  test('SIPAS until 2021 asks about five factors of a service; it ends where the method of 2022 begins', () => {
    const [old, now] = ['sipas@2021', 'sipas@2022'].map((code) => catalogues.questionnaire(code)!)
    expect(old!.questions.map((each) => each.topic)).toEqual([
      'access',
      'procedures',
      'staff',
      'result',
      'feedback-handling',
    ])
    expect(old!.questions.every((each) => each.inIndex && each.max === 5)).toBe(true)
    expect(old!.index).toMatchObject({ method: 'share-of-top-two', evidence: 'inferred' })
    expect(old!.index.source).toContain('not comparable with the method of 2022')
    expect(old!.validTo).toBe(now!.validFrom)
    expect(old!.methodVersion).not.toBe(now!.methodVersion)
  })

  test('the leaders’ survey is worth 22 points and flips best and worst on four of its eight items', () => {
    const leaders = catalogues.questionnaire('leaders@2023')!
    expect(leaders.index.parIndexPoints).toBe(22)
    expect(countBy(leaders.questions, (each) => each.direction)).toEqual({ ascending: 4, descending: 4 })
    expect(leaders.questions.filter((each) => each.min !== 1 || each.max !== 5 || !each.inIndex)).toEqual([])
    expect(leaders.respondentGroups).toHaveLength(5)
    expect(catalogues.questionnaire('leaders')).toBeUndefined()
  })
})

describe('the version', () => {
  const files = () => readCatalogueFiles() as CatalogueDocuments

  test('is the same for the same content, whatever the order of keys', () => {
    const reversed = Object.fromEntries(Object.entries(files()).reverse()) as CatalogueDocuments
    expect(catalogues.version).toMatch(/^c1-[0-9a-f]{12}$/)
    expect(indexRaw(reversed).version).toBe(catalogues.version)
  })

  test('changes with any value', () => {
    const changed = files()
    changed.units.units[0]!.source += '.'
    expect(indexRaw(changed).version).not.toBe(catalogues.version)
  })
})
