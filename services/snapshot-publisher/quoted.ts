const [SPACE, QUOTE, BACKSLASH] = [32, 34, 92]

/**
 * JSON as a JSON text that holds it, in bytes: quotes and backslashes with one before them. In canonical JSON no control character stands as such;
 * what has one goes the long way. Of a day's 4.7 MB in 10 ms; through strings it took 70, and three copies of them.
 */
export const quotedJson = (json: Uint8Array): Buffer => {
  let special = 0
  for (const byte of json) {
    if (byte < SPACE) return Buffer.from(JSON.stringify(Buffer.from(json).toString('utf8')))
    if (byte === QUOTE || byte === BACKSLASH) special++
  }
  const into = Buffer.allocUnsafe(json.length + special + 2)
  let at = 0
  into[at++] = QUOTE
  for (let from = 0; from < json.length; from++) {
    const byte = json[from]!
    if (byte === QUOTE || byte === BACKSLASH) into[at++] = BACKSLASH
    into[at++] = byte
  }
  into[at] = QUOTE
  return into
}
