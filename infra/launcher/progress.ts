/** Bars while something long runs: redrawn in a terminal, plain lines every few seconds elsewhere. */
export type Bar = { title: string; done: number; total: number }

export type Progress = { show(bars: readonly Bar[]): void; end(): void }

const WIDTH = 28
const LINE_EVERY_MS = 5_000
const number = new Intl.NumberFormat('vi-VN')

const line = ({ title, done, total }: Bar) => {
  const share = total > 0 ? Math.min(1, done / total) : 0
  const full = Math.floor(share * WIDTH)
  return `${title.padEnd(26)} ${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${String(Math.floor(share * 100)).padStart(3)}%  ${number.format(done)} / ${number.format(total)}`
}

export const openProgress = (out: NodeJS.WriteStream): Progress => {
  let drawn = 0
  let saidAt = 0
  let latest: readonly Bar[] = []
  const draw = () => {
    if (drawn > 0) out.write(`\x1b[${drawn}A`)
    for (const bar of latest) out.write(`\x1b[2K${line(bar)}\n`)
    drawn = latest.length
  }
  const say = () =>
    out.write(
      `${latest.map(({ title, done, total }) => `${title} ${number.format(done)} / ${number.format(total)}`).join(' · ')}\n`,
    )
  return {
    show: (bars) => {
      latest = bars
      if (out.isTTY) return draw()
      if (performance.now() - saidAt < LINE_EVERY_MS && saidAt > 0) return
      saidAt = performance.now()
      say()
    },
    end: () => {
      if (latest.length > 0 && !out.isTTY) say()
      drawn = 0
    },
  }
}
