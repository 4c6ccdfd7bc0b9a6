import { CRITERIA_1_TO_5 } from './criteria-1-to-5.ts'
import { CRITERIA_6_TO_9 } from './criteria-6-to-9.ts'
import type { ProfilePar } from './profile.ts'

/**
 * The PAR Index of provinces for 2023 as far as Lâm Đồng's appendix prints it (Kế hoạch 5024/KH-UBND, 20/6/2024): only criteria
 * that lost points are printed, and of the scoring guide nothing is. Rule that fits every printed ratio: percent rounded half-up
 * to 4 decimals, then points rounded half-up to 4 decimals, a criterion is the sum of its parts (domain.md §2.2). Weights and
 * targets are inferred where a criterion says so.
 */
export const PROFILE_PAR_2023: ProfilePar = {
  id: 'par@2023',
  kind: 'par',
  title: {
    vi: 'Chỉ số cải cách hành chính cấp tỉnh năm 2023 (PAR Index)',
    en: 'Provincial index of administrative reform 2023 (PAR Index)',
  },
  madeIn: 2023,
  evidence: 'inferred',
  source:
    'Kế hoạch 5024/KH-UBND (20/6/2024), appendix; Quyết định 273/QĐ-BNV (10/4/2024); the scoring guide of Quyết định 876/QĐ-BNV was not seen',
  domains: [
    { code: '1', max: '9.5', title: { vi: 'Công tác chỉ đạo, điều hành', en: 'Direction and steering' } },
    { code: '2', max: '6', title: { vi: 'Cải cách thể chế', en: 'Institutional reform' } },
    { code: '3', max: '13.0', title: { vi: 'Cải cách thủ tục hành chính', en: 'Administrative procedures' } },
    { code: '4', max: '6.5', title: { vi: 'Cải cách tổ chức bộ máy hành chính', en: 'Organisation' } },
    { code: '5', max: '6.0', title: { vi: 'Cải cách chế độ công vụ', en: 'Civil service' } },
    { code: '6', max: '8.0', title: { vi: 'Cải cách tài chính công', en: 'Public finance' } },
    {
      code: '7',
      max: '12.5',
      title: {
        vi: 'Xây dựng và phát triển chính quyền điện tử, chính quyền số',
        en: 'E-government and digital government',
      },
    },
    {
      code: '8',
      max: '6.5',
      title: {
        vi: 'Tác động của cải cách hành chính đến người dân, tổ chức và phát triển kinh tế - xã hội',
        en: 'Impact of the reform',
      },
    },
    {
      code: '9.1',
      max: '10',
      title: { vi: 'Chỉ số hài lòng của người dân (SIPAS)', en: 'Satisfaction of citizens (SIPAS)' },
    },
    {
      code: '9.2',
      max: '22',
      title: { vi: 'Khảo sát lãnh đạo, quản lý các cấp', en: 'Survey of leaders and managers' },
    },
  ],
  criteria: [...CRITERIA_1_TO_5, ...CRITERIA_6_TO_9],
}
