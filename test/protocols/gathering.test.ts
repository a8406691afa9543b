import { Writable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { Gathering } from "../../src/protocols/gathering.ts";
import { bytes } from "../conformance/applications.ts";

/** A stream that keeps what goes out together as one text. */
function sink() {
  const out: string[] = [];
  const stream = new Writable({
    write: (chunk, _, done) => {
      out.push(String(chunk));
      done();
    },
    writev: (chunks, done) => {
      out.push(chunks.map(({ chunk }) => String(chunk)).join(""));
      done();
    },
  });
  return { out, stream };
}

test("what is written in one turn of the event loop goes out together, four pieces at a time", async () => {
  const { out, stream } = sink();
  let flushed = 0;
  const gathering = new Gathering(stream, () => flushed++);
  for (const piece of "abcdef") expect(gathering.write(bytes(piece))).toBe(true);
  expect(out).toEqual(["abcd"]);
  await nextTurn();
  expect(out).toEqual(["abcd", "ef"]);
  gathering.write(bytes("g"));
  await nextTurn();
  expect(out.join("")).toBe("abcdefg");
  expect(flushed).toBe(2);
  expect(stream.writableCorked).toBe(0);
});

test("within a cork of the caller's it waits for no turn", async () => {
  const { out, stream } = sink();
  const gathering = new Gathering(stream);
  stream.cork();
  for (const piece of "abcde") gathering.write(bytes(piece));
  stream.uncork();
  expect(out).toEqual(["abcd", "e"]);
  expect(stream.writableCorked).toBe(0);
});

test("a stream that is destroyed meanwhile harms nobody", async () => {
  const { out, stream } = sink();
  const gathering = new Gathering(stream);
  stream.on("error", () => {});
  gathering.write(bytes("a"));
  stream.destroy();
  await nextTurn();
  gathering.write(bytes("b"));
  await nextTurn();
  expect(out).toEqual([]);
});
