import type { Profile766 } from './profile.ts'
import { CONTENT } from './profile-2026-content.ts'
import { ONLINE } from './profile-2026-online.ts'

/**
 * The index that follows the service of citizens and firms in real time: Decision 766/QĐ-TTg (23/6/2022), in six groups as the
 * National Public Service Portal shows it. Formulas and maxima are those of the portal operator's sheet of 2026, as printed in a
 * public repository, and reproduce the portal's own scores of August 2026 (golden-766.ts). It is **not proven** that they were in
 * force in 2022–2025, and the annex of the decision was not seen (domain.md §4, §11.1): hence the version in the name.
 */
export const PROFILE_766_2026: Profile766 = {
  id: '766@2026',
  kind: '766',
  title: {
    vi: 'Bộ chỉ số phục vụ người dân, doanh nghiệp (Quyết định 766/QĐ-TTg), công thức năm 2026',
    en: 'Index of service to citizens and businesses (Decision 766/QĐ-TTg), formulas of 2026',
  },
  madeIn: 2026,
  evidence: 'unconfirmed',
  source:
    'Formula sheet of the National Public Service Portal, 2026, as carried by a public repository; the annex of Decision 766/QĐ-TTg was not seen',
  // In the order of the portal.
  groups: [CONTENT.CKMB, ONLINE.TDGQ, ONLINE.CLGQ, ONLINE.TTTT, CONTENT.MDSH, CONTENT.MDHL],
  bands: [
    { from: 90, word: 'xuất sắc', en: 'excellent', evidence: 'published' },
    { from: 80, word: 'tốt', en: 'good', evidence: 'published' },
    { from: 70, word: 'khá', en: 'fair', evidence: 'unconfirmed' },
    { from: 50, word: 'trung bình', en: 'average', evidence: 'unconfirmed' },
    { from: 0, word: 'yếu', en: 'weak', evidence: 'unconfirmed' },
  ],
}
