const MASK = '•••'

/** Digits that stand by themselves, together or parted by one kind of sign. */
const NUMBER = /(?<![\p{L}\d-])\+?\d+(?:([ .-])\d+(?:\1\d+)*)?(?![\p{L}\d-])/gu
/** Ten digits are a telephone, nine or twelve an identity card: nobody writes them to say why. A day has eight. */
const NAMES_SOMEBODY = 9
const MAIL = /[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+/g

/** Words a person wrote, as they may be kept in the open: numbers and addresses that name somebody are masked, the rest is cut short. */
export const keptWords = (text: string, charactersMax: number): string =>
  text
    .trim()
    .normalize('NFC')
    .replace(MAIL, MASK)
    .replace(NUMBER, (found) => (found.replace(/\D/g, '').length >= NAMES_SOMEBODY ? MASK : found))
    .slice(0, charactersMax)
