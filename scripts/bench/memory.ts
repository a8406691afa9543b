import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** What of a process is in memory, in megabytes of 10^6 bytes. */
export interface Memory {
  /** Its own: heaps, stacks, buffers. */
  readonly own: number;
  /** Pages of files that it has mapped: programs and libraries, which others may share. */
  readonly mapped: number;
}

/** What of a process, of all of its threads, is in memory (proc(5): RssAnon, RssFile). */
export function memoryOf(pid: number | "self" | undefined): Memory {
  return { own: statusOf(pid, "RssAnon"), mapped: statusOf(pid, "RssFile") };
}

/** The most that a process had in memory so far, mapped files among it, in megabytes (VmHWM); NaN when it has ended. */
export function peakMemoryOf(pid: number | undefined): number {
  try {
    return statusOf(pid, "VmHWM");
  } catch {
    return Number.NaN;
  }
}

function statusOf(pid: number | "self" | undefined, field: string): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(status)?.[1];
  return (Number(kibibytes ?? Number.NaN) * 1024) / 1e6;
}

/** How much of a file is in the system's page cache, in megabytes; undefined where no program tells (fincore(1)). */
export function cachedMegabytes(file: string): number | undefined {
  const { stdout, status } = spawnSync("fincore", ["--bytes", "--noheadings", "--output", "RES", file], {
    encoding: "utf8",
  });
  return status === 0 ? Number(stdout.trim()) / 1e6 : undefined;
}

/** Makes the system forget what it has in memory of a file that is on the disk, as dd(1) describes it. */
export function forgetCached(file: string): void {
  execFileSync("dd", [`if=${file}`, "iflag=nocache", "count=0", "status=none"]);
}
