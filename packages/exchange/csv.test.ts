import { exampleBody } from '@ioc/snapshot/example.ts'
import { expect, test } from 'vitest'
import { csvCell } from './csv.ts'
import { valuesCsv } from './values-csv.ts'

test.each([
  { what: 'plain text', value: 'dossier.on-time', cell: 'dossier.on-time' },
  { what: 'no number', value: null, cell: '' },
  { what: 'zero, which is one', value: 0, cell: '0' },
  { what: 'a negative number', value: -1.5, cell: '-1.5' },
  { what: 'a negative number as shown', value: '-0.25', cell: '-0.25' },
  { what: 'a comma', value: 'a,b', cell: '"a,b"' },
  { what: 'a quotation mark', value: 'a "b"', cell: '"a ""b"""' },
  { what: 'an end of line', value: 'a\r\nb', cell: '"a\r\nb"' },
  { what: 'Vietnamese', value: 'hồ sơ', cell: 'hồ sơ' },
  { what: 'a formula', value: '=HYPERLINK("x")', cell: `"'=HYPERLINK(""x"")"` },
  { what: 'a formula by plus', value: '+1+1', cell: "'+1+1" },
  { what: 'a formula by minus', value: '-1+1', cell: "'-1+1" },
  { what: 'a formula by at', value: '@SUM(A1)', cell: "'@SUM(A1)" },
  { what: 'a formula behind a tab', value: '\t=1', cell: `'\t=1` },
  { what: 'a formula in full width', value: '＝1+1', cell: "'＝1+1" },
])('a cell of $what', ({ value, cell }) => {
  expect(csvCell(value)).toBe(cell)
})

test('every state of a value stays apart, with nothing in the cells of what has no number', () => {
  const lines = valuesCsv(exampleBody, exampleBody.values).split('\r\n')
  expect(lines).toEqual([
    'group,date,revision,indicator,unit,level,period,from,to,state,kind,numerator,denominator,value,unitOfMeasure,flags',
    'dossier,2024-06-30,1,dossier.on-time,68,department,half-year,2024-01-01,2024-06-30,reported,ratio,151017,157270,96.02,%,',
    'dossier,2024-06-30,1,dossier.on-time,68,district,half-year,2024-01-01,2024-06-30,missing,ratio,,,,%,source-silent',
    'dossier,2024-06-30,1,dossier.on-time,24769,commune,half-year,2024-01-01,2024-06-30,withheld,ratio,,,,%,too-small',
    'dossier,2024-06-30,1,dossier.received,24769,commune,half-year,2024-01-01,2024-06-30,not-applicable,count,,,,hồ sơ,',
    '',
  ])
})
