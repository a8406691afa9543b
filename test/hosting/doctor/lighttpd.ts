import { pieces } from "../../../src/doctor/probes/answer.ts";
import type { Mistake } from "./mistake.ts";

function scgi(within: (lines: string) => Readonly<{ server?: string; root?: string }>): Mistake["site"] {
  return (behind, _, lines) => {
    const { server = "server.stream-response-body = 2", root = '"fix-root-scriptname" => "enable"' } = within(
      lines.join("\n"),
    );
    return `
      server.modules += ( "mod_scgi" )
      ${server}
      scgi.server = ( "/" => (( "socket" => "${behind}", "check-local" => "disable", ${root} )))`;
  };
}

/** Mistakes in lighttpd's configuration. */
export const lighttpdMistakes: readonly Mistake[] = [
  {
    name: "the first part of the path becomes SCRIPT_NAME",
    protocol: "scgi",
    site: scgi((root) => ({ root })),
    wrong: [],
    what: 'SCRIPT_NAME is not the folder that was asked for: SCRIPT_NAME is "/a b%41" and PATH_INFO is "/c"',
    mending: ['"fix-root-scriptname" => "enable"'],
  },
  {
    name: "long bodies are refused",
    protocol: "scgi",
    site: scgi((server) => ({ server })),
    wrong: ["server.max-request-size = 1"],
    what: "A POST of 100 KB is refused: 413 comes",
    mending: ["server.max-request-size = 1024"],
  },
  {
    name: "long fields are refused",
    protocol: "scgi",
    site: scgi((server) => ({ server })),
    wrong: ["server.max-request-field-size = 4096"],
    what: "A field of 7000 bytes is refused: 431 comes",
    mending: ["server.max-request-field-size = 16384"],
  },
  {
    name: "pages of errors are replaced",
    protocol: "scgi",
    site: scgi((server) => ({ server })),
    wrong: ['server.error-intercept = "enable"'],
    what: "own page with the status 404 is replaced",
    mending: ['server.error-intercept = "disable"'],
  },
  {
    name: "pages wait until they are whole",
    protocol: "scgi",
    site: scgi((server) => ({ server })),
    wrong: [],
    kind: "note",
    probes: [pieces],
    what: "A page comes only when it is whole",
    mending: ["server.stream-response-body = 2"],
  },
];
