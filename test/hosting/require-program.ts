import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { describe, test } from "vitest";

// Debian keeps servers where the PATH of an ordinary user does not look.
const BESIDES_PATH = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/**
 * The path of the first program that is here by one of the names, and that is `usable`. Names are looked for in PATH,
 * then in the sbin folders; an absolute path stands for itself.
 */
export function findProgram(
  names: readonly string[],
  usable: (path: string) => boolean = () => true,
): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...BESIDES_PATH].filter(isAbsolute);
  return names
    .flatMap((name) => (isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name))))
    .find((path) => isProgram(path) && usable(path));
}

/**
 * Describes what is tested with a program that not every machine has. Where it is missing, one skipped test says so in
 * one line; with CI=true that test fails, since nothing may be left out there unseen.
 *
 * @example
 * describeWith("php-fpm", ["php-fpm", "php-fpm8.2"], (path) => {
 *   test("answers", () => …);
 * });
 */
export function describeWith(
  what: string,
  names: readonly string[],
  body: (path: string) => void,
  usable?: (path: string) => boolean,
): void {
  describe(what, () => {
    const path = findProgram(names, usable);
    if (path !== undefined) {
      body(path);
      return;
    }
    test(`${what} is here`, (context) => {
      const reason = `${what} is not here (looked for ${names.join(", ")}); its tests are left out`;
      if (process.env.CI === "true") throw new Error(reason);
      console.log(reason);
      context.skip(reason);
    });
  });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
