/** A five-line application in plain JavaScript. */
export const PLAIN = `import { utf8 } from "penny/gateway";
export default (environ, startResponse) => {
  startResponse("200 OK", [["Content-Type", "text/plain; charset=utf-8"]]);
  return [Buffer.from(\`You are at \${utf8(environ.PATH_INFO)}.\\n\`)];
};
`;

const LOADED = `import { applicationIn, validator } from "penny/gateway";
const application = validator(applicationIn(await import(process.argv[2])).application);
`;

/** Programs that serve the application of the module that is their argument, and print where. */
export const SERVERS = {
  http: `import { serveHttp } from "penny/servers/http";
${LOADED}
console.log((await serveHttp(application)).url);
`,
  cgi: `import { serveCgi } from "penny/servers/cgi";
${LOADED}
process.exit(await serveCgi(application));
`,
  fastcgi: `import { serveFastCgi } from "penny/servers/fastcgi";
${LOADED}
console.log("localhost:" + (await serveFastCgi(application)).port);
`,
  thread: `import { workerThread } from "penny/applications/worker-thread";
import { serveHttp } from "penny/servers/http";

console.log((await serveHttp(workerThread(process.argv[2]))).url);
`,
} as const;

/** Prints which of its arguments can be imported. */
export const RESOLVED = `for (const name of process.argv.slice(2)) {
  try {
    import.meta.resolve("penny/" + name);
    console.log(name);
  } catch (error) {
    if (error.code !== "ERR_PACKAGE_PATH_NOT_EXPORTED") throw error;
  }
}
`;

/** TypeScript that imports all of it, and knows its types: "any" would bear the mistake that is expected here. */
export function everything(names: readonly string[]): string {
  const imports = names.map((name, index) => `export * as _${index} from "penny/${name}";\n`);
  return `import { type AccessEntry, serveHttp } from "penny/servers/http";
import { application } from "./hello.js";
${imports.join("")}
export const wrong = () => {
  // @ts-expect-error
  serveHttp(application, { port: "a text" });
};
export const logged = () => {
  const log = ({ requestLine, status }: AccessEntry): void => console.log(requestLine, status);
  return serveHttp(application, { log });
};
`;
}
