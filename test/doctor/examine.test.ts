import { once } from "node:events";
import type { IncomingMessage, RequestListener } from "node:http";
import { createServer } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { urlMap } from "../../src/applications/url-map.ts";
import { application } from "../../src/doctor/application.ts";
import { examine } from "../../src/doctor/examine.ts";
import { placeOf } from "../../src/doctor/place.ts";
import { pieces } from "../../src/doctor/probes/answer.ts";
import { chunked, post } from "../../src/doctor/probes/body.ts";
import { path } from "../../src/doctor/probes/path.ts";
import { slashes } from "../../src/doctor/probes/slashes.ts";
import { PROBES } from "../../src/doctor/probes.ts";
import { whyNobody } from "../../src/doctor/stranger.ts";
import { type Application, validator } from "../../src/gateway/index.ts";
import { toNodeListener } from "../../src/servers/node-listener.ts";
import { freePort } from "../support/free-port.ts";
import { expectGivenBack, holdings } from "../support/holdings.ts";
import { listening } from "../support/listening.ts";
import { serving } from "../support/serving.ts";
import { PLACE } from "./answers.ts";

const patient = validator(application);
const QUICK = PROBES.filter((probe) => probe !== pieces);

/** What is said where the doctor is not, at an address of a server that answers so. */
async function whyNot(listener: RequestListener, scheme = "http"): Promise<string> {
  const { port } = await listening(listener);
  return examine(placeOf(`${scheme}://127.0.0.1:${port}/shop/`)).then(
    () => "it was examined",
    (error: Error) => error.message.replaceAll(`127.0.0.1:${port}`, "HERE"),
  );
}

describe("the doctor finds nothing wrong", () => {
  test.each([
    ["with a patient of its own", "/", patient],
    ["with one that is mounted", "/shop/", validator(urlMap({ "/shop": patient }))],
    ["with one deep below", "/a%20b/c%C3%A9/", validator(urlMap({ "/a b/c\u00e9": patient }))],
  ])("%s", async (_, folder, served: Application) => {
    const at = await serving(served);
    const { judgements, frontEnd } = await examine(
      placeOf(`http://localhost:${at.server.port}${folder}`),
      QUICK,
    );
    expect(frontEnd).toEqual({ server: "none", title: "TSGI", protocol: "HTTP" });
    expect(judgements.filter(({ kind }) => kind !== "well")).toEqual([]);
    expect(at.errors.text).toBe("");
  });

  test("and keeps nothing, neither connections nor timers", async () => {
    const at = await serving(patient);
    const before = holdings();
    await examine(placeOf(at.server.url), QUICK);
    await expectGivenBack(before);
  });
});

describe("a fault that explains another one is told alone", () => {
  test.each([
    ["path", path, slashes, /^\/shop\/a%20b/],
    ["body", post, chunked, /^\/shop\/$/],
  ])("%s", async (_, first, second, refused) => {
    const mounted = urlMap({ "/shop": patient });
    const at = await serving((environ, startResponse) => {
      const isRefused =
        refused.test(environ.REQUEST_URI ?? "") && (first !== post || environ.REQUEST_METHOD === "POST");
      if (!isRefused) return mounted(environ, startResponse);
      startResponse("400 Bad Request", [["Content-Type", "text/plain"]]);
      return [Buffer.from("No.\n")];
    });
    const place = placeOf(`http://localhost:${at.server.port}/shop/`);
    expect((await examine(place, [first, second])).judgements.map(({ kind }) => kind)).toEqual(["fault"]);
    expect((await examine(place, [second])).judgements).toHaveLength(1);
  });
});

test("a question that gets no answer is a fault, and the next one is asked", async () => {
  const answers = toNodeListener(patient);
  let asked = 0;
  const { port } = await listening((request, response) => {
    if (++asked === 2) request.socket.destroy();
    else answers(request, response);
  });
  const { judgements } = await examine(placeOf(`http://127.0.0.1:${port}/`), [path, post]);
  expect(judgements).toMatchObject([
    { kind: "fault", what: "To a path with encoded characters comes no answer: socket hang up." },
    { kind: "well" },
  ]);
});

describe("who is not the doctor is said to be", () => {
  const answering =
    (status: number, fields: Record<string, string> = {}): RequestListener =>
    (_, response) => {
      response.writeHead(status, fields).end("<h1>A page</h1>");
    };

  test.each([
    [
      200,
      "at http://HERE/shop/ nginx/1.22.1 answers with 200: this is not the doctor; put dist/doctor.fcgi or dist/doctor.cgi in the place of the application",
    ],
    [
      404,
      "with 404: it knows no such address; another part of its configuration may answer for this host or this path",
    ],
    [401, "with 401: it asks for a name and a password first"],
    [403, "with 403: it does not let anybody in"],
    [500, "with 500: what stands behind it failed or could not be started; its error log says why"],
    [502, "with 502: it reaches nobody behind it; see that the doctor is running"],
    [503, "with 503: it reaches nobody behind it"],
    [504, "with 504: what stands behind it does not answer"],
    [400, "with 400: it takes the request for a bad one; perhaps https:// is meant"],
    [418, "with 418: this is not the doctor"],
  ])("where %i comes", async (status, sentence) => {
    expect(await whyNot(answering(status, { Server: "nginx/1.22.1" }))).toContain(sentence);
  });

  test("where the client is sent elsewhere", async () => {
    const sent = await whyNot(answering(301, { Location: "https://localhost/shop/" }));
    expect(sent).toBe(
      "at http://HERE/shop/ a web server without a name answers with 301, which leads to https://localhost/shop/; ask there",
    );
  });

  test("where the field that asks does not come through", async () => {
    const at = await serving((environ, startResponse) => {
      delete environ.HTTP_X_DOCTOR;
      return patient(environ, startResponse);
    });
    await expect(examine(placeOf(at.server.url))).rejects.toThrow(
      /^the doctor stands behind .+, but the field X-Doctor does not come to it; the web server must pass request fields on$/,
    );
  });

  test("where an answer was made for somebody else", async () => {
    const kept = ({ headers }: IncomingMessage) =>
      JSON.stringify({ token: headers["x-doctor"]?.slice(1), seen: {} });
    expect(await whyNot((request, response) => response.end(kept(request)))).toContain(
      "this is not the doctor",
    );
  });

  test("where a page has no end", async () => {
    const endless: RequestListener = (_, response) => {
      const more = () => response.write("x".repeat(64 * 1024));
      response.on("drain", more);
      while (more());
    };
    expect(await whyNot(endless)).toContain("this is not the doctor");
  });

  test("where another protocol is begun", async () => {
    const sent = await whyNot((_, response) =>
      response.writeHead(101, { Upgrade: "x", Connection: "Upgrade" }).end(),
    );
    expect(sent).toBe("nobody can be asked at HERE: the connection ends before the answer");
  });

  test("where nothing listens", async () => {
    const port = await freePort();
    await expect(examine(placeOf(`http://localhost:${port}/`))).rejects.toThrow(
      `nothing listens at localhost:${port}`,
    );
  });

  test.each([
    ["ENOTFOUND", "there is no host with the name localhost"],
    ["EAI_AGAIN", "there is no host with the name localhost"],
    ["EACCES", "nobody can be asked at localhost:8080: it failed"],
  ])("where the system says %s", (code, sentence) => {
    expect(whyNobody(PLACE, Object.assign(new Error("it failed"), { code }))).toBe(sentence);
  });

  test("where no answer comes in time", () => {
    expect(whyNobody(PLACE, new DOMException("it took too long", "TimeoutError"))).toBe(
      "no answer comes from localhost:8080",
    );
  });

  test.each([
    [
      "http",
      "what listens at 127.0.0.1:PORT speaks no HTTP; the doctor asks the web server, not what stands behind it",
    ],
    ["https", "what listens at 127.0.0.1:PORT "],
  ])("where what listens speaks something else: %s", async (scheme, sentence) => {
    for (const reply of ["", "SSH-2.0-OpenSSH_9.2\r\n"]) {
      const server = createServer((socket) => socket.on("error", () => {}).end(reply)).listen(0, "127.0.0.1");
      await once(server, "listening");
      onTestFinished(() => {
        server.close();
      });
      const address = server.address();
      const port = typeof address === "object" ? address?.port : 0;
      await expect(examine(placeOf(`${scheme}://127.0.0.1:${port}/`))).rejects.toThrow(
        sentence.replace("PORT", String(port)),
      );
    }
  });

  test("where https is asked for and http is spoken", async () => {
    expect(await whyNot(answering(200), "https")).toBe(
      "what listens at HERE speaks no TLS; perhaps http:// is meant, and not https://",
    );
  });
});
