import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Accepted, Alarm, Archive, Refused } from './archive.ts'

const ROWS_MAX = 200

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1b1b1b; background: #fff }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid #ccc; vertical-align: top }
th { background: #f2f2f2 } code { font-size: .8rem; overflow-wrap: anywhere } [lang=en] { color: #555; font-weight: normal; font-size: .9em }
.alarm { border: 3px solid #a80000; padding: 0 1rem 1rem; margin: 1rem 0 } .alarm h2 { color: #a80000 }
`
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
${table(
  [
    ...HEADS,
    both('Mã băm đã chấp nhận', 'Digest accepted'),
    both('SHA-256 nhận được', 'SHA-256 received'),
    both('Số lần', 'Attempts'),
  ],
  rows.map((r) => [
    ...[r.group, r.date, r.revision, r.receivedAt].map(escapeHtml),
    `<code>${escapeHtml(r.digest ?? '—')}</code>`,
    `<code>${escapeHtml(r.bytesDigest)}</code>`,
    escapeHtml(r.attempts),
  ]),
)}
</section>
`

const HEADS = [
  both('Nhóm', 'Group'),
  both('Ngày', 'Day'),
  both('Lần công bố', 'Revision'),
  both('Nhận lúc', 'Received at'),
]

const table = (heads: readonly string[], rows: readonly string[][]) =>
  `<table><thead><tr>${heads.map((h) => `<th scope="col">${h}</th>`).join('')}</tr></thead>
<tbody>${rows.map((cells) => `<tr>${cells.map((c) => `<td>${c}</td>`).join('')}</tr>`).join('\n')}</tbody></table>`

const acceptedTable = (rows: readonly Accepted[]) =>
  table(
    [...HEADS, both('Mã băm', 'Digest'), both('Biên nhận', 'Receipt')],
    rows.map((r) => {
      const address = `/v1/snapshots/${encodeURIComponent(r.group)}/${encodeURIComponent(r.date)}/${r.revision}`
      return [
        escapeHtml(r.group),
        escapeHtml(r.date),
        `<a href="${escapeHtml(address)}">${escapeHtml(r.revision)}</a>`,
        escapeHtml(r.receivedAt),
        `<code>${escapeHtml(r.digest)}</code>`,
        `<a href="${escapeHtml(`${address}/receipt`)}">${both('xem', 'open')}</a>`,
      ]
    }),
  )

const refusedTable = (rows: readonly Refused[]) =>
  table(
    [...HEADS, both('Lý do', 'Code'), both('Số lần', 'Attempts'), 'SHA-256'],
    rows.map((r) => [
      escapeHtml(r.group),
      escapeHtml(r.date),
      escapeHtml(r.revision),
      escapeHtml(r.receivedAt),
      escapeHtml(r.code),
      escapeHtml(r.attempts),
      `<code>${escapeHtml(r.bytesDigest)}</code>`,
    ]),
  )
