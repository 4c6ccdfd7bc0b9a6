import type { Bilingual } from '@ioc/scoring'
import { type CountedIndicator, defineIndicator, type Expression, within } from '../../define.ts'
import { remarks } from '../remarks.ts'

/** The two streams, which are never merged (domain.md §7). The portal's indicators carry the plain names. */
export const CHANNELS = [
  { channel: 'national-portal', prefix: 'feedback', vi: 'Cổng DVCQG', en: 'national portal' },
  { channel: 'hotline', prefix: 'feedback.hotline', vi: 'đường dây nóng', en: 'provincial hotline' },
] as const
export type FeedbackChannel = (typeof CHANNELS)[number]

type Own = Pick<CountedIndicator, 'kind' | 'numerator' | 'denominator' | 'halves'> & {
  /** What follows the channel's prefix. */
  name: string
  vi: string
  en: string
  source?: string
  remark?: Bilingual
  evidence?: CountedIndicator['evidence']
}

const DEADLINES = 'Ghi chú công thức Quyết định 766/QĐ-TTg: 2, 15 và 2 ngày làm việc'
const FROM_NOTES: Bilingual = {
  vi: 'đọc từ ghi chú công khai, không phải từ phụ lục',
  en: 'read from public notes, not from the annex',
}
/** domain.md §7 names the rule; that such feedback is judged even without a verdict is a reading of it. */
export const REPEATED_IS_DISSATISFIED: Bilingual = {
  vi: 'phản ánh lặp lại tính là không hài lòng, dù có đánh giá hay không (suy luận)',
  en: 'a repeated complaint counts as dissatisfied, with a verdict or without one (inferred)',
}
const HOTLINE: Bilingual = {
  vi: 'không tìm được quy chế riêng của đường dây nóng nên dùng thời hạn của Cổng DVCQG (chưa xác minh)',
  en: 'the hotline’s own regulation was not found, so the portal’s deadlines stand in (unconfirmed)',
}

const NOT_PRINTED: Bilingual = {
  vi: 'văn bản nói về Cổng DVCQG; chưa có văn bản nào in số của đường dây nóng (chưa xác minh)',
  en: 'the document speaks of the national portal; none prints a number of the hotline (unconfirmed)',
}

/** An indicator over one stream of feedback; what all of them share is said here once. */
export const feedbackIndicator = (
  { channel, prefix, vi, en }: FeedbackChannel,
  { name, source, remark, evidence = 'inferred', ...own }: Own,
): CountedIndicator => {
  const { kind, numerator, denominator, halves } = own
  const isHotline = channel === 'hotline'
  const mine = [
    ...(remark ? [remark] : source ? [] : [FROM_NOTES]),
    ...(isHotline ? [source ? NOT_PRINTED : HOTLINE] : []),
  ]
  return defineIndicator({
    id: `${prefix}.${name}`,
    version: 1,
    title: { vi: `${own.vi} (${vi})`, en: `${own.en} (${en})` },
    source: source ?? DEADLINES,
    ...(mine.length > 0 ? { remark: remarks(...mine) } : {}),
    halves,
    evidence: isHotline ? 'unconfirmed' : evidence,
    group: 'feedback',
    kind,
    of: 'feedback',
    stream: channel,
    numerator,
    denominator,
    unitOfMeasure: 'phản ánh',
    aboutPersons: true,
  })
}

/** Of one stream, feedback with an instant in the period and a condition that does not speak of it. */
export const ofChannel = ({ channel }: FeedbackChannel, time: string, and = 'true'): Expression =>
  within(time, `channel = '${channel}' AND ${and}`)

/** Of one stream, feedback that fulfils a condition on the period. */
export const ofChannelWhere =
  ({ channel }: FeedbackChannel, condition: Expression): Expression =>
  (period) =>
    `channel = '${channel}' AND ${condition(period)}`
