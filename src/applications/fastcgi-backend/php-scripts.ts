import { Buffer } from "node:buffer";
import { resolve } from "node:path";
import { type Environ, RequestError } from "../../gateway/index.ts";
import type { GivenVariables } from "../given-variables.ts";

/**
 * The variables that PHP-FPM needs to find the scripts of a folder: "/shop/cart.php/a/b" is the script "shop/cart.php"
 * with the PATH_INFO "/a/b". A path that names no script is all PATH_INFO of "index.php", as frameworks like it.
 *
 * PHP-FPM opens whatever file it is told to, in any folder, if only its name ends as the pool's
 * `security.limit_extensions` says: in `.php` or `.phar` unless that is set. So what throws a RequestError, 404, is a
 * path that could lead out of the folder, and one with a NUL, behind which the rest of a file's name is lost.
 *
 * @example fastcgiBackend("unix:/run/php/php-fpm.sock", { variables: phpScripts("/srv/www") })
 */
export function phpScripts(folder: string): (environ: Environ) => GivenVariables {
  const root = Buffer.from(resolve(folder)).toString("latin1"); // as the environ has it: one character a byte
  return ({ SCRIPT_NAME: mount, PATH_INFO: path }) => {
    if (path.split("/").some((segment) => segment === "." || segment === "..") || path.includes("\0")) {
      throw new RequestError("404 Not Found", "the path leads out of the folder of the scripts");
    }
    const [script = ""] = /^.*?\.php(?=\/|$)/s.exec(path) ?? [];
    return {
      DOCUMENT_ROOT: root,
      SCRIPT_FILENAME: `${root}${script || "/index.php"}`,
      SCRIPT_NAME: `${mount}${script}`,
      PATH_INFO: path.slice(script.length),
    };
  };
}
