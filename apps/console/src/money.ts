const format = (amount: number, currency: string, options: Intl.NumberFormatOptions): string => {
  try {
    return new Intl.NumberFormat('en-US', { style: 'currency', currency, ...options }).format(amount)
  } catch {
    // A program may name a currency that no one knows.
    return `${new Intl.NumberFormat('en-US', options).format(amount)} ${currency}`
  }
}

/** An amount in whole units: $18,000. */
export const moneyText = (amount: number, currency: string): string =>
  format(amount, currency, { maximumFractionDigits: 0 })

/** An amount as short as an axis needs it: $18K. */
export const shortMoneyText = (amount: number, currency: string): string =>
  format(amount, currency, { notation: 'compact', maximumFractionDigits: 1 })
