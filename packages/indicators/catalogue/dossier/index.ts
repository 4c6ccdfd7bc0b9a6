import type { CountedIndicator } from '../../define.ts'
import { dossierByChannel, dossierOnlineReceived } from './channel.ts'
import { dossierDigitised, dossierFullOnline, dossierOnlinePayments, dossierPaidOnline } from './digital.ts'
import { dossierMedianDays, dossierP90Days } from './duration.ts'
import { dossierExtendedWithApology, dossierExtendedWithoutApology } from './extended.ts'
import { dossierOnTime, dossierOnTimeByLevel, dossierOnTimeNet } from './on-time.ts'
import {
  dossierDueSoon,
  dossierFinished,
  dossierInProcess,
  dossierLateFinished,
  dossierLateOpen,
  dossierReceived,
} from './workload.ts'

/** Indicators over dossiers, in the order screens list them. */
export const dossier: readonly CountedIndicator[] = [
  ...dossierOnTimeByLevel,
  dossierOnTime,
  dossierOnTimeNet,
  dossierReceived,
  dossierFinished,
  dossierInProcess,
  dossierLateFinished,
  dossierLateOpen,
  dossierDueSoon,
  dossierExtendedWithApology,
  dossierExtendedWithoutApology,
  dossierMedianDays,
  dossierP90Days,
  dossierFullOnline,
  dossierOnlineReceived,
  ...dossierByChannel,
  dossierPaidOnline,
  dossierOnlinePayments,
  dossierDigitised,
]
