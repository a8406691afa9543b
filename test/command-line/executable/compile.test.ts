import { execFile } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { bundle } from "../../../src/command-line/executable/bundle.ts";
import { testFolder } from "../../catalogue/folder.ts";

const folder = testFolder();
const run = promisify(execFile);

test.skipIf(process.platform === "win32")(
  "a file that is removed while it is compiled stays so",
  async () => {
    const file = join(folder, "removed");
    await run("mkfifo", [file]); // which is read as fast as it is written
    const { text } = await bundle('import "./src/command-line/executable/compile.ts";');
    const compiled = run(process.execPath, ["-e", text, file, file]).catch(
      (error: { code: number }) => error,
    );
    const writer = await open(file, "w");
    await writer.writeFile("(function () {})");
    rmSync(file);
    await writer.close();
    expect(await compiled).toMatchObject({ code: 1, stderr: expect.stringContaining("ENOENT") });
    expect(existsSync(file)).toBe(false);
  },
);
