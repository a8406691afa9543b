import { setImmediate as nextTurn } from "node:timers/promises";
import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { type Application, type Environ, RequestError, validator } from "../../src/gateway/index.ts";
import { type FetchOptions, toFetch } from "../../src/servers/fetch.ts";
import {
  answering,
  bytes,
  echo,
  hello,
  later,
  muchLater,
  noting,
  notingLater,
  saying,
  sayingLater,
  sending,
  showEnviron,
  stating,
  TEXT,
  throwing,
} from "../conformance/applications.ts";
import { collectErrors } from "../support/errors.ts";
import { deferred, eventually } from "../support/promises.ts";
import { failOnUnhandled } from "../support/rejections.ts";

failOnUnhandled();

const URL_OF_BOOKS = "http://books.example/";

/** A fetch handler of a watched application, what asks it for the books, and what it reported. */
function made(application: Application, options: FetchOptions = {}) {
  const errors = collectErrors();
  const fetch = toFetch(validator(application), { errors, ...options });
  const get = () => fetch(new Request(URL_OF_BOOKS));
  const post = (body: ReadableStream) =>
    fetch(new Request(URL_OF_BOOKS, { method: "POST", body, duplex: "half" }));
  return { errors, fetch, get, post };
}

async function environOf(request: Request, options: FetchOptions = {}): Promise<Partial<Environ>> {
  const response = await made(showEnviron, options).fetch(request);
  expect(response.status).toBe(200);
  return (await response.json()) as Partial<Environ>;
}

describe("the environ of a Request", () => {
  test("163: has the URL in its parts", async () => {
    const request = new Request("https://Books.Example/a%2Fb/%C3%A9?x=%20#part", {
      method: "PATCH",
      headers: { "X-Two": "b", "Content-Type": "text/plain" },
      body: "text",
    });
    expect(await environOf(request)).toMatchObject({
      REQUEST_METHOD: "PATCH",
      SCRIPT_NAME: "",
      PATH_INFO: "/a/b/\u00c3\u00a9",
      QUERY_STRING: "x=%20",
      REQUEST_URI: "/a%2Fb/%C3%A9?x=%20",
      SERVER_NAME: "books.example",
      SERVER_PORT: "443",
      CONTENT_TYPE: "text/plain",
      HTTP_HOST: "books.example",
      HTTP_X_TWO: "b",
      "tsgi.url_scheme": "https",
    });
  });

  test("163: takes the host from the URL and not from a field, and the port where one is named", async () => {
    const request = new Request("http://[::1]:8080/", { headers: { Host: "evil.example" } });
    const environ = await environOf(request);
    expect(environ).toMatchObject({ SERVER_NAME: "[::1]", SERVER_PORT: "8080", HTTP_HOST: "[::1]:8080" });
  });

  test("has the address of the client only where it can be told", async () => {
    const environ = await environOf(new Request(URL_OF_BOOKS));
    expect(Object.keys(environ)).not.toContain("REMOTE_ADDR");
    expect(Object.keys(environ)).not.toContain("REMOTE_PORT");
    const known = { remoteAddr: (request: Request) => request.headers.get("x-real") ?? "" };
    const request = new Request(URL_OF_BOOKS, { headers: { "X-Real": "192.0.2.7" } });
    expect(await environOf(request, known)).toMatchObject({ REMOTE_ADDR: "192.0.2.7" });
  });

  test("30: has no HTTP_PROXY", async () => {
    const environ = await environOf(new Request(URL_OF_BOOKS, { headers: { Proxy: "evil.example" } }));
    expect(Object.keys(environ)).not.toContain("HTTP_PROXY");
  });

  test.each([
    ["a path with a loose %", new Request(`${URL_OF_BOOKS}%zz`)],
    ["two lengths", new Request(URL_OF_BOOKS, { headers: { "Content-Length": "5, 5" } })],
  ])("163: is not made of %s, which is refused with 400", async (_name, request) => {
    const { fetch, errors } = made(hello);
    expect((await fetch(request)).status).toBe(400);
    expect(errors.text).toBe("");
  });
});

describe("the body of a Request", () => {
  test("39: is read whole, also when it comes in many chunks and has no length", async () => {
    const { post } = made(echo);
    const body = new ReadableStream({
      start(controller) {
        for (let index = 0; index < 100; index++) controller.enqueue(bytes(`${index},`));
        controller.close();
      },
    });
    const response = await post(body);
    expect(await response.text()).toBe(Array.from({ length: 100 }, (_, index) => `${index},`).join(""));
  });

  test("53: is not touched when the application does not read it", async () => {
    const { post } = made(hello);
    let pulled = 0;
    const body = new ReadableStream({ pull: () => void pulled++ }, { highWaterMark: 0 });
    const response = await post(body);
    expect(await response.text()).toBe("hello");
    expect(pulled).toBe(0);
  });

  test("48: that breaks off makes reading reject, which is no fault of the application", async () => {
    const { post, errors } = made(echo);
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error("cut")) });
    const response = await post(body);
    expect(response.status).toBe(500);
    expect(errors.text).toBe("");
  });

  test("that somebody has read already makes reading reject", async () => {
    const request = new Request(URL_OF_BOOKS, { method: "POST", body: "gone" });
    await request.text();
    const { fetch } = made(
      sayingLater(async (environ) => {
        const failure: unknown = await environ["tsgi.input"].read().catch((error) => error);
        return String(failure);
      }),
    );
    expect(await (await fetch(request)).text()).toMatch(/did not come whole/);
  });
});

describe("a Response", () => {
  test("80: of one chunk has its length; its status, reason and cookies are the application's", async () => {
    const { get } = made(
      answering("201 Put There", [...TEXT, ["Set-Cookie", "a=1"], ["Set-Cookie", "b=2, 3"]]),
    );
    const response = await get();
    expect(response.status).toBe(201);
    expect(response.statusText).toBe("Put There");
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2, 3"]);
    expect(response.headers.get("content-length")).toBe("5");
    expect(await response.text()).toBe("hello");
  });

  test.each(["204 No Content", "205 Reset Content", "304 Not Modified"])(
    "165: %s has no body and is no 500",
    async (status) => {
      const { get, errors } = made(answering(status, [["ETag", '"x"']], () => []));
      const response = await get();
      expect(response.status).toBe(Number(status.slice(0, 3)));
      expect(response.body).toBeNull();
      expect(response.headers.get("etag")).toBe('"x"');
      expect(errors.text).toBe("");
    },
  );

  test("170: to HEAD has no body, and the one of the application is closed", async () => {
    for (const body of [noting, notingLater]) {
      const { fetch, errors } = made(stating(5, (environ) => body(environ, [bytes("hel"), bytes("lo")])));
      const response = await fetch(new Request(URL_OF_BOOKS, { method: "HEAD" }));
      expect(response.body).toBeNull();
      expect(response.headers.get("content-length")).toBe("5");
      await eventually(() => errors.text === "begun\nclosed\n");
    }
  });

  test.each([
    ["a generator", () => later("one ", "", "two ", "three")],
    ["an asynchronous generator", () => muchLater("one ", "", "two ", "three")],
    ["an array", () => ["one ", "", "two ", "three"].map(bytes)],
  ])("87: streams %s", async (_name, body) => {
    const { get } = made(sending(body));
    expect(await (await get()).text()).toBe("one two three");
  });

  test("169: carries the window of a view and not the buffer behind it", async () => {
    const whole = bytes("secret hello secret");
    const bodies = [
      () => [whole.subarray(7, 12)],
      () => [whole.subarray(7, 10), whole.subarray(10, 12)],
      () => [new Uint8Array(whole.buffer, whole.byteOffset + 7, 5)],
    ];
    for (const body of bodies) {
      const { get } = made(sending(body));
      expect(await (await get()).text()).toBe("hello");
    }
    expect(Buffer.from(whole).toString()).toBe("secret hello secret");
  });

  test("88: that nobody reads stops the body of the application", async () => {
    let given = 0;
    const { get } = made(
      sending(function* () {
        for (; given < 200; given++) yield new Uint8Array(1024 * 1024);
      }),
    );
    const response = await get();
    for (let turn = 0; turn < 20; turn++) await nextTurn();
    expect(given).toBeLessThan(3);
    let size = 0;
    for await (const chunk of response.body ?? []) size += chunk.length;
    expect(size).toBe(200 * 1024 * 1024);
  });

  test("167: is a 500 when the application fails before its first byte, and the error is reported", async () => {
    const error = new Error("gone wrong");
    const inTheBody = sending(async function* () {
      yield bytes("");
      throw error;
    });
    for (const application of [...throwing(error), inTheBody]) {
      const { get, errors } = made(application);
      const response = await get();
      expect(response.status).toBe(500);
      expect(await response.text()).toBe("500 Internal Server Error\n");
      expect(errors.text).toMatch(/^Error: gone wrong\n/);
    }
  });

  test("167: breaks when the application fails behind its first byte", async () => {
    const { get, errors } = made(
      sending(async function* () {
        yield bytes("hello");
        throw new Error("too late");
      }),
    );
    const response = await get();
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow("the response broke off");
    expect(errors.text).toMatch(/^Error: too late\n/);
  });

  test("81: breaks when the body is shorter than its length, also when there is none of it", async () => {
    for (const body of [["he"], []]) {
      const fetch = toFetch(
        stating(5, () => later(...body)),
        { errors: collectErrors() },
      );
      const response = await fetch(new Request(URL_OF_BOOKS));
      await expect(response.text()).rejects.toThrow("the response broke off");
    }
  });

  test("6.3: to what a RequestError refuses has the status and the fields of that", async () => {
    const { get, errors } = made(() => {
      throw new RequestError("405 Method Not Allowed", "no", [["Allow", "GET"]]);
    });
    const response = await get();
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET");
    expect(errors.text).toBe("");
  });

  test("is none where the error page fails too", async () => {
    const { get, errors } = made(
      () => {
        throw new Error("first");
      },
      {
        errorPage: () => {
          throw new Error("second");
        },
      },
    );
    await expect(get()).rejects.toThrow("the response broke off");
    expect(errors.text).toMatch(/Error: first[\s\S]*Error: second/);
  });
});

describe("a client that leaves", () => {
  test("166: before the response, aborts the signal, and the promise is rejected", async () => {
    const aborted = deferred();
    const { fetch, errors } = made((environ) => {
      const { "tsgi.signal": signal } = environ;
      return new Promise((_, reject) => {
        signal.addEventListener("abort", () => {
          aborted.resolve();
          reject(signal.reason);
        });
      });
    });
    const controller = new AbortController();
    const response = fetch(new Request(URL_OF_BOOKS, { signal: controller.signal }));
    controller.abort();
    await expect(response).rejects.toThrow("the client left");
    await aborted.promise;
    await nextTurn();
    expect(errors.text).toBe("");
  });

  test("166: while it reads the response, aborts the signal and has the body closed once", async () => {
    for (const leave of ["cancel", "abort"]) {
      let signal: AbortSignal | undefined;
      const { fetch, errors } = made(
        sending((environ) => {
          signal = environ["tsgi.signal"];
          return notingLater(environ, Array(100).fill(bytes("a")));
        }),
      );
      const controller = new AbortController();
      const response = await fetch(new Request(URL_OF_BOOKS, { signal: controller.signal }));
      const reader = response.body?.getReader();
      await reader?.read();
      expect(signal?.aborted).toBe(false);
      if (leave === "cancel") await reader?.cancel();
      else controller.abort();
      await eventually(() => errors.text === "begun\nclosed\n");
      expect(signal?.aborted).toBe(true);
      if (leave === "abort") await expect(reader?.read()).rejects.toThrow("the client left");
    }
  });

  test("166: when the response is whole, aborts nothing", async () => {
    const signals: AbortSignal[] = [];
    const application: Application = (environ, startResponse) => {
      signals.push(environ["tsgi.signal"]);
      startResponse("200 OK", TEXT);
      return environ.PATH_INFO === "/one" ? [bytes("one")] : later("one", "two");
    };
    const { fetch } = made(application);
    for (const path of ["one", "two"]) {
      const controller = new AbortController();
      const request = new Request(URL_OF_BOOKS + path, { signal: controller.signal });
      await (await fetch(request)).text();
      controller.abort();
    }
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
  });

  test("115: before the application is called, keeps it from being called", async () => {
    let called = false;
    const { fetch } = made(
      saying(() => {
        called = true;
        return "";
      }),
    );
    const request = new Request(URL_OF_BOOKS, { signal: AbortSignal.abort() });
    await expect(fetch(request)).rejects.toThrow("the client left");
    expect(called).toBe(false);
  });
});

test("an application is mounted in Hono by its fetch handler", async () => {
  const hono = new Hono();
  const { fetch } = made(showEnviron);
  hono.mount("/books", fetch);
  const response = await hono.request("/books/list?a=b");
  expect(await response.json()).toMatchObject({ PATH_INFO: "/list", QUERY_STRING: "a=b" });
});
