import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";

/** What this process holds that must be given back. */
export interface Holdings {
  /** Sockets, timers, pipes and their like that are open, by their kind in Node. */
  readonly resources: Readonly<Record<string, number>>;
  /** Open descriptors, child processes (ended ones that nobody asked for, too) and threads, where Linux tells of them. */
  readonly system?: { readonly descriptors: number; readonly children: number; readonly threads: number };
}

// What comes and goes within a turn, and work of the file system that is under way.
const MOMENTARY = /^(?:TickObject|Immediate|FSReq.*|PROMISE)$/;

/** What this process holds at this moment. */
export function holdings(): Holdings {
  const resources: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) {
    if (!MOMENTARY.test(kind)) resources[kind] = (resources[kind] ?? 0) + 1;
  }
  if (process.platform !== "linux") return { resources };
  const threads = readdirSync("/proc/self/task");
  const children = threads.flatMap((thread) =>
    readFileSync(`/proc/self/task/${thread}/children`, "latin1").split(" ").filter(Boolean),
  );
  const descriptors = readdirSync("/proc/self/fd").length;
  return { resources, system: { descriptors, children: children.length, threads: threads.length } };
}

/** Waits until this process holds no more of anything than before. What is still held after five seconds is a failure. */
export async function expectGivenBack(before: Holdings): Promise<void> {
  for (const deadline = Date.now() + 5000; Date.now() < deadline; await delay(20)) {
    if (excess(holdings(), before).length === 0) return;
  }
  expect(excess(holdings(), before)).toEqual([]);
}

/** What is more than before: "TCPSocketWrap: 3, and 1 before". */
function excess(now: Holdings, before: Holdings): string[] {
  return Object.entries({ ...now.resources, ...now.system }).flatMap(([kind, count]) => {
    const had = { ...before.resources, ...before.system }[kind] ?? 0;
    return count > had ? [`${kind}: ${count}, and ${had} before`] : [];
  });
}
