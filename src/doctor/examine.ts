import { type Answer, ask, type Place } from "./ask.ts";
import { type FrontEnd, frontEndOf } from "./front-end.ts";
import { fault, type Judgement } from "./judgement.ts";
import type { Probe, Visit } from "./probe.ts";
import { PROBES } from "./probes.ts";
import type { Seen } from "./seen.ts";
import { whyNobody, whyStranger } from "./stranger.ts";

/** What the doctor found. */
export interface Examination {
  readonly place: Place;
  readonly frontEnd: FrontEnd;
  /** What the application is handed for GET of the folder itself. */
  readonly seen: Seen;
  readonly judgements: readonly Judgement[];
}

/**
 * Asks the patient at `place` all that there is to ask, one request after the other. Throws an Error with one sentence
 * for a person when nobody answers there, or somebody who is not the patient.
 */
export async function examine(place: Place, probes: readonly Probe[] = PROBES): Promise<Examination> {
  const first = await ask(place, { target: "/" }).catch((error: unknown) => {
    throw new Error(whyNobody(place, error), { cause: error });
  });
  const { seen } = first;
  if (!seen) throw new Error(whyStranger(place, first));
  const visit = { place, frontEnd: frontEndOf(first) };
  const judgements: Judgement[] = [];
  const failed = new Set<Probe>();
  for (const probe of probes) {
    if (probe.unless && failed.has(probe.unless)) continue;
    const found = await judge(probe, visit);
    if (found.some(({ kind }) => kind === "fault")) failed.add(probe);
    judgements.push(...found);
  }
  return { ...visit, seen, judgements };
}

async function judge({ name, question, judge }: Probe, visit: Visit): Promise<readonly Judgement[]> {
  let answer: Answer;
  try {
    answer = await ask(visit.place, question);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [
      fault(`To ${name} comes no answer: ${reason}.`, "The client sees nothing but an error of its own."),
    ];
  }
  return judge(answer, visit);
}
