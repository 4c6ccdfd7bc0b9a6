/** A table; cells are one line, a `|` in them is no border. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n')

const cell = (text: string) => text.replace(/\s+/g, ' ').trim().replaceAll('|', '\\|')

export const code = (text: string): string => `\`${text}\``

export const fenced = (language: string, text: string): string =>
  `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``

/** A page of its parts, empty ones left out. */
export const page = (...parts: readonly (string | null)[]): string =>
  `${parts
    .filter((part) => part !== null && part !== '')
    .join('\n\n')
    .normalize('NFC')}\n`
