// The text of a cell as a person sees it: marks without a shape are gone, spaces are single, full-width digits are digits.

/** Says nothing: what people write where they have nothing to write. */
const NOTHING =
  /^(?:[-–—_.?*/\\\s0]*|n\.?\s*\/?\s*a\.?|nihil|kosong|tidak ada|tdk ada|tdk|tidak punya|tdk punya|belum ada|blm ada|belum|blm|null|none|nan|lupa|tidak tahu|#n\/a)$/i

/**
 * `odd`: it held a NUL, another control character or an override of the writing direction, which no keyboard makes: worth a
 * look at the original. Marks that come with copying (a direction mark around a phone number, zero width, hard spaces) are not.
 */
export function clean(text: string): { text: string; odd: boolean } {
  // Nearly every cell is plain ASCII without double spaces.
  if (/^[\x21-\x7e](?: ?[\x21-\x7e])*$/.test(text)) return { text, odd: false }
  const odd = /(?![\t\n\v\f\r\u0085])\p{Cc}|[\u202d\u202e]/u.test(text)
  const bare = text
    .toWellFormed()
    .normalize('NFKC')
    .replace(/[\s\x85]+/g, ' ')
    .replace(/[\p{Cf}\p{Cc}]+/gu, '')
    .replace(/ {2,}/g, ' ')
    .trim()
  return { text: bare, odd }
}

export const plain = (text: string): string => clean(text).text

export const saysNothing = (text: string): boolean => text.length < 16 && NOTHING.test(text)

/** `ya`, `sudah`, a tick; `tidak`, `belum`, a cross; anything else was not answered. */
export function yesOrNo(text: string): boolean | null {
  const bare = text
    .toLowerCase()
    .replace(/[.,!()]/g, '')
    .trim()
  if (
    /^(ya|iya|y|yes|true|1|v|x|ok|oke|sudah|sdh|telah|ada|punya|setuju|bersedia|benar|betul|valid|sesuai|cocok|lengkap|checked|agree|agreed|✓|✔|☑|√)$/.test(
      bare,
    )
  )
    return true
  if (/^(ya|sudah|sdh|telah|setuju|bersedia|yes)[ ,;:/-]/.test(bare)) return true
  if (/^(tidak|tdk|t|no|n|false|0|belum|blm|tidak setuju|tidak bersedia|✗|✘|☐|bukan)$/.test(bare)) return false
  if (/^(tidak|tdk|belum|blm|no|bukan)[ ,;:/-]/.test(bare)) return false
  return null
}
