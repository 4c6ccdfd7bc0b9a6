import type { Catalogues, WorkingDaysSql } from '@ioc/catalogues'
import { citizensTime } from './citizens-time.ts'
import { firstOf } from './first-of.ts'
import { procedureDefinitions, procedureFacts } from './procedures.ts'
import { CLOSED_AT, progressFacts } from './progress.ts'
import type { SetOfSubjects } from './set.ts'

const BELONGS_AT = 'coalesce(received_at, submitted_at, recorded_at)'

/** Dossiers (hồ sơ TTHC), table `dossier`. */
export const dossiers = (workingDays: WorkingDaysSql, catalogues: Catalogues): SetOfSubjects => {
  const waited = citizensTime(workingDays, 'ifNull(ended_at, to_at)', 'many')
  return {
    topic: 'dossier.v1',
    current: 'dossier',
    versions: 'dossier_version',
    definitions: { ...workingDays.definitions, ...procedureDefinitions(catalogues) },
    columns: [
      'recorded_at',
      'dossier_code',
      'procedure_code',
      'field_code',
      'unit_code',
      'channel',
      'status',
      'submitted_at',
      'received_at',
      'due_at',
      'finished_at',
      'returned_at',
      'refused_at',
      'closed_at',
      'extension_apology',
      'supplement_requested_at',
      'supplement_supplied_at',
      'fee_vnd',
      'payment_at',
      'digitised',
      'electronic_result',
      'data_reused',
      'population_data_used',
      'procedure_online',
      'unit_level',
    ],
    times: ['received_at', 'finished_at', 'progress_counted_at'],
    belongsAt: BELONGS_AT,
    beginsAt: firstOf(
      [BELONGS_AT, 'finished_at', 'returned_at', 'refused_at', 'closed_at', 'recorded_at'],
      ['payment_at', 'supplement_requested_at'],
    ),
    facts: [
      ...procedureFacts,
      ['ended_at', `coalesce(finished_at, returned_at, ${CLOSED_AT})`],
      ['in_process', 'ifNull(received_at < to_at, false) AND ifNull(ended_at >= to_at, true)'],
      // Lateness by the first promised day: an extension or an apology does not make a late dossier on time (inferred).
      ['is_on_time', 'ifNull(finished_at <= due_at, false)'],
      ['is_overdue', 'ifNull(due_at < to_at, false)'],
      ['is_extended', 'notEmpty(extension_apology)'],
      ['is_apologised', 'notEmpty(extension_apology) AND arrayAll(apology -> apology, extension_apology)'],
      ['paused_ms', waited.ms],
      ['is_on_time_net', 'ifNull(finished_at <= due_at + toIntervalMillisecond(paused_ms), false)'],
      [
        'days_taken',
        `${workingDays.workingDaysBetween('received_at', 'finished_at')} - ${waited.workingDays}`,
      ],
      ...progressFacts(workingDays),
    ],
    shown: [
      'dossier_code',
      'unit_code',
      'procedure_code',
      'channel',
      'status',
      'received_at',
      'due_at',
      'finished_at',
    ],
  }
}
