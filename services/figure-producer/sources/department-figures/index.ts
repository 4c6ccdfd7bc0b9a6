import type { ConnectedSource } from '@ioc/connectors/connected.ts'
import { drop } from '@ioc/connectors/drop/index.ts'
import { reportedFigure } from '@ioc/schemas'
import { mapping } from './mapping.ts'

/** Figures as a department sends them: a table saved as CSV, in Vietnamese numbers. */
export const departmentFigures: ConnectedSource = {
  name: 'department-figures',
  contract: reportedFigure as unknown as ConnectedSource['contract'],
  title: { vi: 'Số liệu sở, ngành gửi bằng tệp CSV', en: 'Figures departments send as CSV' },
  simulated: false,
  rhythmSeconds: 3_600,
  pollMs: 10_000,
  way: drop({ files: '*.csv' }),
  mapping,
  sample: new URL('./sample.csv', import.meta.url),
}
