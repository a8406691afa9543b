import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { application } from "../../src/doctor/application.ts";
import { type Examination, examine } from "../../src/doctor/examine.ts";
import type { Finding } from "../../src/doctor/judgement.ts";
import { placeOf } from "../../src/doctor/place.ts";
import type { Probe } from "../../src/doctor/probe.ts";
import { pieces } from "../../src/doctor/probes/answer.ts";
import { PROBES } from "../../src/doctor/probes.ts";
import { validator } from "../../src/gateway/index.ts";
import { collectErrors } from "../support/errors.ts";
import { freePort } from "../support/free-port.ts";
import { serving } from "../support/serving.ts";
import { startApache } from "./apache.ts";
import { startBehind } from "./behind.ts";
import { apacheMistakes } from "./doctor/apache.ts";
import { lighttpdMistakes } from "./doctor/lighttpd.ts";
import type { Mistake } from "./doctor/mistake.ts";
import { nginxMistakes } from "./doctor/nginx.ts";
import { nginxHttpMistakes } from "./doctor/nginx-http.ts";
import type { Hosting } from "./hosting.ts";
import { hostings } from "./hostings.ts";
import { startLighttpd } from "./lighttpd.ts";
import { startNginx } from "./nginx.ts";
import { describeWith } from "./require-program.ts";
import type { WebServer } from "./web-server.ts";

// CGI starts a process for each of the doctor's questions.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const MODULE = fileURLToPath(new URL("../../src/doctor/application.ts", import.meta.url));

const QUICK = PROBES.filter((probe) => probe !== pieces);

/** Has the patient served until the test is over, and gives what a web server is told of it. */
async function patient(protocol: Hosting["protocol"]): Promise<string> {
  const errors = collectErrors();
  const behind = await startBehind(protocol, { application: validator(application), module: MODULE, errors });
  onTestFinished(async () => {
    await behind.close();
    expect(errors.text).toBe("");
  });
  return behind.place;
}

/** Asks the patient through a web server, which stops then. */
async function examined(
  starting: Promise<WebServer>,
  path = "/",
  probes: readonly Probe[] = PROBES,
): Promise<Examination> {
  const server = await starting;
  try {
    return await examine(placeOf(`http://localhost:${server.port}${path}`), probes);
  } finally {
    await server.close();
  }
}

function findings({ judgements }: Examination, kind: Finding["kind"]): readonly Finding[] {
  return judgements.filter((one): one is Finding => one.kind === kind);
}

describe.each(hostings)("behind $name", ({ programs, protocol, start }) => {
  describeWith(programs[0] ?? "", programs, (program) => {
    test("as the page says, the doctor finds no fault", async () => {
      const examination = await examined(start(program, await patient(protocol)));
      expect(findings(examination, "fault")).toEqual([]);
      expect(examination.judgements.length).toBeGreaterThan(14);
    });
  });
});

test("with nothing in between, the doctor finds nothing at all", async () => {
  const at = await serving(validator(application));
  const { judgements } = await examine(placeOf(at.server.url));
  expect(judgements.filter(({ kind }) => kind !== "well")).toEqual([]);
  expect(judgements.length).toBeGreaterThan(14);
});

/** A web server, and what starts it with some lines of configuration. */
type Starting = readonly [
  name: string,
  programs: readonly string[],
  mistakes: readonly Mistake[],
  start: (program: string, site: (port: number) => string) => Promise<WebServer>,
];

const STARTING: readonly Starting[] = [
  ["nginx", ["nginx"], [...nginxMistakes, ...nginxHttpMistakes], onFreePort(startNginx)],
  ["Apache", ["apache2", "httpd"], apacheMistakes, onFreePort(startApache)],
  ["lighttpd", ["lighttpd"], lighttpdMistakes, (program, site) => startLighttpd(program, () => site(0))],
];

function onFreePort(start: (program: string, port: number, site: string) => Promise<WebServer>): Starting[3] {
  return async (program, site) => {
    const port = await freePort();
    return start(program, port, site(port));
  };
}

for (const [name, programs, mistakes, start] of STARTING) {
  describeWith(name, programs, (program) => {
    test.each(mistakes)(
      "$name: the doctor names the line, and finds nothing with it",
      async ({ protocol, path, site, wrong, probes = QUICK, kind = "fault", what, mending }) => {
        const behind = await patient(protocol);
        const asked = async (lines: readonly string[]) =>
          await examined(
            start(program, (port) => site(behind, port, lines)),
            path,
            probes,
          );
        const said = expect.objectContaining({
          what: expect.stringContaining(what),
          mending: { where: expect.stringMatching(new RegExp(`^${name}, .`)), lines: mending },
        });
        const broken = await asked(wrong);
        if (kind === "fault") expect(findings(broken, "fault")).toEqual([said]);
        else expect(findings(broken, "note")).toContainEqual(said);
        const mended = await asked(mending);
        expect(findings(mended, "fault")).toEqual([]);
        expect(findings(mended, kind)).not.toContainEqual(said);
      },
    );
  });
}
