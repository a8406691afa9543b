import { join } from "node:path";
import { PROJECT } from "./running.ts";

/** JavaScript that starts a plain answer and gives `text`. */
export const answering = (text: string) =>
  `(environ, startResponse) => {
    startResponse("200 OK", [["Content-Type", "text/plain"]]);
    return [Buffer.from("${text}")];
  }`;

/** TypeScript of an application, under the validator, that answers with what `expression` makes of its environ, as JSON. */
export const telling = (expression: string) =>
  `import { type Application, requestUrl, validator } from ${JSON.stringify(join(PROJECT, "src/gateway/index.ts"))};
  const tell: Application = (environ, startResponse) => {
    startResponse("200 OK", [["Content-Type", "application/json"]]);
    return [Buffer.from(JSON.stringify(${expression}))];
  };
  export const application = validator(tell);`;

const ERROR_PAGE =
  '(status) => ({ headers: [["Content-Type", "text/plain"]], body: Buffer.from("Mine: " + status) })';

/** Modules that --app can serve. Each answers with its name without the suffix. */
export const MODULES: ReadonlyArray<readonly [what: string, file: string, text: string]> = [
  ["a TypeScript module", "one.ts", `type Text = string;\nexport const application = ${answering("one")};`],
  ["its default export", "two.ts", `enum Two { Two = "two" }\nexport default ${answering("two")};`],
  [
    "a TypeScript module for sure",
    "three.mts",
    `const n: number = await 3;\nexport const application = ${answering("three")};`,
  ],
  ["a TypeScript module for CommonJS", "four.cts", `export const application = ${answering("four")};`],
  ["a module", "five.mjs", `export const application = ${answering("five")};`],
  ["its default export", "six.mjs", `export default ${answering("six")};`],
  ["a CommonJS module", "seven.cjs", `exports.application = ${answering("seven")};`],
  ["a CommonJS module that is a function", "eight.cjs", `module.exports = ${answering("eight")};`],
  ["a CommonJS module with a default", "nine.cjs", `exports.default = ${answering("nine")};`],
  [
    "a CommonJS module of two parts",
    "ten.cjs",
    `module.exports = Object.assign({}, { application: ${answering("ten")} });`,
  ],
  ["a module in a folder with an odd name", "o d#d% é?/eleven.mjs", `export default ${answering("eleven")};`],
];

/** Modules with an error page of their own. */
export const ERROR_PAGES: ReadonlyArray<readonly [file: string, text: string]> = [
  ["page.mjs", `export const application = ${answering("x")};\nexport const errorPage = ${ERROR_PAGE};`],
  [
    "page.cjs",
    `module.exports = Object.assign({}, { application: ${answering("x")}, errorPage: ${ERROR_PAGE} });`,
  ],
  [
    "page.ts",
    `export default ${answering("x")};\nexport const errorPage = ${ERROR_PAGE.replace("status", "status: string")};`,
  ],
];
