import type { ConnectedSource } from '@ioc/connectors/connected.ts'
import { drop } from '@ioc/connectors/drop/index.ts'
import { surveyResponse } from '@ioc/schemas'
import { mapping } from './mapping.ts'

/** Survey forms as a department types them into a workbook: one form a row, one question a column. */
export const surveyForms: ConnectedSource = {
  name: 'survey-forms',
  contract: surveyResponse as unknown as ConnectedSource['contract'],
  title: { vi: 'Phiếu khảo sát nhập bằng bảng tính', en: 'Survey forms typed into workbooks' },
  simulated: false,
  rhythmSeconds: 3_600,
  pollMs: 10_000,
  way: drop({ files: '*.xlsx' }),
  mapping,
  sample: new URL('./sample.xlsx', import.meta.url),
}
