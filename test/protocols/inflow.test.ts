import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { Inflow } from "../../src/protocols/inflow.ts";

describe("the bytes of a stream", () => {
  test("are read in their order, those that wait and those that are waited for", async () => {
    const inflow = new Inflow(() => {});
    inflow.push(Buffer.from("a"));
    expect(await inflow.next()).toEqual(Buffer.from("a"));
    const later = inflow.next();
    expect(inflow.waiting).toBe(true);
    inflow.push(Buffer.from("b"));
    expect(inflow.waiting).toBe(false);
    inflow.end();
    expect(await later).toEqual(Buffer.from("b"));
    expect([await inflow.next(), await inflow.next()]).toEqual([undefined, undefined]);
  });

  test("are counted as long as they wait, and small chunks for more than their bytes", async () => {
    let changes = 0;
    const inflow = new Inflow(() => changes++);
    for (let count = 0; count < 1000; count++) inflow.push(Buffer.from("a"));
    expect(inflow.held).toBeGreaterThan(100_000);
    for (let count = 0; count < 1000; count++) await inflow.next();
    expect([inflow.held, changes]).toEqual([0, 2000]);
  });

  test("do not come any more behind the end, nor when nobody reads", async () => {
    const inflow = new Inflow(() => {});
    inflow.push(Buffer.from("a"));
    inflow.drop();
    inflow.push(Buffer.from("b"));
    expect([inflow.held, inflow.ended]).toEqual([0, true]);
    expect(await inflow.next()).toBeUndefined();
  });

  test("fail behind what has come, also for who waits already", async () => {
    const inflow = new Inflow(() => {});
    const waiting = inflow.next();
    inflow.push(Buffer.from("a"));
    inflow.end(new Error("gone"));
    expect(await waiting).toEqual(Buffer.from("a"));
    await expect(inflow.next()).rejects.toThrow("gone");
  });
});
