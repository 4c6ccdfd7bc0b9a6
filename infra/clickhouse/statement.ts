/** What a statement's text says about itself, read without running it. */
export interface StatementShape {
  empty: boolean
  insert: boolean
  /** More than one statement: the server's HTTP interface refuses that, the embedded engine would run both. */
  several: boolean
  /** The format the text itself asks for, which goes before any default. */
  format: string | undefined
}

/** Reads the shape of one SQL statement; strings, quoted names and comments are not looked into. */
export function shapeOf(sql: string): StatementShape {
  const bare = sql.replace(QUOTED_OR_COMMENT, (found) => (/^['"`]/.test(found) ? 'q' : ' '))
  return {
    empty: bare.trim() === '',
    insert: /^\s*(?:WITH\b[\s\S]*\)\s*)?INSERT\b/i.test(bare),
    several: /;\s*[^\s;]/.test(bare),
    format: /\bFORMAT\s+([A-Za-z]\w*)\s*(?:SETTINGS\b[\s\S]*)?[;\s]*$/i.exec(bare)?.[1],
  }
}

// One alternation, so that a quote inside a comment, or dashes inside a string, are taken by whichever began first.
const QUOTED_OR_COMMENT =
  /'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"|`(?:[^`\\]|\\[\s\S]|``)*`|--[^\n]*|#[ !][^\n]*|\/\*[\s\S]*?\*\//g

/** A text as a SQL string literal. */
export function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

/** A name as a quoted SQL identifier. */
export function identifier(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``
}
