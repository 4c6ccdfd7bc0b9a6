import { sameName } from '@ioc/connectors/texts/tidy.ts'

/** Heads of the answer columns as the department’s sheet has them, and the question of `sipas@2022` each is. */
const QUESTIONS: Readonly<Record<string, string>> = {
  'Phát triển kinh tế': 'satisfaction.economy',
  'Khám, chữa bệnh': 'satisfaction.health-care',
  'Giáo dục phổ thông': 'satisfaction.general-education',
  'Điện sinh hoạt': 'satisfaction.electricity',
  'Nước sạch sinh hoạt': 'satisfaction.clean-water',
  'Trật tự, an toàn xã hội': 'satisfaction.public-order',
  'Giao thông đường bộ': 'satisfaction.road-traffic',
  'An sinh xã hội': 'satisfaction.social-security',
  'Cải cách hành chính': 'satisfaction.administrative-reform',
  'Tiếp cận dịch vụ': 'satisfaction.access',
  'Thủ tục hành chính': 'satisfaction.procedures',
  'Công chức giải quyết': 'satisfaction.staff',
  'Kết quả dịch vụ': 'satisfaction.result',
  'Tiếp nhận, xử lý góp ý': 'satisfaction.feedback-handling',
}

export const questionCodes: readonly string[] = Object.values(QUESTIONS)

const byHead = new Map(Object.entries(QUESTIONS).map(([head, code]) => [sameName(head), code]))

/** The question a column asks: by its head, below whatever group it stands; or by a question’s code, for sheets of other questionnaires. */
export const questionOf = (column: string): string | null => {
  const head = column.split(' / ').at(-1)!
  return byHead.get(sameName(head)) ?? (/^[a-z]+\.[a-z-]+$/.test(head) ? head : null)
}

const SCALE: Readonly<Record<string, number>> = {
  'rất không hài lòng': 1,
  'không hài lòng': 2,
  'bình thường': 3,
  'hài lòng': 4,
  'rất hài lòng': 5,
}
const NO_OPINION = new Set(['không ý kiến', 'không có ý kiến', 'không biết', '-'])

/** The column ticked, from 1: told as its number or in words; null for no opinion. What is neither stays as it was. */
export const answerOf = (value: unknown): number | string | null => {
  if (typeof value === 'number') return value
  const name = sameName(String(value))
  if (name === '' || NO_OPINION.has(name)) return null
  return SCALE[name] ?? (/^\d{1,2}$/.test(name) ? Number(name) : String(value))
}
