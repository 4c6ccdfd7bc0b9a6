import {
  artefact as artefactSchema,
  type SnapshotBody,
  type SnapshotValue,
} from '@ioc/schemas/snapshot/index.ts'
import { expect, test } from 'vitest'
import { canonicalBytes, digestOf } from './canonical.ts'
import { controlTotalsFault, controlTotalsOf } from './control-totals.ts'
import { exampleBody, exampleKey, exampleOfUnits, exampleRevision } from './example.ts'
import { NAMED_MAX } from './known-fields.ts'
import { readJson } from './read.ts'
import { readPlain } from './read-plain.ts'
import { artefactBytes, artefactBytesOf, signBody } from './sign.ts'
import { writeBody } from './write-body.ts'

/** Bodies are written and read by a short way and a long one: what the short one says must be what the long one says, and of ours it must say something. */

/** mulberry32: the same bodies at every run. */
const drawFrom = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}
type Draw = ReturnType<typeof drawFrom>
const oneOf = <T>(draw: Draw, of: readonly T[]): T => of[draw(of.length)]!

const NUMBERS = [0, 1, 4, 157_270, 0.1, -2.000001, 6220.4, 1_000_000_000, 12.25]
const SHOWN = ['0', '96.02', '-1.5000', '151017', '100.00']
const FLAGS = [[], [], ['simulated'], ['incomplete', 'simulated'], ['rule-of-2026']]
const DAYS = ['2024-01-01', '2024-06-01', '2024-06-30', '2023-12-31']

const valueAt = (draw: Draw): SnapshotValue => {
  const state = oneOf(draw, ['reported', 'reported', 'missing', 'withheld', 'not-applicable'] as const)
  const isReported = state === 'reported'
  const [from, to] = [oneOf(draw, DAYS), oneOf(draw, DAYS)].sort() as [string, string]
  const since = draw(8) === 0 ? { since: oneOf(draw, DAYS) } : {}
  return {
    indicator: oneOf(draw, ['dossier.on-time', 'dossier.received', 'feedback.in-time']),
    unit: oneOf(draw, ['68', '24769', '682', 'H36.1', '000.00.01.H36']),
    ...since,
    level: oneOf(draw, ['province', 'own', 'commune', 'district']),
    period: { kind: oneOf(draw, ['day', 'month', 'stated'] as const), from, to },
    state,
    kind: oneOf(draw, ['ratio', 'count', 'quantile'] as const),
    numerator: isReported ? oneOf(draw, NUMBERS) : null,
    denominator: isReported && draw(2) === 0 ? oneOf(draw, NUMBERS) : null,
    value: isReported && draw(4) > 0 ? oneOf(draw, SHOWN) : null,
    unitOfMeasure: oneOf(draw, ['%', 'hồ sơ', '"\\ \n😀']),
    flags: oneOf(draw, FLAGS),
  }
}

const bodyOf = (draw: Draw): SnapshotBody => {
  const values = new Map(
    Array.from({ length: draw(40) }, () => valueAt(draw)).map((value) => [
      JSON.stringify([value.indicator, value.unit, value.since, value.level, value.period]),
      value,
    ]),
  )
  const mine = [...values.values()]
  return { ...oneOf(draw, [exampleBody, exampleOfUnits]), values: mine, controlTotals: controlTotalsOf(mine) }
}

/** The long way: schema, totals, canonical bytes; null where one of them refuses. */
const slowly = (body: unknown): Uint8Array | null => {
  const signed = { body, digest: `sha-256:${'0'.repeat(64)}`, signature: `a..${'A'.repeat(86)}` }
  if (!artefactSchema.safeParse(signed).success) return null
  return controlTotalsFault(body as SnapshotBody) === null ? canonicalBytes(body) : null
}
const hex = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString('hex'))

test('300 random bodies are written to the same bytes by both ways, and read back', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const body = bodyOf(drawFrom(seed))
    const long = slowly(body)
    expect(long, `seed ${seed}`).not.toBeNull()
    const short = writeBody(body)
    expect(hex(short), `seed ${seed}`).toBe(hex(long))
    const digest = digestOf(long!)
    const bytes = artefactBytesOf(long!, digest, `a..${'A'.repeat(86)}`)
    const plain = readPlain(bytes)
    const { values, ...rest } = body
    expect(plain, `seed ${seed}`).toMatchObject({ body: rest, values: values.length, digest })
    expect(hex(plain!.canonical), `seed ${seed}`).toBe(hex(long))
  }
})

test('a body with more first days of units than numbers are packed for goes the long way, and holds up no other body', () => {
  const { since: _none, ...unsaid } = valueAt(drawFrom(1))
  const day = (n: number) => new Date(Date.UTC(2000, 0, 1 + n)).toISOString().slice(0, 10)
  const readOf = (first: number, sinces: number) => {
    const values = Array.from({ length: sinces }, (_, n) => ({ ...unsaid, since: day(first + n) }))
    const body = canonicalBytes({ ...exampleBody, values, controlTotals: controlTotalsOf(values) })
    return readPlain(artefactBytesOf(body, digestOf(body), `a..${'A'.repeat(86)}`))
  }
  expect(readOf(0, NAMED_MAX.since + 1)).toBeNull()
  for (const first of [0, 50, 100, 150]) expect(readOf(first, 50)?.values).toBe(50)
})

const ODD: unknown[] = [
  undefined,
  null,
  '',
  0,
  -1,
  1.5,
  1e21,
  0.1234567,
  Number.NaN,
  'a b',
  'x.y',
  '2024-02-30',
  [],
  ['a b'],
  ['simulated', 'a b'],
  '[]',
  ['[]'],
  {},
  '\ud800',
  new Date(0),
  true,
]

test('2,000 bodies with something odd in them: the short way writes none that the long one refuses', () => {
  let written = 0
  for (let seed = 1; seed <= 2_000; seed += 1) {
    const draw = drawFrom(seed)
    const body = structuredClone(bodyOf(draw)) as unknown as Record<string, unknown>
    const values = body.values as Record<string, unknown>[]
    const value = values[draw(Math.max(1, values.length))]
    const place = draw(5)
    if (value && place === 0) value[oneOf(draw, Object.keys(value))] = oneOf(draw, ODD)
    else if (value && place === 1) delete value[oneOf(draw, Object.keys(value))]
    else if (value && place === 2) value[oneOf(draw, ['since', 'more', 'toJSON'])] = oneOf(draw, ODD)
    else if (value && place === 3) values.push(value)
    else body[oneOf(draw, [...Object.keys(body), 'more'])] = oneOf(draw, ODD)
    const short = writeBody(body as unknown as SnapshotBody)
    if (short === null) continue
    written += 1
    expect(hex(short), `seed ${seed}`).toBe(hex(slowly(body)))
  }
  expect(written).toBeGreaterThan(0)
})

const first = await signBody(exampleBody, exampleKey)
const revised = await signBody(exampleRevision(first), exampleKey)
const units = await signBody(exampleOfUnits, exampleKey)

test('3,000 artefacts damaged in a byte or a piece: the short way takes none that the long one reads otherwise', () => {
  const pieces = [
    ' ',
    ',',
    '}',
    ']',
    '"',
    '\\u0061',
    '0',
    '1',
    '-',
    'null',
    'e5',
    '.0',
    '\u00ff',
    ',"values":[',
    ']},"digest":',
  ]
  let taken = 0
  for (let seed = 1; seed <= 3_000; seed += 1) {
    const draw = drawFrom(seed)
    const sound = Buffer.from(artefactBytes(oneOf(draw, [first, revised, units]))).toString('latin1')
    const at = draw(sound.length)
    const damaged = [
      () => sound.slice(0, at) + oneOf(draw, pieces) + sound.slice(at),
      () => sound.slice(0, at) + String.fromCharCode(draw(256)) + sound.slice(at + 1),
      () => sound.slice(0, at) + sound.slice(at + 1 + draw(40)),
      () => sound.slice(0, at) + sound.slice(draw(sound.length)),
    ][draw(4)]!()
    const bytes = Buffer.from(damaged, 'latin1')
    const plain = readPlain(bytes)
    if (plain === null) continue
    taken += 1
    const read = readJson(bytes)
    expect(read.kind, `seed ${seed}`).toBe('json')
    const { body, digest, signature } = (read as { json: typeof first }).json
    expect(hex(plain.canonical), `seed ${seed}`).toBe(hex(slowly(body)))
    expect(plain, `seed ${seed}`).toMatchObject({ values: body.values.length, digest, signature })
  }
  expect(taken).toBeGreaterThan(0)
})

test.each([
  ['a body that says more', { ...first, body: { ...first.body, more: 1 } }],
  [
    'a value twice',
    { ...first, body: { ...first.body, values: [first.body.values[0], first.body.values[0]] } },
  ],
  ['totals that are wrong', { ...first, body: { ...first.body, controlTotals: [] } }],
  ['a signature of no form', { ...first, signature: 'x' }],
])('%s goes the long way', (_what, artefact) => {
  const { body, digest, signature } = artefact
  expect(readPlain(artefactBytesOf(canonicalBytes(body), digest, signature))).toBeNull()
})
