import type { Catalogues, WorkingDaysSql } from '@ioc/catalogues'
import { citizensTime } from './citizens-time.ts'
import { elsewhere } from './elsewhere.ts'
import { firstOf } from './first-of.ts'
import { procedureDefinitions, procedureFacts } from './procedures.ts'
import { CLOSED_AT, progressFacts, RECORDED_END } from './progress.ts'
import type { SetOfSubjects } from './set.ts'

const BELONGS_AT = 'coalesce(received_at, submitted_at, recorded_at)'

/** Every instant that a fact holds against the end of a period. */
const INSTANTS = {
  single: ['received_at', 'due_at', 'finished_at', 'returned_at', 'refused_at', 'closed_at', 'recorded_at'],
  several: ['supplement_requested_at', 'supplement_supplied_at'],
} as const

/** Every instant that brings a dossier into a period. */
const BRINGING = {
  single: [
    'received_at',
    'finished_at',
    'due_at',
    'returned_at',
    'refused_at',
    'closed_at',
    'submitted_at',
    'recorded_at',
  ],
  several: ['supplement_requested_at', 'supplement_supplied_at', 'payment_at'],
} as const

/** Instants nobody recorded are passed over: recorded_at always is there. */
const leastOf = ({ single, several }: typeof INSTANTS) => {
  const known = several.map(
    (times) => `arrayMin(arrayPushBack(arrayMap(at -> ifNull(at, recorded_at), ${times}), recorded_at))`,
  )
  return `least(${[...single.map((time) => `ifNull(${time}, recorded_at)`), ...known].join(', ')})`
}
const greatestOf = ({ single, several }: typeof INSTANTS) => {
  const end = 'assumeNotNull(recorded_end_at)'
  const known = several.map(
    (times) => `arrayMax(arrayPushBack(arrayMap(at -> ifNull(at, ${end}), ${times}), ${end}))`,
  )
  const others = single.filter((time) => time !== 'recorded_at') // where it is an end, it is the recorded one
  return `greatest(${[...others.map((time) => `ifNull(${time}, ${end})`), ...known].join(', ')})`
}

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
      'extra',
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
      'payment_gateway',
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
    // The recorded end stands for every rule: a request that waits is the end for Decision 766 only in periods over by then.
    elsewhere: elsewhere(RECORDED_END, BRINGING),
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
    moves: { from: leastOf(INSTANTS), until: `if(isNull(recorded_end_at), NULL, ${greatestOf(INSTANTS)})` },
    // What has finished has ended then, and nothing of it runs on.
    knownAfter: { finished_at: ['paused_ms', 'days_taken', 'is_on_time_net'] },
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
