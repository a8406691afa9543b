import { describe, expect, test } from "vitest";
import { cascade } from "../../src/applications/cascade.ts";
import {
  type Application,
  BodyInput,
  type Input,
  RequestError,
  respond,
  validator,
} from "../../src/gateway/index.ts";
import {
  answering,
  bytes,
  echo,
  hello,
  note,
  noting,
  notingLater,
  saying,
  sayingLater,
  TEXT,
} from "../conformance/applications.ts";
import { ask } from "../support/ask.ts";
import { testEnviron } from "../support/environ.ts";
import { collectErrors } from "../support/errors.ts";
import { failOnUnhandled } from "../support/rejections.ts";

failOnUnhandled();

/** A cascade of watched applications, watched itself. */
function of(applications: readonly Application[], skip?: readonly number[]): Application {
  const watched = applications.map((application) => validator(application));
  return validator(cascade(watched, skip === undefined ? {} : { skip }));
}

const throwing =
  (status: string): Application =>
  () => {
    throw new RequestError(status, "not here");
  };

const missing = answering("404 Not Found", TEXT, () => [bytes("none")]);

describe("172: a cascade", () => {
  test.each<[string, Application]>([
    ["sent", missing],
    ["sent later", async (environ, startResponse) => missing(environ, startResponse)],
    ["thrown", throwing("404 Not Found")],
    ["rejected with", async (environ, startResponse) => throwing("404 Not Found")(environ, startResponse)],
    ["405 and thrown", throwing("405 Method Not Allowed")],
    ["405 and sent", answering("405 Method Not Allowed", [...TEXT, ["Allow", "PUT"]])],
  ])("goes on when a 404 is %s", async (_name, first) => {
    const answer = await ask(of([first, first, hello, throwing("500 Late")]), "/");
    expect(answer).toMatchObject({ status: "200 OK", text: "hello" });
  });

  test("stays with the first other answer, whatever it is", async () => {
    const forbidden = answering("403 Forbidden", TEXT);
    expect((await ask(of([forbidden, hello]), "/")).status).toBe("403 Forbidden");
    await expect(ask(of([throwing("410 Gone"), hello]), "/")).rejects.toMatchObject({ status: "410 Gone" });
    const failing = of([
      async () => {
        throw new TypeError("gone wrong");
      },
      hello,
    ]);
    await expect(ask(failing, "/")).rejects.toThrow(TypeError);
  });

  test("gives the answer of the last one, also when it is a 404", async () => {
    expect((await ask(of([throwing("405 Method Not Allowed"), missing]), "/")).text).toBe("none");
    await expect(ask(of([missing, throwing("405 Late")]), "/")).rejects.toMatchObject({ status: "405 Late" });
  });

  test("goes on at other statuses, where they are chosen", async () => {
    const chosen = [throwing("403 Forbidden"), hello];
    expect((await ask(of(chosen, [403]), "/")).text).toBe("hello");
    expect((await ask(of([missing, hello], [403]), "/")).text).toBe("none");
  });

  test.each([
    ["at once", noting],
    ["later", notingLater],
  ])("closes the bodies that are not wanted, once, when they are read %s", async (_name, body) => {
    const errors = collectErrors();
    const first = answering("404 Not Found", TEXT, (environ) => body(environ, [bytes("a"), bytes("b")]));
    const answer = await ask(of([first, first, hello]), "/", { "tsgi.errors": errors });
    expect(answer.text).toBe("hello");
    expect(errors.text).toBe("begun\nclosed\nbegun\nclosed\n");
  });

  test("94: reports what closing throws, and goes on", async () => {
    const failure = () => {
      throw new Error("cannot be closed");
    };
    const next = () => ({ done: false, value: bytes("a") });
    for (const body of [
      { [Symbol.iterator]: () => ({ next, return: failure }) },
      { [Symbol.asyncIterator]: () => ({ next: async () => next(), return: async () => failure() }) },
    ]) {
      const errors = collectErrors();
      const first = answering("404 Not Found", TEXT, () => body);
      expect((await ask(of([first, hello]), "/", { "tsgi.errors": errors })).text).toBe("hello");
      expect(errors.text).toMatch(/^Error: cannot be closed/);
    }
  });

  test("gives each application an environ of its own", async () => {
    const environ = testEnviron();
    const first: Application = (inner, startResponse) => {
      inner.PATH_INFO = "/changed";
      inner["x.added"] = "yes";
      return missing(inner, startResponse);
    };
    const second = saying((inner) => `${inner.PATH_INFO} ${inner["x.added"]}`);
    const { body } = await respond(of([first, second]), environ);
    expect(body).toEqual([bytes("/ undefined")]);
    expect(environ.PATH_INFO).toBe("/");
  });

  test("gives each application the whole body of the request, whatever was read of it before", async () => {
    const readings: ((input: Input) => Promise<unknown>)[] = [
      async () => {},
      (input) => input.read(3),
      (input) => input.readLine(),
      (input) => input.read(),
    ];
    for (const first of readings) {
      for (const second of readings) {
        const reading =
          (read: (input: Input) => Promise<unknown>): Application =>
          async (environ, startResponse) => {
            await read(environ["tsgi.input"]);
            return missing(environ, startResponse);
          };
        const chunks = ["one\ntw", "o\nthree", "\n"].map(bytes);
        const input = new BodyInput(async () => chunks.shift());
        const answer = await ask(of([reading(first), reading(second), echo]), "/", { "tsgi.input": input });
        expect(answer.text).toBe("one\ntwo\nthree\n");
      }
    }
  });

  test("asks for the body only when an application does, and keeps nothing for the last one", async () => {
    let given = 0;
    const input = new BodyInput(async () => (given++ < 5 ? bytes(`${given}`) : undefined));
    const last = sayingLater(async (environ) => {
      expect(given).toBe(0);
      const first = await environ["tsgi.input"].read(1);
      expect(given).toBe(1);
      return `${first.length} and ${(await environ["tsgi.input"].read()).length}`;
    });
    expect((await ask(of([missing, last]), "/", { "tsgi.input": input })).text).toBe("1 and 4");
  });

  test("loses no byte to an application that reads on after it has answered", async () => {
    const chunks = ["a", "b", "c"].map(bytes);
    const input = new BodyInput(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return chunks.shift();
    });
    const first: Application = (environ, startResponse) => {
      environ["tsgi.input"].read(2).then(() => note(environ, "read"));
      return missing(environ, startResponse);
    };
    expect((await ask(of([first, echo]), "/", { "tsgi.input": input })).text).toBe("abc");
  });

  test("48: passes on that the rest of the body will not come", async () => {
    const failure = new Error("cut");
    const input = new BodyInput(() => Promise.reject(failure));
    await expect(ask(of([missing, echo]), "/", { "tsgi.input": input })).rejects.toBe(failure);
  });

  test("answers at once where its applications do", () => {
    expect(respond(of([missing, throwing("404 Not Found"), hello]), testEnviron())).not.toBeInstanceOf(
      Promise,
    );
  });

  test("of no application is refused at once", () => {
    expect(() => cascade([])).toThrow(RangeError);
  });
});
