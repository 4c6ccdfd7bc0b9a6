import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Accepted, Address, Alarm, Archive, Refused } from './archive.ts'
import { STYLE } from './page-style.ts'
import { GROUP_WORDS } from './words.ts'

const ROWS_MAX = 200

const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Text made safe for HTML, in element and quoted attribute alike. */
export const escapeHtml = (text: string | number): string =>
  String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

const both = (vi: string, en: string) => `${vi} <span lang="en">${en}</span>`

/** Adds the page at `/`: what was received and what was refused, the newest first. Made here, without a script. */
export const addPage = (
  app: FastifyInstance,
  archive: Pick<Archive, 'newest' | 'newestRefused' | 'alarms'>,
): void => {
  app.get('/', async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', POLICY)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .send(pageOf(archive.newest(ROWS_MAX), archive.newestRefused(ROWS_MAX), archive.alarms(ROWS_MAX))),
  )
}

/** The page as text. */
export const pageOf = (
  accepted: readonly Accepted[],
  refused: readonly Refused[],
  alarms: readonly Alarm[],
): string => `<!doctype html>
<html lang="vi">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>IOC quốc gia: dữ liệu đã nhận</title><style>${STYLE}</style></head>
<body>
<main>
<h1>${both('IOC quốc gia: dữ liệu đã nhận', 'National IOC: snapshots received')}</h1>
<p>${both('Bên nhận tham chiếu.', 'The reference receiver.')} ${both(`Mỗi bảng tối đa ${ROWS_MAX} dòng.`, `At most ${ROWS_MAX} rows in each table.`)}</p>
${alarms.length === 0 ? '' : alarmBlock(alarms)}<h2>${both('Đã chấp nhận', 'Accepted')}</h2>
${accepted.length === 0 ? `<p>${both('Chưa nhận dữ liệu nào.', 'Nothing received yet.')}</p>` : acceptedTable(accepted)}
<h2>${both('Đã từ chối', 'Refused')}</h2>
${refused.length === 0 ? `<p>${both('Chưa từ chối dữ liệu nào.', 'Nothing refused yet.')}</p>` : refusedTable(refused)}
</main>
</body>
</html>
`

/** Says what happened and what to do: whoever looks here must not take it for one more refusal. */
const alarmBlock = (rows: readonly Alarm[]) => `<section class="alarm" role="alert">
<h2>${both('Báo động', 'Alarm')}</h2>
<p>${both('Một gói số liệu đã công bố được gửi lại với nội dung khác. Bản đã chấp nhận được giữ nguyên; hãy hỏi bên gửi.', 'A published snapshot came again with another body. What was accepted stays; ask the sender.')}</p>
${table([...HEADS, ACCEPTED_DIGEST, RECEIVED_DIGEST, ATTEMPTS], rows, (r) => [
  ...headCells(r),
  code(r.digest ?? '—'),
  code(r.bytesDigest),
  escapeHtml(r.attempts),
])}
</section>
`

type Head = { vi: string; en: string; kind?: 'group' | 'date' | 'instant' | 'digest' }

const HEADS: readonly Head[] = [
  { vi: 'Nhóm', en: 'Group', kind: 'group' },
  { vi: 'Ngày', en: 'Day', kind: 'date' },
  { vi: 'Lần công bố', en: 'Revision' },
  { vi: 'Nhận lúc', en: 'Received at', kind: 'instant' },
]
const DIGEST: Head = { vi: 'Mã băm', en: 'Digest', kind: 'digest' }
const ACCEPTED_DIGEST: Head = { vi: 'Mã băm đã chấp nhận', en: 'Digest accepted', kind: 'digest' }
const RECEIVED_DIGEST: Head = { vi: 'SHA-256 nhận được', en: 'SHA-256 received', kind: 'digest' }
const RECEIPT: Head = { vi: 'Biên nhận', en: 'Receipt' }
const REASON: Head = { vi: 'Lý do', en: 'Code' }
const ATTEMPTS: Head = { vi: 'Số lần', en: 'Attempts' }

const code = (text: string) => `<code>${escapeHtml(text)}</code>`

/** In words, with the code beside; a group nobody told us of by its code alone. */
const groupCell = (group: string) => {
  const words = Object.hasOwn(GROUP_WORDS, group) ? GROUP_WORDS[group] : undefined
  return words ? `${both(words.vi, words.en)} ${code(group)}` : code(group)
}

const headCells = (
  { group, date, revision, receivedAt }: Address & { receivedAt: string },
  address?: string,
) => [
  groupCell(group),
  escapeHtml(date),
  address ? `<a href="${escapeHtml(address)}">${escapeHtml(revision)}</a>` : escapeHtml(revision),
  escapeHtml(receivedAt),
]

/** The roles stay what they are where the style makes cards of the rows. */
const table = <Row>(heads: readonly Head[], rows: readonly Row[], cellsOf: (row: Row) => string[]) =>
  `<table role="table"><thead role="rowgroup"><tr role="row">${heads.map(({ vi, en }) => `<th role="columnheader" scope="col">${both(vi, en)}</th>`).join('')}</tr></thead>
<tbody role="rowgroup">${rows.map((row) => `<tr role="row">${cellsOf(row).map(cellAt(heads)).join('')}</tr>`).join('\n')}</tbody></table>`

const cellAt = (heads: readonly Head[]) => (cell: string, at: number) =>
  `<td role="cell" data-label="${heads[at]!.vi}"${heads[at]!.kind ? ` class="${heads[at]!.kind}"` : ''}>${cell}</td>`

const acceptedTable = (rows: readonly Accepted[]) =>
  table([...HEADS, DIGEST, RECEIPT], rows, (r) => {
    const address = `/v1/snapshots/${encodeURIComponent(r.group)}/${encodeURIComponent(r.date)}/${r.revision}`
    return [
      ...headCells(r, address),
      code(r.digest),
      `<a href="${escapeHtml(`${address}/receipt`)}">${both('xem', 'open')}</a>`,
    ]
  })

const refusedTable = (rows: readonly Refused[]) =>
  table([...HEADS, REASON, ATTEMPTS, RECEIVED_DIGEST], rows, (r) => [
    ...headCells(r),
    escapeHtml(r.code),
    escapeHtml(r.attempts),
    code(r.bytesDigest),
  ])
