import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { cgiProgram } from "../../src/applications/cgi-program.ts";
import { application } from "../../src/doctor/application.ts";
import { examine } from "../../src/doctor/examine.ts";
import { placeOf } from "../../src/doctor/place.ts";
import { validator } from "../../src/gateway/index.ts";
import { PROJECT } from "../command-line/running.ts";
import { freePort } from "../support/free-port.ts";
import { startNode } from "../support/node-process.ts";
import { serving } from "../support/serving.ts";

// Each test starts a process or many, and the machine may have other work.
vi.setConfig({ testTimeout: 60_000 });

/** Runs the script as `npm run doctor -- …` does. */
const doctor = (...args: readonly string[]) =>
  startNode(["--import", "tsx", "scripts/doctor.ts", ...args], { cwd: PROJECT }).ended;

test("without an address it makes two executables and says what to do; the one is a healthy CGI program", async () => {
  const { status, stdout, stderr } = await doctor();
  expect([status, stderr]).toEqual([0, ""]);
  const [cgi = "", fcgi] = stdout.split("\n");
  expect([cgi, fcgi]).toEqual([join(PROJECT, "dist/doctor.cgi"), join(PROJECT, "dist/doctor.fcgi")]);
  expect(stdout).toContain("    npm run doctor -- http://localhost/\n");

  const at = await serving(validator(cgiProgram(cgi)));
  const { frontEnd, judgements } = await examine(placeOf(at.server.url));
  expect(frontEnd).toEqual({ server: "none", title: "TSGI", protocol: "CGI" });
  expect(judgements.filter(({ kind }) => kind === "fault")).toEqual([]);
  expect(at.errors.text).toBe("");
});

describe("with an address", () => {
  test("it reports what is well, and ends with 0", async () => {
    const at = await serving(validator(application));
    const { status, stdout, stderr } = await doctor(at.server.url);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/\nHealthy.*\.\n$/);
    // docs/deploying.md shows it as it came, from another port.
    const page = readFileSync(join(PROJECT, "docs/deploying.md"), "utf8");
    const lines = page.match(/^well .*\n/gm) ?? [];
    expect(lines.length).toBeGreaterThan(20);
    const report = stdout.replaceAll(`localhost:${at.server.port}`, "localhost");
    expect(lines.filter((line) => !report.includes(line))).toEqual([]);
  });

  test("it reports faults, ends with 1, and shows what the application is handed when it is told to", async () => {
    const patient = validator(application);
    const at = await serving((environ, startResponse) => {
      delete environ.HTTP_AUTHORIZATION;
      return patient(environ, startResponse);
    });
    const { status, stdout, stderr } = await doctor("--environ", at.server.url);
    expect([status, stderr]).toEqual([1, ""]);
    expect(stdout).toContain("fault  Authorization is lost on its way to the application.\n");
    expect(stdout).toMatch(/\n1 fault.*\.\n\nWhat the application is handed for GET /);
    expect(stdout).toContain("    REMOTE_ADDR = 127.0.0.1\n");
  });

  test("at which nothing listens, it says so in one sentence and ends with 1", async () => {
    const port = await freePort();
    expect(await doctor(`http://localhost:${port}/`)).toEqual({
      status: 1,
      stdout: "",
      stderr: `Nothing listens at localhost:${port}.\n`,
    });
  });
});

test.each([
  [["localhost"], 'An address begins with http:// or https://, as in http://localhost/, not "localhost".\n'],
  [["http://a/", "http://b/"], "One address is enough; see --help.\n"],
  [["--envrion", "http://a/"], "Unknown option '--envrion'; see --help.\n"],
])("what makes no sense is said in one sentence: %j", async (args, stderr) => {
  expect(await doctor(...args)).toEqual({ status: 1, stdout: "", stderr });
});

test("--help says how to ask", async () => {
  const { status, stdout } = await doctor("--help");
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Usage: npm run doctor\n {7}npm run doctor -- \[--environ\] ADDRESS\n/);
});
