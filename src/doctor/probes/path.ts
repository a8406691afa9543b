import { percentDecoded, utf8 } from "../../gateway/index.ts";
import { fault, type Judgement, note, well } from "../judgement.ts";
import { mendPath } from "../mending/path.ts";
import { mendTarget } from "../mending/target.ts";
import { handedOver, type Visit } from "../probe.ts";
import type { Seen } from "../seen.ts";

// Decoded twice, %2541 would be "A".
const PATH = "/a%20b%2541/c";
const ONCE = "/a b%41/c";
const TWICE = "/a bA/c";

/** Is the path told apart into SCRIPT_NAME and PATH_INFO, and decoded once? */
export const path = handedOver({
  name: "a path with encoded characters",
  question: { target: PATH },
  seen: ({ environ }, visit) => [judgePath(environ, visit)],
  refused: ({ status }, visit) => [
    fault(
      `A path with encoded characters is refused: to ${visit.place.folder}${PATH} comes ${status}, and not from the application.`,
      "A page whose name has a space or a % in it cannot be asked for.",
      mendTarget(visit) ?? mendPath(visit, ["SCRIPT_NAME", "PATH_INFO"]),
    ),
  ],
});

function judgePath(
  { SCRIPT_NAME: script = "", PATH_INFO: info = "" }: Seen["environ"],
  visit: Visit,
): Judgement {
  const folder = percentDecoded(visit.place.folder) ?? "";
  if (script === folder && info === ONCE) {
    return well(`SCRIPT_NAME is "${shown(folder)}" and PATH_INFO the rest of the path, decoded once`);
  }
  const told = `SCRIPT_NAME is "${shown(script)}" and PATH_INFO is "${shown(info)}", where ${visit.place.folder}${PATH} was asked for`;
  if (script + info === folder + TWICE) {
    return fault(
      `The path is decoded twice: ${told}.`,
      "A page whose name has a % in it cannot be asked for.",
      mendTarget(visit),
    );
  }
  if (visit.frontEnd.protocol === "HTTP") return judgeHttp(told, info, folder, visit);
  if (info === "" || (info === "/" && script === "")) {
    return fault(
      `PATH_INFO is missing: ${told}.`,
      "The application answers every address with the same page.",
      mendPath(visit, script === folder ? ["PATH_INFO"] : ["SCRIPT_NAME", "PATH_INFO"]),
    );
  }
  if (script === folder + ONCE || (folder !== "" && script === folder + folder)) {
    return fault(
      `SCRIPT_NAME is doubled, the path stands in it and in PATH_INFO: ${told}.`,
      "Links that the application makes to itself lead astray.",
      mendPath(visit, info === ONCE ? ["SCRIPT_NAME"] : ["SCRIPT_NAME", "PATH_INFO"]),
    );
  }
  if (folder !== "" && script === folder && info === folder + ONCE) {
    return fault(
      `SCRIPT_NAME is doubled, PATH_INFO begins with it again: ${told}.`,
      "The application looks for its pages under a name that they do not have.",
      mendPath(visit, ["PATH_INFO"]),
    );
  }
  if (script + info === folder + ONCE) {
    return fault(
      `SCRIPT_NAME is not the folder that was asked for: ${told}.`,
      "The application does not know where it is: it does not find its pages, or its links lead astray.",
      mendPath(visit, ["SCRIPT_NAME", "PATH_INFO"]),
    );
  }
  return fault(
    `The path is changed: ${told}.`,
    "The application is asked for another page than the client asks for.",
    mendPath(visit, ["SCRIPT_NAME", "PATH_INFO"]),
  );
}

/** HTTP has no word for the folder: an application learns of it from itself. */
function judgeHttp(told: string, info: string, folder: string, visit: Visit): Judgement {
  const mounting = {
    where: "the application, in the module that is served",
    lines: [`urlMap({ "${shown(folder)}": application })`],
  };
  if (folder !== "" && info === folder + ONCE) {
    return note(
      `SCRIPT_NAME cannot be the folder, for HTTP has no word for it: ${told}.`,
      "The application is asked for the whole path, and has to take the folder off by itself.",
      mounting,
    );
  }
  if (folder !== "" && info === ONCE) {
    return fault(
      `The folder is taken off the path, and nobody tells the application of it: ${told}.`,
      "Links that the application makes to itself lead out of the folder.",
      mendTarget(visit) ?? mounting,
    );
  }
  return fault(
    `The path is changed: ${told}.`,
    "The application is asked for another page.",
    mendTarget(visit),
  );
}

/** A path as a person reads it. */
function shown(path: string): string {
  return utf8(path) ?? path;
}
