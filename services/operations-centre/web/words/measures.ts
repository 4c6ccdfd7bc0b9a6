import type { ReportedFigure } from '@ioc/schemas/events/reported-figure.ts'
import type { Words } from '../view.tsx'

/** Units that are only ours, beside those a figure may be reported in. */
type Measure = ReportedFigure['unitOfMeasure'] | 'ngày làm việc' | 'phiếu'

/** Units of measure in English; the data holds the Vietnamese word. A new one of the contract does not compile until it is here. */
const MEASURES: Readonly<Record<Measure, string>> = {
  buổi: 'sessions',
  'chỉ tiêu': 'targets',
  'chứng thư số': 'digital certificates',
  cuộc: 'inspections',
  'doanh nghiệp': 'enterprises',
  'dịch vụ': 'services',
  'dự án': 'projects',
  'giao dịch': 'transactions',
  hạng: 'rank',
  'hồ sơ': 'dossiers',
  'kiến nghị': 'petitions',
  lớp: 'classes',
  người: 'people',
  'ngày làm việc': 'working days',
  'nhiệm vụ': 'tasks',
  'nhóm dữ liệu': 'data groups',
  phiếu: 'responses',
  'phản ánh': 'feedback items',
  'phần trăm': 'percent',
  'thủ tục': 'procedures',
  'triệu đồng': 'million VND',
  'trung tâm': 'centres',
  'tổ chức': 'organisations',
  'tỷ đồng': 'billion VND',
  USD: 'USD',
  'văn bản': 'documents',
  'vấn đề': 'issues',
  xã: 'communes',
  điểm: 'points',
  'đơn vị': 'units',
}

/** One of another version of ours stays as it is. */
export const measureWords = (measure: string): Words => ({
  vi: measure,
  en: Object.hasOwn(MEASURES, measure) ? MEASURES[measure as Measure] : measure,
})
