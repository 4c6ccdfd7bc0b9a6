import { expect, test } from 'vitest'
import { type CatalogueDocuments, checkCatalogues, type ProblemCode, readCatalogueFiles } from './index.ts'

const sound = () => readCatalogueFiles() as CatalogueDocuments

/** The row of units.json with this key; a test that names a row which is not there must not pass. */
function unitIn(data: CatalogueDocuments, code: string, validFrom = '2020-01-01') {
  const found = data.units.units.find((unit) => unit.code === code && unit.validFrom === validFrom)
  if (!found) throw new Error(`no unit ${code}@${validFrom}`)
  return found
}

function remove<Row>(rows: Row[], row: Row): void {
  rows.splice(rows.indexOf(row), 1)
}

test('the catalogues of this checkout have no problem', () => {
  expect(checkCatalogues(readCatalogueFiles())).toEqual([])
})

type Break = {
  title: string
  damage: (data: CatalogueDocuments) => void
  file?: string
  row: string
  code: ProblemCode
  says: string
}

/** Each breaks one copy in one way; the problem must name the file, the row, and what to do. */
const breaks: Break[] = [
  {
    title: 'a row entered twice',
    damage: ({ units }) => units.units.push({ ...units.units[0]! }),
    row: '68@2020-01-01',
    code: 'duplicate-key',
    says: 'remove one',
  },
  {
    title: 'the old Đạ Tẻh left open when its code passed to Đạ Huoai',
    damage: (data) => {
      unitIn(data, '682').validTo = null
    },
    row: '682@2024-12-01',
    code: 'overlapping-validity',
    says: 'end the earlier row',
  },
  {
    title: 'a code that was a district and becomes a commune',
    damage: (data) => {
      unitIn(data, '682', '2024-12-01').level = 'commune'
    },
    row: '682@2024-12-01',
    code: 'code-used-twice',
    says: 'its own code',
  },
  {
    title: 'a commune of old Cát Tiên that was never moved',
    damage: (data) => {
      remove(data.units.units, unitIn(data, '25171', '2024-12-01'))
      unitIn(data, '25171').validTo = null
    },
    row: '25171@2020-01-01',
    code: 'missing-parent',
    says: '683 names no unit on 2024-12-01',
  },
  {
    title: 'a district with a hole in its life',
    damage: (data) => {
      const district = unitIn(data, '672')
      data.units.units.push({ ...district, validFrom: '2024-05-01' })
      district.validTo = '2024-03-01'
    },
    row: '24772@2020-01-01',
    code: 'missing-parent',
    says: '672 names no unit on 2024-03-01',
  },
  {
    title: 'a commune under an unknown district',
    damage: (data) => {
      unitIn(data, '24772').parent = '699'
    },
    row: '24772@2020-01-01',
    code: 'missing-parent',
    says: '699 names no unit on 2020-01-01',
  },
  {
    title: 'a commune without a parent',
    damage: (data) => {
      unitIn(data, '24772').parent = null
    },
    row: '24772@2020-01-01',
    code: 'missing-parent',
    says: 'name its district',
  },
  {
    title: 'a commune directly under the province',
    damage: (data) => {
      unitIn(data, '24772').parent = '68'
    },
    row: '24772@2020-01-01',
    code: 'wrong-level',
    says: '68 is a province',
  },
  {
    title: 'a merged unit that does not say what it was made from',
    damage: (data) => {
      unitIn(data, '24955', '2024-12-01').predecessors = []
    },
    row: '24955@2024-12-01',
    code: 'missing-predecessor',
    says: 'name the units it was made from',
  },
  {
    title: 'a merge that forgets one of the merged',
    damage: (data) => {
      unitIn(data, '25138', '2024-12-01').predecessors = [{ code: '25138', validFrom: '2020-01-01' }]
    },
    row: '25147@2020-01-01',
    code: 'missing-successor',
    says: 'add it to the predecessors',
  },
  {
    title: 'a predecessor nobody knows',
    damage: (data) => {
      unitIn(data, '25138', '2024-12-01').predecessors.push({ code: '25102', validFrom: '2020-01-01' })
    },
    row: '25138@2024-12-01',
    code: 'unknown-predecessor',
    says: '25102@2020-01-01 is not in the list',
  },
  {
    title: 'a predecessor that lives on beside its successor',
    damage: (data) => {
      unitIn(data, '25147').validTo = '2025-01-01'
    },
    row: '25138@2024-12-01',
    code: 'predecessor-end',
    says: "set that row's validTo to 2024-12-01",
  },
  {
    title: 'a life that ends before it begins',
    damage: (data) => {
      unitIn(data, '25147').validTo = '2019-12-31'
    },
    row: '25147@2020-01-01',
    code: 'empty-validity',
    says: 'validTo is the first day',
  },
  {
    title: 'a name in decomposed Unicode',
    damage: (data) => {
      const { name } = unitIn(data, '672')
      name.vi = name.vi.normalize('NFD')
    },
    row: '672@2020-01-01 (vi)',
    code: 'name-not-nfc',
    says: 'NFC',
  },
  {
    title: 'the trailing space Phước Cát has in the published list',
    damage: (data) => {
      unitIn(data, '25180').name.vi = 'Thị trấn Phước Cát '
    },
    row: '25180@2020-01-01 (vi)',
    code: 'name-spaces',
    says: 'drop the outer',
  },
  {
    title: 'a typographic apostrophe',
    damage: (data) => {
      unitIn(data, '24928').name.vi = 'Thị trấn D’Ran'
    },
    row: '24928@2020-01-01 (vi)',
    code: 'name-apostrophe',
    says: 'U+0027',
  },
  {
    title: 'the list of 2025 with the four defunct communes: 141 rows for 137',
    damage: (data) => {
      const template = unitIn(data, '25096', '2024-12-01')
      for (const code of ['25102', '25174', '25177', '25186']) {
        data.units.units.push({ ...template, code, kind: 'xã', predecessors: [] })
      }
    },
    row: 'expectations level=commune@2024-12-01',
    code: 'count',
    says: '141 rows on 2024-12-01, but 137 are expected',
  },
  {
    title: 'a commune lost',
    damage: (data) => remove(data.units.units, unitIn(data, '24772')),
    row: 'expectations level=commune@2020-01-01',
    code: 'count',
    says: '141 rows on 2020-01-01, but 142 are expected',
  },
  {
    title: 'a commune founded in the middle of a period',
    damage: (data) => {
      data.units.units.push({ ...unitIn(data, '24772'), code: '24773', validFrom: '2024-06-15' })
    },
    row: 'expectations level=commune@2020-01-01',
    code: 'count',
    says: '143 rows on 2024-06-15, but 142 are expected',
  },
  {
    title: 'an operations centre too many',
    damage: ({ iocs }) => iocs.iocs.push({ ...iocs.iocs.at(-1)!, code: 'IOC-681' }),
    file: 'iocs.json',
    row: 'expectations level=district@2024-12-01',
    code: 'count',
    says: '11 rows on 2024-12-01, but 10',
  },
  {
    title: 'an operations centre that watches a unit which is no more',
    damage: ({ iocs }) => {
      iocs.iocs.at(-1)!.unitCode = '683'
    },
    file: 'iocs.json',
    row: 'IOC-682@2020-01-01',
    code: 'unknown-reference',
    says: '683 names no unit on 2024-12-01',
  },
  {
    title: 'a procedure entered twice',
    damage: ({ procedures }) => procedures.procedures.push({ ...procedures.procedures[0]! }),
    file: 'procedures.json',
    row: '9.000001@2020-01-01',
    code: 'duplicate-key',
    says: 'remove one',
  },
  {
    title: 'a procedure in an unknown field',
    damage: ({ procedures }) => {
      procedures.procedures[0]!.fieldCode = 'LV99'
    },
    file: 'procedures.json',
    row: '9.000001@2020-01-01',
    code: 'unknown-reference',
    says: 'LV99',
  },
  {
    title: 'a field entered twice',
    damage: ({ procedures }) => procedures.fields.push({ ...procedures.fields[0]! }),
    file: 'procedures.json',
    row: 'fields.LV01',
    code: 'code-used-twice',
    says: 'give each its own',
  },
  {
    title: 'a question entered twice',
    damage: ({ questionnaires }) => {
      const [sipas] = questionnaires.questionnaires
      sipas!.questions.push({ ...sipas!.questions[0]! })
    },
    file: 'questionnaires.json',
    row: 'sipas@2022.questions.interest.economy',
    code: 'code-used-twice',
    says: 'give each its own',
  },
  {
    title: 'a question on an unknown topic',
    damage: ({ questionnaires }) => {
      questionnaires.questionnaires[0]!.questions[0]!.topic = 'weather'
    },
    file: 'questionnaires.json',
    row: 'sipas@2022.questions.interest.economy',
    code: 'unknown-reference',
    says: 'weather',
  },
  {
    title: 'a question whose bounds the scale does not name',
    damage: ({ questionnaires }) => {
      questionnaires.questionnaires[1]!.questions[0]!.max = 7
    },
    file: 'questionnaires.json',
    row: 'leaders@2023.questions.leadership.steering',
    code: 'bad-scale',
    says: 'from 1 to 7',
  },
  {
    title: 'a level nobody has heard of',
    damage: (data) => {
      Object.assign(unitIn(data, '68'), { level: 'region' })
    },
    row: 'units.0.level (68@2020-01-01)',
    code: 'shape',
    says: 'schemas/catalogues',
  },
]

test.each(breaks)('$title: $code', ({ damage, file = 'units.json', row, code, says }) => {
  const data = sound()
  damage(data)
  const found = checkCatalogues(data).filter((p) => p.file === file && p.row === row && p.code === code)
  expect(found).toEqual([{ file, row, code, message: expect.stringContaining(says) }])
})
