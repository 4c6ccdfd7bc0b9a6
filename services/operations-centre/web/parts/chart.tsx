import { BarChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components'
import { type EChartsType, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { download } from '../api/csv.ts'
import { useView, useWords } from '../view.tsx'
import { NUM } from '../words/numbers.ts'

use([LineChart, BarChart, GridComponent, TooltipComponent, AriaComponent, CanvasRenderer])

export type ChartPoint = {
  mark: string
  /** Null is a gap, never a zero. */
  value: number | null
  /** What is said of it on hovering. */
  said: string
}

type ChartProps = {
  kind: 'line' | 'bar'
  points: readonly ChartPoint[]
  /** What the picture shows, for who does not see it; the numbers stand in the table beside. */
  label: string
  /** Of the file a picture is downloaded as. */
  name: string
  unit: string
}

/** Numbers as a picture. Its colours are the page's own, so it follows the theme; it is drawn on this machine alone. */
export default function Chart({ kind, points, label, name, unit }: ChartProps) {
  const place = useRef<HTMLDivElement>(null)
  const drawn = useRef<EChartsType | null>(null)
  const { theme } = useView()
  const say = useWords()
  useEffect(() => {
    const chart = init(place.current!)
    drawn.current = chart
    const watch = new ResizeObserver(() => chart.resize())
    watch.observe(place.current!)
    return () => {
      watch.disconnect()
      chart.dispose()
      drawn.current = null
    }
  }, [])
  useEffect(() => {
    const style = getComputedStyle(document.documentElement)
    const colour = (variable: string) => style.getPropertyValue(variable).trim()
    const ink = colour('--ink-soft')
    drawn.current?.setOption(
      {
        animation: false,
        backgroundColor: colour('--surface'),
        grid: { left: 8, right: 16, top: 24, bottom: 8, containLabel: true },
        tooltip: {
          trigger: 'axis',
          renderMode: 'richText', // HTML would need inline styles, which the pages' security policy refuses
          formatter: (hovered: { dataIndex: number }[]) => points[hovered[0]!.dataIndex]?.said ?? '',
        },
        xAxis: {
          type: 'category',
          data: points.map(({ mark }) => mark),
          axisLabel: { color: ink, hideOverlap: true, rotate: kind === 'bar' && points.length > 8 ? 40 : 0 },
          axisLine: { lineStyle: { color: colour('--line-strong') } },
        },
        yAxis: {
          type: 'value',
          name: unit,
          nameTextStyle: { color: ink, align: 'left' },
          ...(unit === '%' && isWithin(points) && { max: 100 }),
          scale: kind === 'line', // a bar begins at zero, or its length says nothing
          axisLabel: { color: ink, formatter: (value: number) => value.toLocaleString('vi-VN') },
          splitLine: { lineStyle: { color: colour('--line') } },
        },
        series: [
          {
            type: kind,
            data: points.map(({ value }) => value),
            connectNulls: false,
            itemStyle: { color: colour('--accent') },
            lineStyle: { color: colour('--accent'), width: 2 },
            symbolSize: 7,
          },
        ],
      },
      { notMerge: true },
    )
  }, [points, kind, unit, theme])

  async function toPng() {
    const canvas = place.current?.querySelector('canvas')
    canvas?.toBlob((picture) => picture && download(`${name}.png`, picture), 'image/png')
  }
  return (
    <figure className="chart">
      <div ref={place} className="chart-place" role="img" aria-label={label} />
      <button type="button" className="button small" onClick={toPng}>
        {say(NUM.png)}
      </button>
    </figure>
  )
}

/** Where every share is one of a whole, the axis does not promise more than all of it. */
const isWithin = (points: readonly { value: number | null }[]) =>
  points.every(({ value }) => value === null || value <= 100)
