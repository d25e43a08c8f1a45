// How numbers read on screen: `4.230`, `12,9%`, `Rp613.889`, a masked name. Dates: calendar.ts.

/** `4.230`; a minus is `−`. */
export const showNumber = (n: number) =>
  (n < 0 ? '−' : '') + String(Math.abs(Math.trunc(n))).replace(/\B(?=(\d{3})+(?!\d))/g, '.')

/** A change beside a figure: `+371`, `−12`, and `·` for none. */
export const showChange = (n: number) => (n === 0 ? '·' : n > 0 ? `+${showNumber(n)}` : showNumber(n))

export const showRupiah = (n: number) => (n < 0 ? '−' : '') + `Rp${showNumber(Math.abs(n))}`

/** A masked name is `S••• W•••`: two words at most, and never how long they are. */
export const maskName = (name: string) =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((w) => `${[...w][0]}•••`)
    .join(' ')

/** `3174 04•• •••• 0002` */
export const maskNik = (nik: string) => `${nik.slice(0, 4)} ${nik.slice(4, 6)}•• •••• ${nik.slice(12)}`

/** `0812 •••• 7890` */
export const maskPhone = (phone: string) => `${phone.slice(0, 4)} •••• ${phone.slice(-4)}`
