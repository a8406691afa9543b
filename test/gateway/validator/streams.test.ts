import { describe, expect, it } from "vitest";
import { type Environ, type Input, validator } from "../../../src/gateway/index.ts";
import { testEnviron } from "../../support/environ.ts";
import { bytes, expectFault, faultOf } from "./support.ts";

/** The environ as an application behind the validator sees it. */
async function seen(environ: Environ): Promise<Environ> {
  let inner = environ;
  await validator((given, startResponse) => {
    inner = given;
    startResponse("204 No Content", []);
    return [];
  })(environ, () => {});
  return inner;
}

async function inputOf(body: string): Promise<Input> {
  return (await seen(testEnviron({}, body)))["tsgi.input"];
}

/** The input of a server that gives what it should not. */
async function wrongInput(changes: Record<string, unknown>): Promise<Input> {
  const input = Object.assign(testEnviron({}, "abc")["tsgi.input"], changes);
  return (await seen(testEnviron({ "tsgi.input": input })))["tsgi.input"];
}

describe("the input behind the validator", () => {
  it("gives what the server gives, whichever way it is read", async () => {
    const input = await inputOf("one\ntwo\nthree");
    expect(String(await input.readLine())).toBe("one\n");
    expect(String(await input.read(2))).toBe("tw");
    expect(String(await input.readLine(1))).toBe("o");
    const rest: Uint8Array[] = [];
    for await (const chunk of input) rest.push(chunk);
    expect(String(Buffer.concat(rest))).toBe("\nthree");
    expect(await input.read()).toHaveLength(0);
    expect(await input.read(5)).toHaveLength(0);
  });

  it("is not closed by a loop that is left early", async () => {
    const input = await inputOf("one\ntwo");
    await input.readLine();
    for await (const _ of input) break;
    expect(await input.read()).toHaveLength(0);
  });

  it("passes on that a loop is left early to an iterator that wants to know", async () => {
    let left = 0;
    const iterator = {
      next: async () => ({ done: false, value: bytes("x") }),
      return: async () => {
        left++;
        return { done: true, value: undefined };
      },
    };
    for await (const _ of await wrongInput({ [Symbol.asyncIterator]: () => iterator })) break;
    expect(left).toBe(1);
  });

  it.each([-1, 1.5, Number.NaN, "3"])("refuses to read %s bytes, by clause 3.1", async (size) => {
    const input = await inputOf("abc");
    const fault = await expectFault("application", "3.1", () => Reflect.apply(input.read, input, [size]));
    expect(fault.message).toContain("streams.test.ts:");
    await expectFault("application", "3.1", () => Reflect.apply(input.readLine, input, [size]));
  });

  it("must not be closed by the application, by clause 3.5", async () => {
    const input = await inputOf("abc");
    const fault = await expectFault("application", "3.5", () => Reflect.get(input, "close").call(input));
    expect(fault.message).toContain("streams.test.ts:");
  });

  it.each([
    ["a string for bytes", "3.2", { read: async () => "abc" }],
    ["more than was asked for", "3.2", { read: async () => bytes("abcdef") }],
  ])("tells of a server that gives %s", async (_, clause, changes) => {
    const input = await wrongInput(changes);
    await expectFault("server", clause, () => input.read(3));
  });

  it("tells of a server whose line goes on behind its end", async () => {
    const input = await wrongInput({ readLine: async () => bytes("one\ntwo") });
    await expectFault("server", "3.2", () => input.readLine());
  });

  it("tells of a server whose iterator gives strings", async () => {
    const input = await wrongInput({
      async *[Symbol.asyncIterator]() {
        yield "abc";
      },
    });
    await expectFault("server", "3.2", async () => {
      for await (const _ of input);
    });
  });

  it("tells of a server whose input goes on after its end", async () => {
    const answers = [bytes("ab"), bytes("next request")];
    const input = await wrongInput({ read: async () => answers.shift() });
    expect(await input.read(3)).toHaveLength(2);
    await expectFault("server", "3.3", () => input.read());
  });

  it("rejects as the server's input does", async () => {
    const gone = new Error("gone");
    const input = await wrongInput({ read: () => Promise.reject(gone) });
    await expect(input.read()).rejects.toBe(gone);
  });
});

describe("the error stream behind the validator", () => {
  it("passes text on, and flushes", async () => {
    const told: string[] = [];
    const errors = { write: (text: string) => told.push(text), flush: () => told.push("flushed") };
    const { "tsgi.errors": stream } = await seen(testEnviron({ "tsgi.errors": errors }));
    stream.write("a fault\n");
    stream.flush();
    expect(told).toEqual(["a fault\n", "flushed"]);
  });

  it("takes strings only, by clause 3.8", async () => {
    const { "tsgi.errors": stream } = await seen(testEnviron());
    const write = () => Reflect.apply(stream.write, stream, [bytes("a fault")]);
    expect((await expectFault("application", "3.8", write)).message).toContain("streams.test.ts:");
  });

  it("must not be closed by the application, by clause 3.9", async () => {
    const { "tsgi.errors": stream } = await seen(testEnviron());
    expect(await faultOf(() => Reflect.get(stream, "close").call(stream))).toHaveProperty("clause", "3.9");
  });
});
