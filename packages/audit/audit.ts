import type { ClickHouse } from '@ioc/clickhouse'
import type { Kafka } from '@ioc/kafka'
import { type Contract, contractById, versionsTables } from '@ioc/schemas'
import { countCurrent, currentTableOf } from './current.ts'
import { compareBytes } from './deep.ts'
import { type LedgerEnd, ledgerEnds, rangesOf } from './ends.ts'
import {
  EXAMPLES_MAX,
  type Finding,
  type Kind,
  type PartitionReport,
  type Report,
  type TableReport,
} from './findings.ts'
import { compareWithLog, logEnds } from './log.ts'
import { countRange, gapsIn, misplacedRows } from './rows.ts'

export type AuditDoors = {
  clickhouse: Pick<ClickHouse, 'query'>
  /** Null: Kafka is not compared. */
  kafka: Pick<Kafka, 'admin' | 'readFrom'> | null
  /** Read the log once more and compare every record's bytes with the ledger. */
  deep?: boolean
  /** Told after every piece of work. */
  say(line: string): void
}

/**
 * Proves on a running system that the ledger is gap-free, that the business rows are its kept rows and nothing more, and that the
 * current state is the newest version of every subject (design §4). The ledger's end is fixed first; what lies above it is in
 * flight. Reads only.
 */
export const audit = async ({ clickhouse, kafka, say, deep = false }: AuditDoors): Promise<Report> => {
  const began = performance.now()
  const ends = await ledgerEnds(clickhouse)
  const findings = collect()
  const log = kafka && compareWithLog(ends, await logEnds(kafka, [...contractById.keys()]))
  const partitions: PartitionReport[] = []
  for (const end of ends) {
    say(`${end.topic}/${end.partition}: offsets 0 to ${end.end}`)
    const counted = await auditPartition(clickhouse, end, findings)
    if (deep && kafka) {
      const { topic, partition } = end
      const differing = await compareBytes({ clickhouse, kafka }, end, say)
      if (differing.length > 0)
        findings.add(
          'other-bytes',
          { topic, partition, table: 'ledger' },
          differing.length,
          at(topic, partition, differing),
        )
    }
    partitions.push({ ...counted, log: log?.logs.get(`${end.topic}/${end.partition}`) ?? null })
  }
  const tables: TableReport[] = []
  for (const { contract } of versionsTables) {
    for (const { topic, partition, rows, examples } of await misplacedRows(clickhouse, contract))
      findings.add(
        'misplaced',
        { topic, partition, table: contract.table },
        rows,
        at(topic, partition, examples),
      )
    tables.push(await auditCurrent(clickhouse, contract, ends, findings, say))
  }
  const all = [...findings.all(), ...(log?.findings ?? [])]
  return {
    clean: all.length === 0,
    partitions,
    tables,
    findings: all,
    kafka: log ? 'compared' : null,
    behind: log && partitions.reduce((sum, { log }) => sum + (log?.lag ?? 0), 0),
    bytes: log && deep ? 'compared' : null,
    seconds: Number(((performance.now() - began) / 1000).toFixed(1)),
  }
}

const auditPartition = async (
  clickhouse: Pick<ClickHouse, 'query'>,
  end: LedgerEnd,
  findings: Collected,
): Promise<PartitionReport> => {
  const { topic, partition } = end
  const contract = contractById.get(topic)
  const report = { topic, partition, end: end.end, ledger: 0, kept: 0, businessRows: 0, lost: 0, log: null }
  for (const range of rangesOf(end)) {
    let held = 0
    for (const { verdict, positions, inLedger, business, lost, examples } of await countRange(
      clickhouse,
      contract,
      range,
    )) {
      held += inLedger
      report.businessRows += business
      report.lost += lost
      if (!UNKEPT.has(verdict)) report.kept += positions
      if (verdict !== 'fine' && verdict !== 'none')
        findings.add(
          verdict,
          { topic, partition, table: contract?.table ?? '' },
          positions,
          at(topic, partition, examples),
        )
    }
    report.ledger += held
    if (held === range.to - range.from + 1) continue
    for (const gap of await gapsIn(clickhouse, range))
      findings.add('gap', { topic, partition, table: 'ledger' }, gap.to - gap.from + 1, [
        `${topic}/${partition}/${gap.from}-${gap.to}`,
      ])
  }
  return report
}

/** Verdicts of offsets the ledger did not keep. */
const UNKEPT = new Set<string>(['none', 'orphan', 'row-in-gap'])

const auditCurrent = async (
  clickhouse: Pick<ClickHouse, 'query'>,
  contract: Contract,
  ends: readonly LedgerEnd[],
  findings: Collected,
  say: AuditDoors['say'],
): Promise<TableReport> => {
  const table = currentTableOf(contract)
  const report = { table, subjects: 0, inFlight: 0 }
  for await (const { slice, slices, counts } of countCurrent(clickhouse, contract, ends)) {
    for (const { verdict, subjects, examples } of counts) {
      report.subjects += subjects
      if (verdict === 'in-flight') report.inFlight += subjects
      else if (verdict !== 'fine')
        findings.add(verdict, { topic: contract.id, partition: null, table }, subjects, examples)
    }
    say(`${table}: ${report.subjects} subjects (${slice} of ${slices})`)
  }
  return report
}

const at = (topic: string, partition: number, offsets: readonly number[]) =>
  offsets.map((offset) => `${topic}/${partition}/${offset}`)

type Place = Pick<Finding, 'topic' | 'partition' | 'table'>
type Collected = ReturnType<typeof collect>

/** Findings of one kind and place are one, however many pieces they were found in. */
const collect = () => {
  const found = new Map<string, Finding>()
  return {
    add: (kind: Kind, place: Place, count: number, examples: readonly string[]) => {
      const key = `${kind} ${place.topic} ${place.partition} ${place.table}`
      const known = found.get(key) ?? { kind, ...place, count: 0, examples: [] }
      known.count += count
      known.examples = [...known.examples, ...examples].slice(0, EXAMPLES_MAX)
      found.set(key, known)
    },
    all: () => [...found.values()],
  }
}
