/** npm run doctor: makes a patient to be put behind a web server; with an address, asks it what it is handed there. */
import { join } from "node:path";
import { readArguments, runCommand, UsageError } from "../src/command-line/arguments.ts";
import { buildExecutable, EXECUTABLE_KINDS } from "../src/command-line/executable.ts";
import { examine } from "../src/doctor/examine.ts";
import { placeOf } from "../src/doctor/place.ts";
import { formatEnviron, formatReport, isHealthy } from "../src/doctor/report.ts";
import { ROOT } from "../src/root.ts";

const USAGE = `Usage: npm run doctor
       npm run doctor -- [--environ] ADDRESS

Finds out whether a web server hands requests over as an application needs them, and which line
of its configuration mends it where it does not.

Without an address, makes dist/doctor.cgi and dist/doctor.fcgi, to be put in the place of an
application for a while. With the address at which the web server has it, as in
http://localhost/shop/, asks it, and ends with 1 where something is to be mended.

  --environ    tell also what the application is handed
  -h, --help   this text
`;

const NEXT = `
Put one of them where the web server has the application: dist/doctor.fcgi in the place of
penny.fcgi, dist/doctor.cgi in the place of penny.cgi. Or serve it where it serves Penny:

    npm run serve -- --app src/doctor/application.ts --protocol scgi --socket /run/penny/penny.sock

Then ask it at the address that clients use:

    npm run doctor -- http://localhost/

and put the application back in its place.
`;

await runCommand(async () => {
  const { values, positionals } = readArguments({
    environ: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const [address, ...others] = positionals;
  if (others.length > 0) throw new UsageError("one address is enough; see --help");
  if (address === undefined) {
    const module = join(ROOT, "src/doctor/application.ts");
    for (const kind of EXECUTABLE_KINDS)
      process.stdout.write(`${await buildExecutable(module, kind, "doctor")}\n`);
    process.stdout.write(NEXT);
    return;
  }
  const examination = await examine(placeOf(address));
  process.stdout.write(formatReport(examination));
  if (values.environ) process.stdout.write(`\n${formatEnviron(examination)}`);
  if (!isHealthy(examination)) process.exitCode = 1;
});
