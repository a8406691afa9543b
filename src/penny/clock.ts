// By hand: the first Intl.DateTimeFormat of a process takes half of the time that Node takes to start, and a CGI program
// has to wait for it at each request.
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];

/** What a page says of the time. */
export interface Clock {
  /** "Good morning" or "Good afternoon". */
  readonly greeting: string;
  /** "Thursday, February 29, 2024 at 2:05:07 PM", where the server is. */
  readonly text: string;
  /** The same for programs (ISO 8601). */
  readonly iso: string;
}

let second = Number.NaN;
let clock: Clock = { greeting: "", text: "", iso: "" };

/** What a page says of the time `now`, written anew once a second. */
export function readClock(now: Date): Clock {
  const current = Math.floor(now.getTime() / 1000);
  if (current !== second) {
    const greeting = now.getHours() < 12 ? "Good morning" : "Good afternoon";
    clock = { greeting, text: dateAndTime(now), iso: now.toISOString() };
    second = current;
  }
  return clock;
}

function dateAndTime(now: Date): string {
  const date = `${DAYS[now.getDay()]}, ${MONTHS[now.getMonth()]} ${now.getDate()}, ${now.getFullYear()}`;
  const [hours, minutes, seconds] = [now.getHours(), now.getMinutes(), now.getSeconds()];
  const time = `${hours % 12 || 12}:${twoDigits(minutes)}:${twoDigits(seconds)}`;
  return `${date} at ${time} ${hours < 12 ? "AM" : "PM"}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
