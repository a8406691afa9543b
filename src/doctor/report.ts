import type { Examination } from "./examine.ts";
import type { Finding, Judgement } from "./judgement.ts";
import { addressOf } from "./place.ts";

/** True where there is nothing to be mended. */
export function isHealthy({ judgements }: Examination): boolean {
  return judgements.every(({ kind }) => kind !== "fault");
}

/** What the doctor found, as text for a person: what is well, then the notes, and the faults last. */
export function formatReport(examination: Examination): string {
  const { place, frontEnd, judgements } = examination;
  const through =
    frontEnd.server === "none"
      ? `and nothing stands before the gateway (${frontEnd.protocol})`
      : `through ${frontEnd.title}, which hands over by ${frontEnd.protocol}`;
  const of = <K extends Judgement["kind"]>(kind: K) =>
    judgements.filter((one): one is Judgement & { kind: K } => one.kind === kind);
  const [notes, faults] = [of("note"), of("fault")];
  const parts = [
    `The doctor asked ${addressOf(place)}, ${through}.\n`,
    of("well")
      .map(({ what }) => `well   ${what}\n`)
      .join(""),
    ...[...notes, ...faults].map(formatFinding),
    `${verdict(faults.length, notes.length)}\n`,
  ];
  return parts.filter((part) => part !== "").join("\n");
}

function formatFinding({ kind, what, why, mending }: Finding): string {
  const lines = [...wrapped(what), ...wrapped(why)];
  if (mending) {
    const { where, lines: mended } = mending;
    lines.push(`${where}${mended.length > 0 ? ":" : "."}`, ...mended.map((line) => `    ${line}`));
  }
  return lines.map((line, index) => `${index === 0 ? kind.padEnd(7) : " ".repeat(7)}${line}\n`).join("");
}

const WIDTH = 90;

/** A sentence in lines of about so many characters. */
function wrapped(text: string): string[] {
  return text.match(new RegExp(`\\S.{0,${WIDTH}}(?=\\s|$)|\\S+`, "g")) ?? [];
}

function verdict(faults: number, notes: number): string {
  const and = notes === 0 ? "" : `, ${notes} ${notes === 1 ? "note" : "notes"}`;
  if (faults === 0) return `Healthy${and}.`;
  return `${faults} ${faults === 1 ? "fault" : "faults"}${and}.`;
}

/** What the application is handed for a request, a variable in each line, and the names of those that are not shown. */
export function formatEnviron({ seen, place }: Examination): string {
  const lines = Object.entries(seen.environ).sort(([one], [other]) => (one < other ? -1 : 1));
  return [
    `What the application is handed for GET ${addressOf(place)}:\n`,
    ...lines.map(([name, value]) => `    ${name} = ${value}\n`),
    ...(seen.others.length > 0 ? [`and, not shown: ${seen.others.join(", ")}\n`] : []),
  ].join("");
}
