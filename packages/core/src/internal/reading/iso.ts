/** The form that nearly every date of a response has, `YYYY-MM-DDThh:mm:ssZ`, read without `Date.parse`. */

const zero = 48

/** The number that `length` digits make from `index` on; NaN if one of them is not a digit. */
const digits = (text: string, index: number, length: number): number => {
  let number = 0
  for (let i = index; i < index + length; i++) {
    const digit = text.charCodeAt(i) - zero
    if (digit < 0 || digit > 9) return Number.NaN
    number = number * 10 + digit
  }
  return number
}

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** The days of a month; 0 if there is no such month. */
const daysIn = (year: number, month: number): number => {
  const days = monthDays[month - 1] ?? 0
  return month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : days
}

/** Whether a text begins with a day of the calendar: `Date` takes the 30th of February for the 2nd of March. */
export const isCalendarDay = (text: string): boolean => {
  const day = digits(text, 8, 2)
  return day >= 1 && day <= daysIn(digits(text, 0, 4), digits(text, 5, 2))
}

/** Days since 1970-01-01 of a date in the Gregorian calendar: years begin in March, so that leap days come last. */
const daysOf = (year: number, month: number, day: number): number => {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468
}

/** Milliseconds since 1970, or undefined for any other form, which is left to `Date.parse`. */
export const millisOf = (text: string): number | undefined => {
  if (text.length !== 20 || text.charCodeAt(19) !== 90 /* Z */ || text.charCodeAt(10) !== 84 /* T */) return undefined
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return undefined
  if (text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return undefined
  const year = digits(text, 0, 4)
  const month = digits(text, 5, 2)
  const day = digits(text, 8, 2)
  const hour = digits(text, 11, 2)
  const minute = digits(text, 14, 2)
  const second = digits(text, 17, 2)
  // written so that NaN does not pass
  if (!(day >= 1 && day <= daysIn(year, month) && hour <= 23 && minute <= 59 && second <= 59)) return undefined
  return (((daysOf(year, month, day) * 24 + hour) * 60 + minute) * 60 + second) * 1000
}
