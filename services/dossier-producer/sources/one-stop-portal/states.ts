import type { DOSSIER_CHANNELS, DOSSIER_STATUSES, DossierInput } from '@ioc/schemas/events/dossier.ts'

/** TrangThaiHoSo of the portal sync (domain.md §6.2). */
export const STATUSES: Readonly<Record<string, (typeof DOSSIER_STATUSES)[number]>> = {
  1: 'registered',
  2: 'received',
  3: 'not-accepted',
  4: 'in-process',
  5: 'supplement-requested',
  6: 'payment-requested',
  7: 'withdrawal-requested',
  8: 'stopped',
  9: 'finished',
  10: 'returned',
}

/**
 * How far a dossier usually is in each state: the order of two tellings of one instant. A dossier that goes back to work after a supplement
 * or a payment comes with a later instant.
 */
export const COURSE: readonly string[] = ['1', '2', '4', '6', '5', '7', '3', '8', '9', '10']

/** KenhThucHien. */
export const CHANNELS: Readonly<Record<string, (typeof DOSSIER_CHANNELS)[number]>> = {
  1: 'direct',
  2: 'online',
  3: 'post',
}

/** LoaiDoiTuong. Another ministry’s interface counts from 0: what is not here is refused, not guessed. */
export const APPLICANTS: Readonly<Record<string, DossierInput['applicantKind']>> = {
  1: 'citizen',
  2: 'enterprise',
  3: 'state-body',
  4: 'other',
}

/** DuocThanhToanTrucTuyen; 3 is seen and unconfirmed (domain.md §6.2). */
export const GATEWAYS: Readonly<Record<string, 'national' | 'province' | 'other'>> = {
  1: 'national',
  2: 'province',
  3: 'other',
}
