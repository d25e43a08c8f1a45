// Whole rupiah, checked at the edge: a safe integer, never a float.

export type Rupiah = number & { readonly __brand?: 'Rupiah' }

export const isRupiah = (n: unknown): n is Rupiah => Number.isSafeInteger(n)
