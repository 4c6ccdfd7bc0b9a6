/** A refusal in ClickHouse's own words: what the engine, or the endpoint in its place, says to a client. */
export class ClickHouseException extends Error {
  readonly code: number
  readonly kind: string

  constructor(code: number, kind: string, message: string) {
    super(message)
    this.code = code
    this.kind = kind
  }
}

/** The HTTP status the server chooses for an error code (ClickHouse `src/Server/HTTP/exceptionCodeToHTTPStatus.cpp`). */
export function statusOf(code: number): number {
  return STATUS_BY_CODE.get(code) ?? 500
}

/** The body the server sends: `Code: 60. DB::Exception: … (UNKNOWN_TABLE) (version 26.7.2.1)`. */
export function exceptionText(code: number, message: string, version: string): string {
  return `${message.startsWith('Code: ') ? '' : `Code: ${code}. DB::Exception: `}${message} (version ${version})\n`
}

/** Whatever was thrown, as the code and text a client is shown. A fault of ours is code 1002, as the server's own are. */
export function describe(thrown: unknown): { code: number; message: string } {
  if (thrown instanceof ClickHouseException) {
    return { code: thrown.code, message: `${thrown.message} (${thrown.kind})` }
  }
  const error = thrown as { clickhouseCode?: unknown; message?: unknown }
  if (typeof error?.clickhouseCode === 'number') {
    return { code: error.clickhouseCode, message: String(error.message).trimEnd() }
  }
  return { code: 1002, message: `${String(error?.message ?? thrown)} (UNKNOWN_EXCEPTION)` }
}

const STATUS_BY_CODE = new Map<number, number>([
  ...codes(
    400,
    [
      6, 25, 26, 27, 36, 38, 41, 43, 53, 62, 69, 72, 117, 130, 131, 167, 168, 190, 321, 427, 441, 467, 469,
      572,
    ],
  ),
  ...codes(401, [194]),
  ...codes(403, [192, 193, 497, 516]),
  ...codes(404, [46, 47, 50, 56, 60, 73, 81, 115, 63, 78, 336, 511]),
  ...codes(408, [159]),
  ...codes(411, [381]),
  ...codes(413, [307]),
  ...codes(501, [48]),
  ...codes(503, [76, 202, 209, 439]),
])

function codes(status: number, list: number[]): [number, number][] {
  return list.map((code) => [code, status])
}
