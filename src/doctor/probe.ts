import type { Answer, Place, Question } from "./ask.ts";
import type { FrontEnd } from "./front-end.ts";
import { fault, type Judgement } from "./judgement.ts";
import type { Seen } from "./seen.ts";

/** Where the doctor asks, and through what. */
export interface Visit {
  readonly place: Place;
  readonly frontEnd: FrontEnd;
}

/** A request that is sent through a front end, and what is made of its answer. */
export interface Probe {
  /** What is sent, for a sentence: "a POST of 100 KB". */
  readonly name: string;
  readonly question: Question;
  /** Where that one has found a fault, this one is not asked: the same cause would be told of twice. */
  readonly unless?: Probe | undefined;
  judge(answer: Answer, visit: Visit): readonly Judgement[];
}

/** A probe that looks at what the patient was handed. */
export interface HandedOver extends Omit<Probe, "judge"> {
  seen(seen: Seen, visit: Visit, answer: Answer): readonly Judgement[];
  /** What is to be said where the web server answered itself, unless it is the usual. */
  refused?(answer: Answer, visit: Visit): readonly Judgement[] | undefined;
}

/** Makes a probe of one that looks at what the patient was handed. */
export function handedOver({ name, question, unless, seen, refused }: HandedOver): Probe {
  return {
    name,
    question,
    unless,
    judge(answer, visit) {
      if (answer.seen) return seen(answer.seen, visit, answer);
      return (!isFromCache(answer) && refused?.(answer, visit)) || [notHandedOver(name, answer)];
    },
  };
}

/** What is said of an answer that is not the patient's. */
export function notHandedOver(name: string, answer: Answer): Judgement {
  return isFromCache(answer)
    ? fault(
        `To ${name} came an answer that was made for an earlier request.`,
        "A cache keeps what says Cache-Control: no-store, and hands one client the page of another.",
      )
    : fault(
        `To ${name} comes ${answer.status}, and not from the application.`,
        "It is refused before the application is asked.",
      );
}

/** True for the answer of a patient to another request. */
export function isFromCache({ token, fields }: Answer): boolean {
  return /^[0-9a-f]{32}$/.test(fields["x-doctor"] ?? "") && fields["x-doctor"] !== token;
}
