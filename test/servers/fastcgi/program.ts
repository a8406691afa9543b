import { serveFastCgi } from "../../../src/servers/fastcgi.ts";
import { showEnviron } from "../../conformance/applications.ts";

// A program that a process manager starts with a socket in the place of standard input.
await serveFastCgi(showEnviron, { fd: 0 });
