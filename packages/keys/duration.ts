import { WrongWords } from '@ioc/config'

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const DAYS_MAX = 3_660

/**
 * A stretch of time as a person writes it, `90d`, `24h`, `30m` or `0`, in milliseconds.
 * @throws WrongWords naming the option
 */
export const readDuration = (option: string, text: string): number => {
  const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? (text === '0' ? ['', '0', 'm'] : [])
  const ms = count === undefined ? Number.NaN : Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS]
  if (ms <= DAYS_MAX * UNIT_MS.d) return ms
  throw new WrongWords(
    `--${option} ${text} is no stretch of time up to ${DAYS_MAX}d: e.g. 90d, 24h, 30m or 0`,
  )
}
