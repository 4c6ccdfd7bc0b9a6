/** What an audit can find, and what a person does about it. `repair`: the command that mends it, or null where a person must decide. */
export const KINDS = {
  gap: { says: 'the ledger lacks these offsets', repair: 'mend' },
  'row-in-gap': { says: 'business rows stand where the ledger lacks an offset', repair: 'mend' },
  missing: { says: 'kept in the ledger, but without a business row', repair: 'mend' },
  orphan: { says: 'business rows of records the ledger did not keep', repair: 'mend' },
  twice: { says: 'two business rows with different content for one position', repair: 'mend' },
  'other-subject': { says: 'the business row is of another subject than the ledger row', repair: 'mend' },
  misplaced: { says: 'rows of another topic than the table is for', repair: null },
  'current-missing': { says: 'subjects with versions, but without a current state', repair: 'mend' },
  'current-orphan': { says: 'current states of subjects without any version', repair: 'mend' },
  'current-stale': { says: 'current states older than the newest version', repair: 'mend' },
  'current-differs': { says: 'current states that equal no newest version', repair: 'mend' },
  'beyond-log': { says: 'the ledger ends beyond the log: it was folded from another one', repair: null },
  'log-begins-after': { says: 'the log begins after the next needed offset', repair: 'accept-loss' },
  'topic-missing': { says: 'the topic does not exist on this Kafka', repair: null },
  'other-bytes': { says: 'the log holds other bytes than the ledger', repair: null },
} as const

export type Kind = keyof typeof KINDS

/** One kind of fault in one place. Examples are log positions, never contents or subjects. */
export type Finding = {
  kind: Kind
  topic: string
  partition: number | null
  table: string
  count: number
  /** At most 20: `dossier.v1/2/1234`, a gap as `dossier.v1/2/10-15`. */
  examples: string[]
}

export const EXAMPLES_MAX = 20

/** One partition as the audit saw it; `end` is the ledger's end at its beginning, and rows above are no fault. */
export type PartitionReport = {
  topic: string
  partition: number
  end: number
  ledger: number
  kept: number
  businessRows: number
  /** Offsets a person has accepted as lost; they stay visible for ever. */
  lost: number
  log: { begins: number; ends: number; lag: number } | null
}

export type TableReport = { table: string; subjects: number; inFlight: number }

export type Report = {
  clean: boolean
  partitions: PartitionReport[]
  tables: TableReport[]
  findings: Finding[]
  /** Null where Kafka was not asked or did not answer. */
  kafka: 'compared' | null
  /** Records of the log, of all partitions, that the ledger has not come to; null where Kafka was not asked or did not answer. */
  behind: number | null
  /** Whether each record's bytes were read from Kafka once more and compared. */
  bytes: 'compared' | null
  seconds: number
}
