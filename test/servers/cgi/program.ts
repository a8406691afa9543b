/** A CGI program for tests: answers with the application that CGI_APPLICATION names, under the validator. */
import { Buffer } from "node:buffer";
import { type Application, validator } from "../../../src/gateway/index.ts";
import { serveCgi } from "../../../src/servers/cgi.ts";
import { echo, hello, muchLater, sending, showEnviron, stating } from "../../conformance/applications.ts";

const applications: Readonly<Record<string, Application>> = {
  hello,
  echo,
  environ: showEnviron,
  large: sending(() => [Buffer.alloc(5_000_000, "x")]),
  "sends back": sending(({ "tsgi.input": input }) => input),
  stream: sending(() => muchLater("one\n", "two\n")),
  short: stating(12, () => muchLater("too few")),
  prints: (environ, startResponse) => {
    console.log("printed");
    process.stdout.write("written\n");
    return hello(environ, startResponse);
  },
  throws: () => {
    throw new Error("on purpose");
  },
  "goes on": (environ, startResponse) => {
    setInterval(() => {}, 1000);
    return hello(environ, startResponse);
  },
};

const application = applications[process.env.CGI_APPLICATION ?? ""] ?? hello;
process.exit(await serveCgi(validator(application)));
