/** A line longer than this is broken where a list or a condition goes on. */
const COLUMNS = 110

/**
 * A query as a person reads it: lines indented by the depth of their parentheses, and long ones broken behind a comma or before
 * AND and OR. Only white space outside of quotes changes.
 */
export const layOut = (sql: string): string => {
  const lines: string[] = []
  let line = ''
  let depth = 0
  let depthOfLine = 0
  const end = (further: number) => {
    if (line.trim() !== '') lines.push(`${'  '.repeat(Math.max(0, depthOfLine))}${line.trim()}`)
    line = ''
    depthOfLine = depth + further
  }
  for (const token of tokensOf(sql)) {
    if (token.startsWith('\n')) end(token.length > 1 ? 1 : 0)
    else {
      if ((token === ')' || token === ']') && line.trim() === '') depthOfLine = Math.max(0, depth - 1)
      const long = depthOfLine * 2 + line.length > COLUMNS
      if (long && /^\s+(AND|OR)\s+$/.test(token)) end(1)
      line += token
      if (token === '(' || token === '[') depth++
      if (token === ')' || token === ']') depth--
      if (long && token === ',') end(1)
    }
  }
  end(0)
  return lines.join('\n')
}

/** Quoted texts, brackets, commas, the words between conditions, line ends (with a space: an item of the line before), and what lies between them. */
const tokensOf = (sql: string): string[] =>
  sql.match(
    /'(?:[^'\\]|\\.)*'|`[^`]*`|[()[\],]|\n ?|[^\S\n]+(?:AND|OR)[^\S\n]+|[^'`()[\],\n\s]+|[^\S\n]+/g,
  ) ?? []
