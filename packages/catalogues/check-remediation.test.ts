import { expect, test } from 'vitest'
import { readDeadline } from './deadline.ts'
import { type CatalogueDocuments, checkCatalogues, type ProblemCode, readCatalogueFiles } from './index.ts'

type Remediation = CatalogueDocuments['remediation']
type Break = {
  title: string
  damage: (plan: Remediation) => void
  row: string
  code: ProblemCode
  says: string
}

/** Each breaks one copy in one way; the problem must name the row, and what to do. */
const breaks: Break[] = [
  {
    title: 'a remedy entered twice',
    damage: ({ remedies }) => remedies.push({ ...remedies[0]! }),
    row: 'remedies.1.3.2/1',
    code: 'code-used-twice',
    says: 'give each its own',
  },
  {
    title: 'a criterion the appendix does not have',
    damage: ({ remedies }) => Object.assign(remedies[0]!, { code: '1.3.3/1', criterion: '1.3.3' }),
    row: 'remedies.1.3.3/1',
    code: 'unknown-reference',
    says: 'not among the criteria',
  },
  {
    title: 'a remedy under the code of another criterion',
    damage: ({ remedies }) => Object.assign(remedies[0]!, { criterion: '1.6' }),
    row: 'remedies.1.3.2/1',
    code: 'unknown-reference',
    says: 'make code and criterion agree',
  },
  {
    title: 'a body that is no unit',
    damage: ({ remedies }) => Object.assign(remedies[0]!, { lead: ['H36.99'] }),
    row: 'remedies.1.3.2/1',
    code: 'unknown-reference',
    says: 'H36.99 names no unit on 2024-06-20',
  },
  {
    title: 'a deadline other than its words',
    damage: ({ remedies }) => Object.assign(remedies[0]!, { deadline: '2024-09-30' }),
    row: 'remedies.1.3.2/1',
    code: 'deadline',
    says: 'by-day 2024-12-31, not by-day 2024-09-30',
  },
  {
    title: 'words no deadline can be read from',
    damage: ({ remedies }) =>
      Object.assign(remedies[0]!, { deadlineText: 'sớm nhất có thể', deadline: null }),
    row: 'remedies.1.3.2/1',
    code: 'deadline',
    says: 'nothing the rule knows',
  },
  {
    title: 'decomposed letters',
    damage: ({ criteria }) => {
      const name = criteria[0]!.name
      name.vi = name.vi.normalize('NFD')
    },
    row: 'criteria.1.name (vi)',
    code: 'name-not-nfc',
    says: 'NFC',
  },
  {
    title: 'a line with an outer space',
    damage: ({ remedies }) => Object.assign(remedies[1]!, { leadText: 'Sở Nội vụ\n Sở Tư pháp' }),
    row: 'remedies.1.6/1.leadText',
    code: 'name-spaces',
    says: 'outer and doubled spaces',
  },
]

test.each(breaks)('$title: refused', ({ damage, row, code, says }) => {
  const data = readCatalogueFiles() as CatalogueDocuments
  damage(data.remediation)
  expect(checkCatalogues(data)).toEqual([
    { file: 'remediation.json', row, code, message: expect.stringContaining(says) },
  ])
})

test.each([
  { text: 'Quý III, Quý IV năm 2024', timing: 'by-day', deadline: '2024-12-31' },
  { text: 'Quý III/2024', timing: 'by-day', deadline: '2024-09-30' },
  { text: 'Quý I năm 2025', timing: 'by-day', deadline: '2025-03-31' },
  { text: 'Tháng 2 năm 2024', timing: 'by-day', deadline: '2024-02-29' },
  { text: 'Trong năm 2024', timing: 'by-day', deadline: '2024-12-31' },
  { text: 'Trong năm 2024 và theo kế hoạch đề ra', timing: 'by-day', deadline: '2024-12-31' },
  { text: 'Trong năm 2024 và các năm tiếp theo', timing: 'year-after-year', deadline: null },
  { text: 'Thực hiện thường xuyên và theo kế hoạch năm 2024', timing: 'continuous', deadline: null },
  { text: 'Thực hiện sau khi có hướng dẫn cụ thể', timing: 'after-guidance', deadline: null },
  { text: null, timing: 'not-printed', deadline: null },
])('$text: $timing $deadline', ({ text, timing, deadline }) => {
  expect(readDeadline(text)).toEqual({ timing, deadline })
})
