const LONGEST = 60

/**
 * A word out of somebody's file as a message may show it: as it is where it looks like a code, else quoted, cut, and with every sign
 * escaped that a terminal would obey or hide.
 */
export const shown = (word: string): string => {
  if (/^[A-Za-z0-9_.@-]{1,60}$/.test(word)) return word
  const cut = [...word.slice(0, 2 * LONGEST)].slice(0, LONGEST).join('')
  const quoted = JSON.stringify(cut).replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (sign) => `\\u{${sign.codePointAt(0)!.toString(16)}}`,
  )
  return cut === word ? quoted : `${quoted}…`
}
