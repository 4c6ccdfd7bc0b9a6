import type { ScreenId } from '../screens/paths.ts'
import type { Words } from '../view.tsx'

/** Names of the screens, as the navigation says them. */
export const SCREEN_NAMES: Record<ScreenId | 'navigation' | 'needsEye', Words> = {
  navigation: { vi: 'Màn hình', en: 'Screens' },
  needsEye: { vi: 'cần xem', en: 'needs an eye' },
  overview: { vi: 'Tổng quan', en: 'Overview' },
  units: { vi: 'Đơn vị', en: 'Units' },
  indicators: { vi: 'Chỉ tiêu', en: 'Indicators' },
  feed: { vi: 'Trực tiếp', en: 'Live feed' },
  sources: { vi: 'Nguồn', en: 'Sources' },
  'dead-letters': { vi: 'Bản ghi bị loại', en: 'Dead letters' },
  snapshots: { vi: 'Gói số liệu', en: 'Snapshots' },
  figures: { vi: 'Đối chiếu', en: 'Printed figures' },
  remediation: { vi: 'Khắc phục', en: 'Remediation' },
  alerts: { vi: 'Cảnh báo', en: 'Alerts' },
  audit: { vi: 'Nhật ký thao tác', en: 'Audit' },
}
