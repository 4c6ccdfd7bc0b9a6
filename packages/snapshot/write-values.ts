import type { Period, SnapshotValue } from '@ioc/schemas/snapshot/index.ts'
import {
  isSaidIfReported,
  isSilentUnlessReported,
  SHOWN_NUMBER,
  valueFields,
} from '@ioc/schemas/snapshot/value.ts'
import { jsonOf, type KnownField, openKnownFields, openNames } from './known-fields.ts'
import { isHalf, openSums, type Sum } from './sums.ts'
import { isPlain } from './write-canonical.ts'

/** The values of a body as its canonical bytes have them, from bracket to bracket, and what they add up to. */
export type WrittenValues = { bytes: Buffer; sums: Map<string, Sum> }

/**
 * Checks values by the rules of their schema, adds them up and writes them, in one pass: of 17,000 values 33 ms instead of 108 by the
 * schema, the writer of anything and the sums one after another. Null where something is wrong or unusual: who asks then goes the long way, which
 * says what it is.
 */
export const writeValues = (values: readonly SnapshotValue[]): WrittenValues | null => {
  known.makeRoom()
  const isNew = openNames(values.length)
  const sums = openSums()
  /** The values of a date share the few periods they are of. */
  const periods = new Map<Period, KnownField>()
  const texts: string[] = []
  for (const each of values) {
    if (typeof each !== 'object' || each === null || !isPlain(each)) return null
    const { since, numerator, denominator, value } = each
    if (Object.keys(each).length !== (since === undefined ? FIELDS : FIELDS + 1)) return null
    if (!isHalf(numerator) || !isHalf(denominator) || !isShown(value)) return null
    if (!isSilentUnlessReported(each) || !isSaidIfReported(each)) return null

    const indicator = textOf('indicator', each.indicator)
    const unit = textOf('unit', each.unit)
    const level = textOf('level', each.level)
    const state = textOf('state', each.state)
    const kind = textOf('kind', each.kind)
    const unitOfMeasure = textOf('unitOfMeasure', each.unitOfMeasure)
    const flags = flagsOf(each.flags)
    const from = since === undefined ? NOT_SAID : textOf('since', since)
    const period = periods.get(each.period) ?? periodOf(each.period)
    if (!indicator || !unit || !level || !state || !kind || !unitOfMeasure || !flags || !from || !period)
      return null
    periods.set(each.period, period)
    if (!isNew(indicator.id, unit.id, period.id, level.id, from.id)) return null

    sums.add(each.indicator, numerator, denominator)
    const born = from === NOT_SAID ? '' : `"since":${from.json},`
    texts.push(
      `{"denominator":${denominator},"flags":${flags.json},"indicator":${indicator.json},"kind":${kind.json},"level":${level.json},"numerator":${numerator},"period":${period.json},${born}"state":${state.json},"unit":${unit.json},"unitOfMeasure":${unitOfMeasure.json},"value":${value === null ? 'null' : `"${value}"`}}`,
    )
  }
  return { bytes: Buffer.from(`[${texts.join(',')}]`, 'latin1'), sums: sums.all() }
}

/** All but `since`. */
const FIELDS = 11
const NOT_SAID: KnownField = { json: '', id: -1 }
const known = openKnownFields()

const isShown = (value: unknown): value is string | null =>
  value === null || (typeof value === 'string' && SHOWN_NUMBER.test(value))

type TextField = 'indicator' | 'unit' | 'level' | 'since' | 'state' | 'kind' | 'unitOfMeasure'

const textOf = (field: TextField, text: unknown): KnownField | null => {
  if (typeof text !== 'string') return null
  const of = known[field]
  return of.get(text) ?? (text.isWellFormed() ? of.ask(text, text) : null)
}

const areWords = (flags: unknown[]): boolean =>
  flags.every((flag) => typeof flag === 'string' && flag.isWellFormed())

/** Most values have no flag, or one. */
const flagsOf = (flags: unknown): KnownField | null => {
  if (!Array.isArray(flags)) return null
  if (flags.length === 0) return NO_FLAGS
  if (flags.length === 1 && typeof flags[0] === 'string')
    return known.oneFlag.get(flags[0]) ?? (areWords(flags) ? known.oneFlag.ask(flags[0], flags) : null)
  if (!areWords(flags)) return null
  const json = JSON.stringify(flags)
  return known.flags.get(json) ?? known.flags.ask(json, flags)
}
const NO_FLAGS: KnownField = { json: '[]', id: -1 }

const periodOf = (period: unknown): KnownField | null => {
  if (typeof period !== 'object' || period === null || !isPlain(period)) return null
  if (!valueFields.period.safeParse(period).success) return null
  const json = jsonOf(period)
  return known.period.get(json) ?? known.period.ask(json, period)
}
