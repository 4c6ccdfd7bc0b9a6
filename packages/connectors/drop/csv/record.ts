export type Fed = 'whole' | 'open' | 'broken'

/**
 * Takes one record of CSV apart (RFC 4180), line by line since a quoted cell may hold line ends. Whatever a cell says is text: `=1+1` too.
 * `open`: the record goes on in the next line. `broken`: something stands behind a closing quote.
 */
export const openRecord = (delimiter: string) => {
  const cells: string[] = []
  let cell = ''
  let quoted = false

  const feed = (line: string): Fed => {
    let at = 0
    if (!quoted && !line.includes('"')) {
      for (const each of line.split(delimiter)) cells.push(each)
      return 'whole'
    }
    for (;;) {
      if (quoted) {
        const quote = line.indexOf('"', at)
        if (quote < 0) {
          cell += `${line.slice(at)}\n`
          return 'open'
        }
        cell += line.slice(at, quote)
        if (line[quote + 1] === '"') {
          cell += '"'
          at = quote + 2
          continue
        }
        quoted = false
        cells.push(cell)
        cell = ''
        at = quote + 1
        while (line[at] === ' ') at++
        if (at >= line.length) return 'whole'
        if (line[at] !== delimiter) return 'broken'
        at++
      }
      let begin = at
      while (line[begin] === ' ') begin++
      if (line[begin] === '"') {
        quoted = true
        at = begin + 1
        continue
      }
      const end = line.indexOf(delimiter, at)
      if (end < 0) {
        cells.push(line.slice(at))
        return 'whole'
      }
      cells.push(line.slice(at, end))
      at = end + 1
    }
  }
  return { feed, cells }
}
