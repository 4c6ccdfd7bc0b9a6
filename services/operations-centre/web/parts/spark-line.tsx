import type { Point } from '../api/numbers.ts'

const WIDTH = 120
const HEIGHT = 32

/** How a number came here, beside it: a picture without marks, whose numbers stand on the indicator's own screen. Gaps stay gaps. */
export function SparkLine({ points }: { points: readonly Point[] }) {
  const values = points.map(({ value }) => (value === null ? null : Number(value)))
  const known = values.filter((value) => value !== null)
  if (known.length < 2) return null
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const x = (k: number) => 2 + (k * (WIDTH - 4)) / (values.length - 1)
  const y = (value: number) =>
    high === low ? HEIGHT / 2 : HEIGHT - 3 - ((value - low) * (HEIGHT - 6)) / (high - low)
  const path = values
    .map((value, k) => {
      if (value === null) return ''
      const isStart = k === 0 || values[k - 1] === null
      return `${isStart ? 'M' : 'L'}${x(k).toFixed(1)} ${y(value).toFixed(1)}`
    })
    .join('')
  const last = values.at(-1)
  return (
    <svg className="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={path} />
      {last !== null && last !== undefined && (
        <path className="spark-end" d={`M${x(values.length - 1).toFixed(1)} ${y(last).toFixed(1)}h0`} />
      )}
    </svg>
  )
}
