import type { ClickHouse } from '@ioc/clickhouse'
import type { Place } from './place.ts'

// An artefact with every unit is some nine megabytes. Several that are fetched at once must not fill the memory of who serves them.
const PIECE_BYTES = 1_048_576

const ONE =
  'FROM snapshot FINAL WHERE `group` = {group:String} AND `date` = {date:Date} AND revision = {revision:UInt32}'

/** The bytes of a signed artefact, in pieces. */
export type Pieces = { bytes: number; pieces: AsyncIterable<Buffer> }

/** A signed artefact byte for byte, a piece at a time and only as they are taken; null where there is none. */
export const openArtefact = async (
  clickhouse: Pick<ClickHouse, 'query'>,
  { group, date, revision }: Place,
): Promise<Pieces | null> => {
  const piece = async (from: number) => {
    // A piece may end within a letter, which JSON cannot carry.
    const [row] = await clickhouse.query<{ bytes: number; piece: string }>(
      `SELECT length(artefact) AS bytes, base64Encode(substring(artefact, {from:UInt64} + 1, ${PIECE_BYTES})) AS piece ${ONE}`,
      { group, date, revision, from },
    )
    return row && { bytes: row.bytes, piece: Buffer.from(row.piece, 'base64') }
  }
  const first = await piece(0)
  if (!first) return null
  const { bytes } = first
  async function* pieces() {
    yield first!.piece
    for (let from = PIECE_BYTES; from < bytes; from += PIECE_BYTES) yield (await piece(from))!.piece
  }
  return { bytes, pieces: pieces() }
}
