/** npm run build -- [module]: makes executables of a module with an application, or of Penny, for web servers to start. */
import { readArguments, runCommand, UsageError } from "../src/command-line/arguments.ts";
import { buildExecutable, EXECUTABLE_KINDS } from "../src/command-line/executable.ts";
import { loadApplication } from "../src/command-line/load-application.ts";

const USAGE = `Usage: npm run build -- [module]

Makes executables of Penny, or of a TypeScript or JavaScript module that exports a TSGI application:

  dist/NAME.cgi    a CGI program, which a web server starts for each request
  dist/NAME.fcgi   a FastCGI program, which a web server or a process manager starts with a socket
                   to listen on as standard input

They may be copied or linked to where the web server wants them; the project stays where it is.
`;

await runCommand(async () => {
  const { values, positionals } = readArguments({ help: { type: "boolean", short: "h" } });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const [path, ...others] = positionals;
  if (others.length > 0) throw new UsageError("one module is enough; see --help");
  if (path === "")
    throw new UsageError("the module has an empty name; leave it out for Penny, or see --help");
  await loadApplication(path); // says what is wrong with it
  for (const kind of EXECUTABLE_KINDS) process.stdout.write(`${await buildExecutable(path, kind)}\n`);
});
// A module may have begun what would keep the process.
process.exit();
