import { vietnameseInstant } from './instants.ts'

/**
 * `yyyyMMddHHmmss` or `yyyyMMdd` of the portal sync (domain.md §6.2), Asia/Ho_Chi_Minh, as the contracts write instants; some vendors send it as a
 * number, which is no day of Excel.
 */
export const vendorInstant = (told: unknown): unknown =>
  vietnameseInstant(typeof told === 'number' ? String(told) : told)
