import { percentDecoded, utf8 } from "../../gateway/index.ts";
import type { Mending } from "../judgement.ts";
import { mendingOf, nginxParam, type Remedy } from "../mending.ts";
import type { Visit } from "../probe.ts";

/** A variable that has a part of the path. */
export type PathVariable = "SCRIPT_NAME" | "PATH_INFO";

/** The lines that hand over the folder as SCRIPT_NAME and the rest of the path as PATH_INFO. */
export function mendPath({ frontEnd, place }: Visit, names: readonly PathVariable[]): Mending | undefined {
  const { folder } = place;
  const values =
    folder === ""
      ? { SCRIPT_NAME: '""', PATH_INFO: "$document_uri" }
      : { SCRIPT_NAME: "$script", PATH_INFO: "$path" };
  const inLocation =
    folder === ""
      ? "in the location, behind the include"
      : `in location ~ ^(?<script>${pattern(folder)})(?<path>/.*)?$ { … }, behind the include`;
  const isScgi = frontEnd.protocol === "SCGI";
  return mendingOf(frontEnd, {
    nginx: [inLocation, ...names.map((name) => nginxParam(frontEnd, name, values[name]))],
    Apache:
      frontEnd.protocol === "CGI"
        ? [
            "in the <VirtualHost>, with a / behind the program",
            `ScriptAlias "${folder}/" "/srv/penny/dist/penny.cgi/"`,
          ]
        : [
            "in the <VirtualHost>, with no folder behind the host",
            `ProxyPass "${folder}/" "unix:/run/penny.sock|${isScgi ? "scgi" : "fcgi"}://localhost/"`,
          ],
    lighttpd: lighttpdPath(frontEnd.protocol === "CGI", isScgi ? "scgi" : "fastcgi", folder),
  });
}

function lighttpdPath(isCgi: boolean, module: string, folder: string): Remedy {
  if (isCgi) return ["beside cgi.assign", `alias.url = ( "${folder}" => "/srv/penny/dist/penny.cgi" )`];
  return folder === ""
    ? [`in ${module}.server, for "/"`, '"fix-root-scriptname" => "enable"']
    : [
        "in the place of another prefix",
        `${module}.server = ( "${folder}" => (( …, "check-local" => "disable" )))`,
      ];
}

function pattern(folder: string): string {
  const decoded = percentDecoded(folder) ?? folder;
  return (utf8(decoded) ?? decoded).replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
