import { pieces } from "../../../src/doctor/probes/answer.ts";
import type { Mistake } from "./mistake.ts";

// What Debian's fastcgi_params and scgi_params have, each of which can be left out.
const PARAMS: Readonly<Record<string, string>> = {
  SCRIPT_NAME: "$fastcgi_script_name",
  DOCUMENT_URI: "$document_uri",
  REQUEST_URI: "$request_uri",
  QUERY_STRING: "$query_string",
  REQUEST_METHOD: "$request_method",
  CONTENT_TYPE: "$content_type",
  CONTENT_LENGTH: "$content_length",
  SERVER_PROTOCOL: "$server_protocol",
  SERVER_SOFTWARE: "nginx/$nginx_version",
  SERVER_NAME: "$server_name",
  SERVER_PORT: "$server_port",
  REMOTE_ADDR: "$remote_addr",
  HTTPS: "$https if_not_empty",
  HTTP_HOST: "$host:$server_port",
};

const SPLIT = "location ~ ^(?<script>/shop)(?<path>/.*)?$";

interface Choices {
  readonly location?: string;
  /** The variables whose lines are among those that are wrong, or missing. */
  readonly without?: readonly string[];
  /** True where the lines stand in the server. */
  readonly inServer?: boolean;
}

function fastcgi({ location = "location /", without = [], inServer = false }: Choices = {}): Mistake["site"] {
  return (behind, port, lines) => `
    server {
      listen 127.0.0.1:${port};
      ${inServer ? lines.join("\n") : ""}
      location = /gone { return 404 "It is gone."; }
      ${location} {
        ${Object.entries(PARAMS)
          .filter(([name]) => !without.includes(name))
          .map(([name, value]) => `fastcgi_param ${name} ${value};`)
          .join("\n")}
        ${inServer ? "" : lines.join("\n")}
        error_page 404 /gone;
        fastcgi_pass unix:${behind};
      }
    }`;
}

function scgi(): Mistake["site"] {
  return (behind, port, lines) => `
    server {
      listen 127.0.0.1:${port};
      location / {
        include scgi_params;
        ${lines.join("\n")}
        scgi_pass unix:${behind};
      }
    }`;
}

/** Mistakes in nginx's configuration. */
export const nginxMistakes: readonly Mistake[] = [
  {
    name: "PATH_INFO is left out under a folder",
    protocol: "fastcgi",
    path: "/shop/",
    site: (behind, port, lines) =>
      fastcgi({ location: SPLIT, without: ["SCRIPT_NAME"] })(behind, port, [
        "fastcgi_param SCRIPT_NAME $script;",
        ...lines,
      ]),
    wrong: [],
    what: 'PATH_INFO is missing: SCRIPT_NAME is "/shop" and PATH_INFO is ""',
    mending: ["fastcgi_param PATH_INFO $path;"],
  },
  {
    name: "SCRIPT_NAME has the whole path",
    protocol: "fastcgi",
    path: "/shop/",
    site: (behind, port, lines) =>
      fastcgi({ location: SPLIT })(behind, port, ["fastcgi_param PATH_INFO $path;", ...lines]),
    wrong: [],
    what: "SCRIPT_NAME is doubled, the path stands in it and in PATH_INFO",
    mending: ["fastcgi_param SCRIPT_NAME $script;"],
  },
  {
    name: "PATH_INFO has the whole path",
    protocol: "fastcgi",
    path: "/shop/",
    site: (behind, port, lines) =>
      fastcgi({ location: SPLIT, without: ["SCRIPT_NAME"] })(behind, port, [
        "fastcgi_param SCRIPT_NAME $script;",
        ...lines,
      ]),
    wrong: ["fastcgi_param PATH_INFO $document_uri;"],
    what: "SCRIPT_NAME is doubled, PATH_INFO begins with it again",
    mending: ["fastcgi_param PATH_INFO $path;"],
  },
  {
    name: "both have the whole path",
    protocol: "fastcgi",
    site: (behind, port, lines) =>
      fastcgi()(behind, port, ["fastcgi_param PATH_INFO $document_uri;", ...lines]),
    wrong: [],
    what: "SCRIPT_NAME is doubled, the path stands in it and in PATH_INFO",
    mending: ['fastcgi_param SCRIPT_NAME "";'],
  },
  {
    name: "the folder is not told apart",
    protocol: "fastcgi",
    path: "/shop/",
    site: fastcgi({ location: SPLIT }),
    wrong: [],
    what: "SCRIPT_NAME is not the folder that was asked for",
    mending: ["fastcgi_param SCRIPT_NAME $script;", "fastcgi_param PATH_INFO $path;"],
  },
  {
    name: "PATH_INFO is left out of SCGI",
    protocol: "scgi",
    site: scgi(),
    wrong: [],
    what: "PATH_INFO is missing",
    mending: ["scgi_param PATH_INFO $document_uri;"],
  },
  {
    name: "REQUEST_URI is left out",
    protocol: "fastcgi",
    site: fastcgi({ without: ["REQUEST_URI"] }),
    wrong: [],
    what: "REQUEST_URI is missing",
    mending: ["fastcgi_param REQUEST_URI $request_uri;"],
  },
  {
    name: "QUERY_STRING is left out",
    protocol: "fastcgi",
    site: fastcgi({ without: ["QUERY_STRING"] }),
    wrong: [],
    what: "The query is lost",
    mending: ["fastcgi_param QUERY_STRING $query_string;"],
  },
  {
    name: "CONTENT_TYPE is left out",
    protocol: "fastcgi",
    site: fastcgi({ without: ["CONTENT_TYPE"] }),
    wrong: [],
    what: "CONTENT_TYPE is missing",
    mending: ["fastcgi_param CONTENT_TYPE $content_type;"],
  },
  {
    name: "REMOTE_ADDR is left out",
    protocol: "fastcgi",
    site: fastcgi({ without: ["REMOTE_ADDR"] }),
    wrong: [],
    what: "REMOTE_ADDR is missing",
    mending: ["fastcgi_param REMOTE_ADDR $remote_addr;"],
  },
  {
    name: "the host has no port",
    protocol: "fastcgi",
    site: fastcgi({ without: ["HTTP_HOST"] }),
    wrong: ["fastcgi_param HTTP_HOST $host;"],
    kind: "note",
    what: "HTTP_HOST has lost its port",
    mending: ["fastcgi_param HTTP_HOST $host:$server_port;"],
  },
  {
    name: "HTTPS is on for everybody",
    protocol: "fastcgi",
    site: fastcgi({ without: ["HTTPS"] }),
    wrong: ["fastcgi_param HTTPS on;"],
    what: "The scheme comes as https, where http was asked for",
    mending: ["fastcgi_param HTTPS $https if_not_empty;"],
  },
  {
    name: "Authorization is taken away",
    protocol: "fastcgi",
    site: fastcgi(),
    wrong: ['fastcgi_param HTTP_AUTHORIZATION "";'],
    what: "Authorization is lost",
    mending: ["fastcgi_param HTTP_AUTHORIZATION $http_authorization;"],
  },
  {
    name: "REMOTE_USER is what the client says",
    protocol: "fastcgi",
    site: fastcgi(),
    wrong: ["fastcgi_param REMOTE_USER $remote_user;"],
    kind: "note",
    what: "REMOTE_USER is the name that the client gives",
    mending: ['fastcgi_param REMOTE_USER "";'],
  },
  {
    name: "underscores are let through",
    protocol: "fastcgi",
    site: fastcgi({ inServer: true }),
    wrong: ["underscores_in_headers on;"],
    what: "A field with underscores in its name passes for one with hyphens",
    mending: ["underscores_in_headers off;"],
  },
  {
    name: "long fields are refused",
    protocol: "fastcgi",
    site: fastcgi({ inServer: true }),
    wrong: ["large_client_header_buffers 4 4k;"],
    what: "A field of 7000 bytes is refused: 400 comes",
    mending: ["large_client_header_buffers 4 16k;"],
  },
  {
    name: "long bodies are refused",
    protocol: "fastcgi",
    site: fastcgi(),
    wrong: ["client_max_body_size 1k;"],
    what: "A POST of 100 KB is refused: 413 comes",
    mending: ["client_max_body_size 1m;"],
  },
  {
    name: "bodies are not passed on",
    protocol: "fastcgi",
    site: fastcgi(),
    wrong: ["fastcgi_pass_request_body off;"],
    what: "Of a body of 100000 bytes not all came",
    mending: ["fastcgi_pass_request_body on;"],
  },
  {
    name: "pages of errors are replaced",
    protocol: "fastcgi",
    site: fastcgi(),
    wrong: ["fastcgi_intercept_errors on;"],
    what: "own page with the status 404 is replaced",
    mending: ["fastcgi_intercept_errors off;"],
  },
  {
    name: "pages wait until they are whole",
    protocol: "fastcgi",
    site: fastcgi(),
    wrong: ["fastcgi_buffering on;"],
    kind: "note",
    probes: [pieces],
    what: "A page comes only when it is whole",
    mending: ["fastcgi_buffering off;"],
  },
];
