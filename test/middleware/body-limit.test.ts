import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Application,
  BodyInput,
  type Environ,
  type Input,
  RequestError,
  validator,
} from "../../src/gateway/index.ts";
import { bodyLimit } from "../../src/middleware/body-limit.ts";
import { bytes, echo, hello, sayingLater } from "../conformance/applications.ts";
import { ask } from "../support/ask.ts";
import { testEnviron } from "../support/environ.ts";
import { serving } from "../support/serving.ts";

const between = (application: Application, limit: number) =>
  validator(bodyLimit(limit)(validator(application)));

/** A POST whose body comes in these pieces, and whose length nobody tells. */
function chunked(...pieces: string[]): Partial<Environ> {
  const chunks = pieces.map(bytes);
  return { REQUEST_METHOD: "POST", "tsgi.input": new BodyInput(async () => chunks.shift()) };
}

/** What an application reads in this way of a body in these pieces, of which ten bytes may be read. */
async function readWith(read: (input: Input) => Promise<string>, ...pieces: string[]): Promise<string> {
  const application = sayingLater((environ) => read(environ["tsgi.input"]));
  return (await ask(between(application, 10), "/", chunked(...pieces))).text;
}

const text = (chunk: Uint8Array) => Buffer.from(chunk).toString("latin1");

const WAYS: [how: string, (input: Input) => Promise<string>][] = [
  ["whole", async (input) => text(await input.read())],
  [
    "in small parts",
    async (input) => {
      let all = "";
      for (let part = text(await input.read(3)); part !== ""; part = text(await input.read(3))) all += part;
      return all;
    },
  ],
  ["in a part larger than the limit", async (input) => text(await input.read(1000))],
  [
    "line by line",
    async (input) => {
      let all = "";
      for (let line = text(await input.readLine()); line !== ""; line = text(await input.readLine()))
        all += line;
      return all;
    },
  ],
  ["as a line of at most so many bytes", async (input) => text(await input.readLine(1000))],
  [
    "in a loop",
    async (input) => {
      let all = "";
      for await (const chunk of input) all += text(chunk);
      return all;
    },
  ],
  [
    "in several ways",
    async (input) => {
      let all = text(await input.read(2)) + text(await input.readLine(2));
      for await (const chunk of input) {
        all += text(chunk);
        break;
      }
      return all + text(await input.read());
    },
  ],
];

const TOO_LARGE = { status: "413 Content Too Large" };

describe("175: the limit of a body", () => {
  test("refuses one that is announced to be longer before the application is called", async () => {
    let called = false;
    const application = between((environ, startResponse) => {
      called = true;
      return hello(environ, startResponse);
    }, 10);
    for (const length of ["11", "99999999999999999999999999"]) {
      const refused = ask(application, "/", { REQUEST_METHOD: "POST", CONTENT_LENGTH: length });
      await expect(refused).rejects.toMatchObject(TOO_LARGE);
      await expect(refused).rejects.toBeInstanceOf(RequestError);
    }
    expect(called).toBe(false);
  });

  test("lets one through of just so many bytes, and a request without a body", async () => {
    for (const body of ["", "0123456789"]) {
      const environ = testEnviron({}, body);
      expect((await ask(between(echo, 10), "/", environ)).text).toBe(body);
    }
    expect((await ask(between(echo, 0), "/")).text).toBe("");
  });

  test("refuses nothing that the application does not read", async () => {
    expect((await ask(between(hello, 10), "/", chunked("0123456789", "x"))).text).toBe("hello");
  });

  describe.each(WAYS)("a body of unknown length that is read %s", (_, read) => {
    test("is read whole up to the limit, however it was cut", async () => {
      for (const pieces of [["0123456789"], ["01234", "56789"], [..."0123456789"], ["012345678"], []]) {
        expect(await readWith(read, ...pieces)).toBe(pieces.join(""));
      }
    });

    test("is refused past the limit", async () => {
      for (const pieces of [["0123456789x"], ["0123456789", "x"], [..."0123456789x"], ["x".repeat(1000)]]) {
        await expect(readWith(read, ...pieces)).rejects.toMatchObject(TOO_LARGE);
      }
    });
  });

  test("lets a part be read of a body that is longer, up to the limit", async () => {
    expect(await readWith(async (input) => text(await input.read(10)), "0123456789x")).toBe("0123456789");
    expect(await readWith(async (input) => text(await input.readLine()), "012345678\nx")).toBe("012345678\n");
  });

  test("is refused again and again once it was passed", async () => {
    const application = sayingLater(async (environ) => {
      const input = environ["tsgi.input"];
      const outcomes: string[] = [];
      for (const read of [
        () => input.read(),
        () => input.read(1),
        () => input.readLine(),
        () => input.read(0),
      ]) {
        outcomes.push(await read().then(text, (error) => error.status));
      }
      return outcomes.join();
    });
    const answer = await ask(between(application, 3), "/", chunked("0123"));
    expect(answer.text).toBe(Array(4).fill(TOO_LARGE.status).join());
  });

  test("holds for reads that are begun at once, which lose nothing", async () => {
    const together = async (input: Input) => {
      const parts = await Promise.all([input.read(4), input.readLine(3), input.read()]);
      return parts.map(text).join();
    };
    expect(await readWith(together, "0123", "456789")).toBe("0123,456,789");
    await expect(readWith(together, "0123", "456789x")).rejects.toMatchObject(TOO_LARGE);
  });

  test("never gives more than the limit, whatever is asked for", async () => {
    const wishes = fc.array(fc.record({ how: fc.constantFrom("read", "readLine"), size: fc.nat(12) }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ maxLength: 6 })), wishes, async (pieces, asked) => {
        const body = pieces.join("");
        let got = "";
        const outcome = await readWith(
          async (input) => {
            for (const { how, size } of asked) {
              got += text(await (how === "read" ? input.read(size) : input.readLine(size)));
            }
            got += text(await input.read());
            return got;
          },
          ...pieces,
        ).catch((error) => error.status);
        expect(outcome).toBe(body.length > 10 ? TOO_LARGE.status : body);
        expect(body.startsWith(got) && got.length <= 10).toBe(true);
      }),
    );
  });

  test.each([-1, Number.NaN])("passes a size of %d on, which the input refuses", async (size) => {
    const application = bodyLimit(10)(
      sayingLater(async (environ) => text(await environ["tsgi.input"].read(size))),
    );
    await expect(ask(application, "/", chunked("a"))).rejects.toThrow("a whole number of bytes");
  });

  test("passes on that the rest of a body will not come", async () => {
    const input = new BodyInput(() => Promise.reject(new Error("the client left")));
    await expect(ask(between(echo, 10), "/", { "tsgi.input": input })).rejects.toThrow("the client left");
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])("is not %d", (limit) => {
    expect(() => bodyLimit(limit)).toThrow(RangeError);
  });

  test("is told to the client by a server, before and while it is read", async () => {
    const { send, errors } = await serving(between(echo, 10));
    for (const request of [
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n0123456789x",
      "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n1\r\nx\r\n0\r\n\r\n",
    ]) {
      const client = await send(request);
      expect((await client.response())?.status).toBe(413);
    }
    expect(errors.text).toBe("");
  });
});
