import { pauseUnless } from '@ioc/clock/pause.ts'
import type { Kafka } from '@ioc/kafka'
import type { Log } from '@ioc/log'
import type { Breaker, Verdicts } from './breaker.ts'
import { openCheckpoints, type SourceState } from './checkpoint.ts'
import { type Edge, judgeAtEdge } from './edge.ts'
import { publishProgress } from './progress.ts'
import type { Candidate, Source, SourceBatch, SourceContext } from './source.ts'

/** What a running source shows of itself. */
export type SourceStatus = {
  name: string
  contract: string
  title: { vi: string; en: string }
  simulated: boolean
  rhythmSeconds: number
  total: number | null
  emitted: number
  rejected: number
  skipped: number
  completeUpToMs: number | null
  state: 'reading' | 'waiting' | 'held' | 'finished'
}

export type ReadSourceOptions = {
  producer: string
  source: Source
  /** What its checkpoint is kept under, if not its name. */
  checkpointName?: string
  dataDir: string
  kafka: Kafka
  edge: Edge
  context: SourceContext
  breaker: Breaker
  log: Log
  onSent?(accepted: number, rejected: number): void
}

/** Batches in flight at once: while one is on the wire the next is generated and judged. */
const IN_FLIGHT_MAX = 2
const SAVE_EVERY_MS = 500
/**
 * A word is on its way for seconds: acknowledged, read, written, asked for. One a rhythm would arrive now and then a little later than the
 * rhythm allows, and a healthy source would be shown as delayed.
 */
const WORDS_EVERY_RHYTHMS = 0.5

/**
 * Reads one source for as long as the service lives: judge, publish, and only after the acknowledgement the checkpoint.
 * Speaks twice per rhythm, so that it is heard at least once, also when there was nothing: that is what makes zero different from silence. While it is held
 * nothing is read on; it resumes at its checkpoint.
 */
export const readSource = (options: ReadSourceOptions) => {
  const { source, edge, kafka, context, breaker } = options
  const checkpoints = openCheckpoints(
    options.dataDir,
    options.producer,
    options.checkpointName ?? source.name,
  )
  let state: SourceState = checkpoints.load()
  let saved = state
  let savedAtMs = Number.NEGATIVE_INFINITY
  const total = source.total ?? null // once: a source may have to count for it
  let activity: SourceStatus['state'] = state.finished ? 'finished' : 'waiting'

  /** A source that has read nothing yet has nothing to claim: until then it is unknown, not zero. */
  const tell = async () => {
    if (state.completeUpToMs !== null)
      await publishProgress(
        kafka,
        source,
        { ...state, completeUpToMs: state.completeUpToMs },
        edge.businessNow(),
        context.signal,
      )
  }
  /** One word at a time: while Kafka is away they would pile up, one each rhythm. */
  let telling: Promise<void> | null = null
  const speak = () => {
    telling ??= tell().finally(() => {
      telling = null
    })
    return telling
  }

  const judge = (batch: SourceBatch) =>
    batch.events.map((candidate) => judgeAtEdge(incomingOf(source, candidate), edge))

  const publish = async (batch: SourceBatch) => {
    const judged = judge(batch)
    await kafka.publish(
      source.contract.id,
      judged.map((j) => j.record),
      { signal: context.signal },
    )
    return judged.map((j) => j.reasons)
  }

  /** True if it read to the end of what there was; false if it was held or stopped on the way. */
  const readOnce = async (): Promise<boolean> => {
    // Acknowledgements are awaited in order of sending, so a checkpoint never overtakes an unacknowledged batch.
    const inFlight: { batch: SourceBatch; sent: ReturnType<typeof publish> }[] = []
    const settleOldest = async () => {
      const oldest = inFlight.shift()
      if (!oldest) return
      const verdicts = await oldest.sent
      source.sent?.(oldest.batch)
      const emitted = verdicts.length
      const rejected = verdicts.reduce((n, reasons) => n + (reasons === null ? 0 : 1), 0)
      state = {
        checkpoint: oldest.batch.checkpoint,
        emitted: state.emitted + emitted,
        rejected: state.rejected + rejected,
        skipped: state.skipped + (oldest.batch.skipped ?? 0),
        // In the middle of a walk a way only knows where that walk began; what was complete before stays so, or numbers would turn missing.
        completeUpToMs: Math.max(state.completeUpToMs ?? 0, oldest.batch.completeUpToMs),
        finished: false,
      }
      if (performance.now() - savedAtMs >= SAVE_EVERY_MS) save()
      options.onSent?.(emitted - rejected, rejected)
      breaker.count(source.name, verdicts)
    }
    let atEnd = true
    try {
      for await (const batch of source.read(state.checkpoint, context)) {
        atEnd = !context.signal.aborted && breaker.hold(source.name) === null
        if (!atEnd) break
        activity = 'reading'
        const sent = publish(batch)
        sent.catch(() => {}) // awaited in settleOldest; this only keeps an early failure from being unhandled
        inFlight.push({ batch, sent })
        if (inFlight.length >= IN_FLIGHT_MAX) await settleOldest()
      }
      while (inFlight.length > 0) await settleOldest()
      return atEnd && !context.signal.aborted
    } finally {
      save()
      await Promise.allSettled(inFlight.map((f) => f.sent))
    }
  }

  /** A checkpoint that lags only sends a little again, which changes nothing; syncing each batch to disk cost a twentieth of a replay. */
  const save = () => {
    if (state === saved) return
    checkpoints.save(state)
    saved = state
    savedAtMs = performance.now()
  }

  /** Judges what comes next without sending it: good enough, and the source is released; it is then read as ever. */
  const probe = async () => {
    let verdicts: Verdicts | null = null
    try {
      for await (const batch of source.read(state.checkpoint, context)) {
        if (batch.events.length === 0) continue
        verdicts = judge(batch).map((j) => j.reasons)
        break
      }
    } finally {
      breaker.endProbe(source.name, verdicts && { good: !breaker.wouldHold(verdicts), verdicts })
    }
  }

  const loop = async () => {
    await speak()
    let hasSpoken = state.completeUpToMs !== null
    const voice = setInterval(
      () => {
        speak().catch((error: unknown) =>
          options.log.warn({ err: error, source: source.name }, 'progress not told'),
        )
      },
      source.rhythmSeconds * WORDS_EVERY_RHYTHMS * 1000,
    )
    try {
      while (!context.signal.aborted && !state.finished) {
        const turn = await breaker.turn(source.name, context.signal)
        if (turn === 'probe') await probe()
        if (turn !== 'flow' || !(await readOnce())) continue
        if (source.pollMs === null) {
          state = { ...state, finished: true }
          save()
          await speak()
        } else {
          activity = 'waiting'
          // Its first word is not kept until the next beat: so long its numbers would be missing though they are there.
          if (!hasSpoken && state.completeUpToMs !== null) {
            hasSpoken = true
            await speak()
          }
          await pauseUnless(source.pollMs, context.signal)
        }
      }
      activity = state.finished ? 'finished' : activity
      await aborted(context.signal)
    } finally {
      clearInterval(voice)
    }
  }

  return {
    status: (): SourceStatus => ({
      name: source.name,
      contract: source.contract.id,
      title: source.title,
      simulated: source.simulated,
      rhythmSeconds: source.rhythmSeconds,
      total,
      emitted: state.emitted,
      rejected: state.rejected,
      skipped: state.skipped,
      completeUpToMs: state.completeUpToMs,
      state: breaker.hold(source.name) && !state.finished ? 'held' : activity,
    }),
    /** Ends when the signal aborts; rejects when the source cannot be read. */
    run: () =>
      loop().catch((error: unknown) => {
        if (!context.signal.aborted) throw error
      }),
  }
}

const incomingOf = (source: Source, candidate: Candidate) => ({
  source: source.name,
  id: candidate.id,
  type: null,
  timeMs: candidate.atMs,
  data: 'data' in candidate ? candidate.data : candidate.bytes,
  ...('faults' in candidate && candidate.faults ? { faults: candidate.faults } : {}),
})

const aborted = (signal: AbortSignal) =>
  signal.aborted
    ? Promise.resolve()
    : new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
