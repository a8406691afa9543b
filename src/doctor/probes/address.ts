import { fault, type Judgement, note, well } from "../judgement.ts";
import { mendingOf, nginxParam } from "../mending.ts";
import { handedOver, type Visit } from "../probe.ts";
import type { Seen } from "../seen.ts";

/** Do the host and the scheme come that were asked for? */
export const address = handedOver({
  name: "a plain request",
  question: { target: "/" },
  seen: ({ environ }, visit) => [judgeHost(environ.HTTP_HOST, visit), judgeScheme(environ, visit)],
});

function judgeHost(host: string | undefined, { place, frontEnd }: Visit): Judgement {
  const asked = place.host.toLowerCase();
  if (host?.toLowerCase() === asked) return well(`HTTP_HOST is ${place.host}`);
  const why = "Where an application writes whole addresses, as in a redirect, they lead elsewhere.";
  // $http_host would be right too, but for an absolute target, which stands above the field (RFC 9112 §3.2.2).
  const value = place.host === place.hostname ? "$host" : "$host:$server_port";
  const isHttp = frontEnd.protocol === "HTTP";
  const mending = mendingOf(frontEnd, {
    nginx: isHttp
      ? ["in the location, in the place of another Host", `proxy_set_header Host ${value};`]
      : [
          `in the location, behind the include of ${frontEnd.protocol === "SCGI" ? "scgi_params" : "fastcgi_params"}`,
          nginxParam(frontEnd, "HTTP_HOST", value),
        ],
    ...(isHttp ? { Apache: ["in the <VirtualHost>", "ProxyPreserveHost On"] } : {}),
  });
  if (host === undefined) return fault("HTTP_HOST is missing.", why, mending);
  return host.toLowerCase() === place.hostname.toLowerCase()
    ? note(`HTTP_HOST has lost its port: it is ${host}, where ${place.host} was asked for.`, why, mending)
    : fault(`HTTP_HOST is "${host}", where ${place.host} was asked for.`, why, mending);
}

function judgeScheme(environ: Seen["environ"], { place, frontEnd }: Visit): Judgement {
  const isHttp = frontEnd.protocol === "HTTP" && frontEnd.server !== "none";
  const scheme = (isHttp && environ.HTTP_X_FORWARDED_PROTO) || environ["tsgi.url_scheme"];
  if (scheme === place.scheme) {
    const where = isHttp && scheme === "https" ? " in X-Forwarded-Proto, for trustedProxy() to believe" : "";
    return well(`the scheme is ${scheme}${where}`);
  }
  return fault(
    `The scheme comes as ${scheme}, where ${place.scheme} was asked for.`,
    "Redirects lead to the other one, and cookies that are for https alone are not set, or too freely.",
    mendingOf(frontEnd, {
      nginx: [
        isHttp ? "in the location" : "in the location, in the place of another HTTPS",
        isHttp
          ? "proxy_set_header X-Forwarded-Proto $scheme;"
          : nginxParam(frontEnd, "HTTPS", "$https if_not_empty"),
      ],
      ...(isHttp
        ? { Apache: ["in the <VirtualHost>", "RequestHeader set X-Forwarded-Proto expr=%{REQUEST_SCHEME}"] }
        : {}),
    }),
  );
}
