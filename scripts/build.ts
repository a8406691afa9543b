/** npm run build -- [module]: makes executables of a module with an application, or of Penny, for web servers to start. */
import { readArguments, runCommand, UsageError } from "../src/command-line.ts";
import { buildExecutable, EXECUTABLE_KINDS } from "../src/executable.ts";
import { loadApplication } from "../src/load-application.ts";

const USAGE = `Usage: npm run build -- [module]

Makes dist/penny.cgi, or dist/NAME.cgi of the TypeScript or JavaScript module NAME, which exports a
TSGI application: an executable that a web server starts for each request. It may be copied or linked
to where the web server wants it; the project stays where it is.
`;

await runCommand(async () => {
  const { values, positionals } = readArguments({ help: { type: "boolean", short: "h" } });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const [path, ...others] = positionals;
  if (others.length > 0) throw new UsageError("one module is enough; see --help");
  await loadApplication(path); // says what is wrong with it
  for (const kind of EXECUTABLE_KINDS) process.stdout.write(`${await buildExecutable(path, kind)}\n`);
});
// A module may have begun what would keep the process.
process.exit();
