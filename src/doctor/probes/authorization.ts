import { credentials, USER } from "../errand.ts";
import { fault, type Judgement, note, well } from "../judgement.ts";
import { mendingOf, nginxParam } from "../mending.ts";
import { handedOver, type Visit } from "../probe.ts";
import type { Seen } from "../seen.ts";

/** Does Authorization come to the application, and nobody's name with it that nobody has asked a password for? */
export const authorization = handedOver({
  name: "a request with Authorization",
  question: { target: "/", fields: (token) => [["Authorization", credentials(token)]] },
  seen: (seen, visit) => [judgeField(seen, visit), ...judgeUser(seen.environ, visit)],
  refused: ({ status }) =>
    status === 401 || status === 403
      ? [
          note(
            `A name and a password that nobody has are refused: ${status} comes, and not from the application.`,
            "So it should be where the web server asks for them, and then the application is handed REMOTE_USER.",
          ),
        ]
      : undefined,
});

function judgeField({ environ, others }: Seen, { frontEnd }: Visit): Judgement {
  if (environ.HTTP_AUTHORIZATION !== undefined) return well("Authorization comes to the application");
  const isHttp = frontEnd.protocol === "HTTP";
  return fault(
    others.includes("HTTP_AUTHORIZATION")
      ? "Authorization is changed on its way to the application."
      : "Authorization is lost on its way to the application.",
    "The application can ask for a name and a password, and is never told them.",
    mendingOf(frontEnd, {
      nginx: [
        "in the location, in the place of what takes it away",
        isHttp
          ? "proxy_set_header Authorization $http_authorization;"
          : nginxParam(frontEnd, "HTTP_AUTHORIZATION", "$http_authorization"),
      ],
      Apache: isHttp
        ? ["without RequestHeader unset Authorization"]
        : ["in the <Location> or the <Directory> of the application", "CGIPassAuth On"],
      lighttpd: ['without setenv.set-request-header = ( "Authorization" => … )'],
    }),
  );
}

function judgeUser({ REMOTE_USER: user }: Seen["environ"], { frontEnd }: Visit): Judgement[] {
  if (user !== USER) return [];
  return [
    note(
      "REMOTE_USER is the name that the client gives, and nobody has asked it for a password.",
      "An application that takes REMOTE_USER for somebody who has proved who he is takes everybody's word.",
      mendingOf(frontEnd, {
        nginx: ["in the location, behind the include", nginxParam(frontEnd, "REMOTE_USER", '""')],
      }),
    ),
  ];
}
