import { z } from 'zod'
import { defineContract } from './contract.ts'
import { code, unitCode, versioned } from './fields.ts'
import { instant, toLocalText } from './instant.ts'
import { knownUnit, type Rule } from './rule.ts'

/** Statuses of the national portal (domain.md §7), grouped as the portal groups them. The hotline's own list is not public. */
export const FEEDBACK_STATUSES = [
  // waiting
  'received-locally', // Tiếp nhận ở địa phương
  'supplemented', // Phản ánh đã bổ sung
  'new-at-government-office', // Mới tiếp nhận (VPCP)
  // in process
  'supplemented-in-process', // PAKN đã bổ sung
  'handled-directly', // Xử lý trực tiếp
  'handled-locally', // Xử lý ở địa phương
  'emailed', // Đã gửi email
  'returned-inside', // Trả lại nội bộ
  // finished
  'forwarded', // Chuyển cơ quan khác hoặc trả VPCP
  'awaiting-publication', // Chờ công khai
  'published', // Đã công khai
  'refused', // Từ chối tiếp nhận
  'handled-elsewhere', // Xử lý ở hệ thống khác
  'awaiting-supplement', // Chờ bổ sung
  'returned-to-receiver', // Trả lại tiếp nhận địa phương
] as const

/** Two streams that are never merged: the national portal (PAKN) and the province's own hotline. */
export const FEEDBACK_CHANNELS = ['national-portal', 'hotline'] as const

const data = z.strictObject({
  ...versioned,
  /** MaPAKN, or the hotline's own number; no number of a person. */
  feedbackCode: code('a feedback code', /^[A-Za-z0-9][A-Za-z0-9._/-]{3,63}$/, 'PAKN-20240620-0001'),
  /** National portal (PAKN) or the province's hotline. */
  channel: z.enum(FEEDBACK_CHANNELS, { error: `expects one of ${FEEDBACK_CHANNELS.join(', ')}` }),
  /** About regulations, policy and procedures, or about conduct of officials (hành vi). */
  kind: z.enum(['regulation', 'conduct', 'other']),
  /** The unit that handles it. */
  unitCode,
  /** TrangThai of the national portal (domain.md §7). */
  status: z.enum(FEEDBACK_STATUSES, { error: `expects one of ${FEEDBACK_STATUSES.join(', ')}` }),
  /** When it was received; deadlines run from here. */
  receivedAt: instant,
  /** Rejected or passed on: within 2 working days of receipt. */
  forwardedAt: instant.nullable().default(null),
  /** First request to supplement: within 5 working days. */
  supplementRequestedAt: instant.nullable().default(null),
  /** "Awaiting publication" or "published" reached: within 15 working days. */
  processedAt: instant.nullable(),
  /** Answer published: within 2 working days of processing. */
  publishedAt: instant.nullable().default(null),
  /** The citizen's verdict. */
  verdict: z.enum(['like', 'dislike']).nullable().default(null),
  /** Keyed hash of the caller's identifier, `<key id>:<hex>`; the identifier itself never leaves the edge (design §3.6). */
  callerHash: code('a keyed hash', /^[a-z0-9-]{1,32}:[0-9a-f]{32,64}$/, 'k1:9f86d081884c7d659a2feaa0c55ad015')
    .nullable()
    .default(null),
  /** The same with the key before, while two keys overlap: who wrote before the change of keys is seen again. */
  callerHashBefore: code(
    'a keyed hash',
    /^[a-z0-9-]{1,32}:[0-9a-f]{32,64}$/,
    'k0:1f4a7bb3c5d2e6f8091a2b3c4d5e6f70',
  )
    .nullable()
    .default(null),
})
export type Feedback = z.output<typeof data>
export type FeedbackInput = z.input<typeof data>

const rules: readonly Rule<Feedback>[] = [
  {
    path: 'processedAt',
    code: 'processed-before-received',
    says: 'lies before receivedAt',
    broken: (d) => d.processedAt !== null && d.processedAt < d.receivedAt,
  },
  {
    path: 'publishedAt',
    code: 'published-before-processed',
    says: 'lies before processedAt',
    broken: (d) => d.publishedAt !== null && d.processedAt !== null && d.publishedAt < d.processedAt,
  },
  {
    path: 'processedAt',
    code: 'missing-processed',
    says: 'is null, but the status says the answer is published',
    broken: (d) => d.status === 'published' && d.processedAt === null,
  },
  knownUnit(
    'is no unit on the day of receipt',
    (d, catalogues) => catalogues.unitAt(d.unitCode, d.receivedAt) !== undefined,
  ),
]

const text = (ms: number | null) => (ms === null ? null : toLocalText(ms))

/**
 * What a feedback system knows of one citizen's feedback (phản ánh, kiến nghị) after a change.
 * Sent at every change with the whole known state; the newest version wins.
 */
export const feedback = defineContract<Feedback>({
  id: 'feedback.v1',
  title: { vi: 'Phản ánh, kiến nghị', en: 'Citizens’ feedback' },
  table: 'feedback_version',
  data,
  code: (d) => d.feedbackCode,
  rules,
  unitDays: (d) => [d.receivedAt],
  columns: [
    'issuing_system',
    'feedback_code',
    'channel',
    'feedback_kind',
    'unit_code',
    'status',
    'received_at',
    'forwarded_at',
    'supplement_requested_at',
    'processed_at',
    'published_at',
    'verdict',
    'caller_hash',
    'caller_hash_before',
  ],
  row: (d) => [
    d.issuingSystem,
    d.feedbackCode,
    d.channel,
    d.kind,
    d.unitCode,
    d.status,
    toLocalText(d.receivedAt),
    text(d.forwardedAt),
    text(d.supplementRequestedAt),
    text(d.processedAt),
    text(d.publishedAt),
    d.verdict ?? '',
    d.callerHash ?? '',
    d.callerHashBefore ?? '',
  ],
  lookedUpColumns: ['unit_level'],
  lookUp: (d, catalogues) => [catalogues.unitAt(d.unitCode, d.receivedAt)?.level ?? ''],
})
