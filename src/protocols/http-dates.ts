/** The names of the months, as HTTP and the logs of web servers have them. */
export const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
const LONG_DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";
const MONTH = `(?<month>${MONTHS.join("|")})`;
const TIME = "(?<hour>[01][0-9]|2[0-3]):(?<minute>[0-5][0-9]):(?<second>[0-5][0-9]|60)";

// Sun, 06 Nov 1994 08:49:37 GMT; Sunday, 06-Nov-94 08:49:37 GMT; Sun Nov  6 08:49:37 1994
const FORMS = [
  `${DAY}, (?<day>[0-9]{2}) ${MONTH} (?<year>[0-9]{4}) ${TIME} GMT`,
  `${LONG_DAY}, (?<day>[0-9]{2})-${MONTH}-(?<year>[0-9]{2}) ${TIME} GMT`,
  `${DAY} ${MONTH} (?<day>[ 0-9][0-9]) ${TIME} (?<year>[0-9]{4})`,
].map((form) => new RegExp(`^${form}$`));

/**
 * The time of an HTTP date in any of its three forms (RFC 9110 §5.6.7); undefined for what is none, such as 31 February.
 *
 * The name of the day is not compared with the date. A year of two digits is the last such year that is at most 50
 * years after that of `now`. A leap second is the second behind it.
 *
 * @example parseHttpDate("Sun, 06 Nov 1994 08:49:37 GMT")
 */
export function parseHttpDate(text: string, now: Date = new Date()): Date | undefined {
  const fields = FORMS.map((form) => form.exec(text)?.groups).find(Boolean);
  if (!fields) return undefined;
  const [day, month] = [Number(fields.day), MONTHS.indexOf(fields.month ?? "")];
  const date = new Date(0);
  date.setUTCFullYear(fullYear(fields.year ?? "", now), month, day); // Date.UTC() takes the year 94 for 1994
  if (date.getUTCDate() !== day || date.getUTCMonth() !== month) return undefined;
  date.setUTCHours(Number(fields.hour), Number(fields.minute), Number(fields.second));
  return date;
}

function fullYear(digits: string, now: Date): number {
  if (digits.length === 4) return Number(digits);
  const latest = now.getUTCFullYear() + 50;
  const year = latest - (latest % 100) + Number(digits);
  return year > latest ? year - 100 : year;
}
