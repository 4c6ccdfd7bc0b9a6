import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { ResidentStatus } from '@ioc/connectors/residents.ts'
import { reportedFigure } from '@ioc/schemas'
import { sourceCommand } from '../engines/breaker.producer.ts'
import { type Benchmark, cpuMsOf, peakMbOf, spreadOf } from './measure.ts'
import { openProducerStage, type ProducerStage } from './producer.stage.ts'

const NAME = 'department-figures'
/** What every service stays below (issue of the speed of the river). */
const GOAL_MB = 400
/** Rows for each event of `--events`: its default makes a million. */
const ROWS_PER_EVENT = 5
const BROKEN_AT = 0.6
/** How far it has come when its process is killed. */
const KILLED_AT = 0.4
const LOOK_MS = 250

const HEAD = [
  ...['Chỉ tiêu', 'Mã đơn vị', 'Từ ngày', 'Đến ngày', 'Thực hiện', 'Kế hoạch', 'Đơn vị tính'],
  ...['Ước thực hiện', 'Số văn bản', 'Ngày văn bản', 'Thu hồi', 'Ghi chú'],
]
const remark = 'chưa quyết toán, còn chờ đối chiếu với kho bạc '.repeat(40).slice(0, 1_500)
const cellsOf = (n: number) => [
  ...['Giải ngân vốn đầu tư công', '68', '1/1/2024', '30/6/2024', '1.000,5', '8.718,3', 'tỷ', 'Không'],
  ...[`${n}/BC-LON`, '20/6/2024', '', remark],
]

/** How a row is written, and one that is broken, in each form. */
const FORMS = {
  csv: {
    head: `${HEAD.join(';')}\n`,
    row: (n: number) => `${cellsOf(n).join(';')}\n`,
    broken: 'Giải ngân;hai cột\n',
  },
  ndjson: {
    head: '',
    row: (n: number) => {
      const cells = cellsOf(n)
      return `${JSON.stringify(Object.fromEntries(HEAD.map((name, at) => [name, cells[at]])))}\n`
    },
    broken: '{"Chỉ tiêu": "Giải ngân\n',
  },
} as const
type Form = keyof typeof FORMS

/**
 * One file of a million rows, 2 GB, through the drop source of a real producer into Kafka, as CSV and as NDJSON: one row is broken, and the process
 * is killed on the way. Every row must be there, one rejected, none lost. Ratio: the most memory the producer ever had resident ÷ 400 MB.
 */
export const largeFile: Benchmark = async ({ events, say }) => {
  const rows = events * ROWS_PER_EVENT
  const peaks: number[] = []
  const figures: Record<string, number> = {}
  for (const form of Object.keys(FORMS) as Form[]) {
    const stage = await openProducerStage('figure-producer')
    try {
      const found = await through(stage, form, rows, say)
      peaks.push(found.peakMb / GOAL_MB)
      for (const [name, value] of Object.entries(found))
        figures[`${form}: ${LABELS[name as keyof Found]}`] = value
    } finally {
      await stage.close()
    }
  }
  return { ratio: spreadOf(peaks), figures: { rows, ...figures } }
}

type Found = {
  fileMb: number
  seconds: number
  peakMb: number
  cpuMicroseconds: number
  resumeSeconds: number
  twice: number
}
const LABELS: Record<keyof Found, string> = {
  fileMb: 'file, MB',
  seconds: 'from seen to read, s',
  peakMb: 'peak resident of the producer, MB',
  cpuMicroseconds: 'CPU of the producer, µs a row',
  resumeSeconds: 'from the start after the kill to the next row, s',
  twice: 'rows sent twice because of the kill',
}

const through = async (
  stage: ProducerStage,
  form: Form,
  rows: number,
  say: (line: string) => void,
): Promise<Found> => {
  const folder = join(stage.dataDir, 'dropped')
  mkdirSync(folder)
  const file = join(folder, `lon.${form}`)
  writeRows(`${file}.part`, form, rows)
  renameSync(`${file}.part`, file)
  const fileMb = Math.round(statSync(file).size / 1e6)
  say(`  ${form}: ${fileMb} MB, ${rows} rows`)
  const ran = await sourceCommand(
    stage,
    stage.brokers,
    ...['run', NAME, '--set', `folder=${folder}`, '--set', `files=*.${form}`, '--every', '0.2', '--no-wait'],
  )
  if (ran.code !== 0) throw new Error(`the source cannot be turned on: exit ${ran.code}`)

  const beganMs = performance.now()
  const peaks: number[] = []
  let cpuMs = 0
  let toldAt = 0
  /** Waits until so many rows are acknowledged, and tells how it goes. */
  const upTo = async (wanted: number) => {
    for (;;) {
      const status = await statusOf(stage)
      if (status?.error) throw new Error(`the source says: ${status.error}`)
      const emitted = status?.emitted ?? 0
      if (emitted >= toldAt + rows / 10) {
        toldAt = emitted
        say(
          `  ${form}: ${emitted} of ${rows} rows, ${Math.round(peakMbOf(stage.pids().producer))} MB at most`,
        )
      }
      if (emitted >= wanted) return emitted
      await wait(LOOK_MS)
    }
  }
  const settle = () => {
    const { producer } = stage.pids()
    peaks.push(peakMbOf(producer))
    cpuMs += cpuMsOf(producer)
  }
  await upTo(rows * KILLED_AT)
  settle()
  await stage.restart()
  const restartedMs = performance.now()
  const resumed = (await statusOf(stage))?.emitted ?? 0
  await upTo(resumed + 1)
  const resumeSeconds = (performance.now() - restartedMs) / 1000
  await upTo(rows)
  settle()
  const seconds = (performance.now() - beganMs) / 1000
  const status = await statusOf(stage)
  const { records, ids, rejected } = await inLog(stage)
  if (status?.rejected !== 1 || ids !== rows || rejected < 1)
    throw new Error(
      `of ${rows} rows ${ids} are in the log, and ${status?.rejected} were rejected instead of 1`,
    )
  return {
    ...{ fileMb, seconds: Math.round(seconds), peakMb: Math.round(Math.max(...peaks)) },
    cpuMicroseconds: Number(((cpuMs * 1000) / rows).toPrecision(3)),
    resumeSeconds: Number(resumeSeconds.toPrecision(2)),
    twice: records - rows,
  }
}

const writeRows = (path: string, form: Form, rows: number) => {
  const { head, row, broken } = FORMS[form]
  const handle = openSync(path, 'w')
  writeSync(handle, head)
  const brokenAt = Math.floor(rows * BROKEN_AT)
  for (let from = 0; from < rows; from += 1_000) {
    const lines = Array.from({ length: Math.min(1_000, rows - from) }, (_, i) =>
      from + i === brokenAt ? broken : row(from + i + 1),
    )
    writeSync(handle, lines.join(''))
  }
  closeSync(handle)
}

const statusOf = async ({ url }: ProducerStage): Promise<ResidentStatus | undefined> => {
  const { sources } = (await (await fetch(`${url}/v1/sources`)).json()) as { sources: ResidentStatus[] }
  return sources.find(({ name }) => name === NAME)
}

/** Records of the source in the log, and how many different events they are. */
const inLog = async ({ kafka }: ProducerStage) => {
  const ids = new Set<string>()
  let records = 0
  let rejected = 0
  for (const { partition, low, high } of await kafka.admin.offsets(reportedFigure.id))
    await kafka.readFrom(reportedFigure.id, partition, low, high, (batch) => {
      for (const { headers } of batch) {
        if (String(headers.ce_source) !== NAME) continue
        records++
        ids.add(String(headers.ce_id))
        if (headers.ioc_sealed) rejected++
      }
    })
  return { records, ids: ids.size, rejected }
}
