import { cookies as sent } from "../errand.ts";
import { fault, type Judgement, note, well } from "../judgement.ts";
import { mendingOf } from "../mending.ts";
import { handedOver, type Visit } from "../probe.ts";

/** Do fields come that are sent twice, and does no other name pass for one of them? */
export const fields = handedOver({
  name: "a request with repeated fields",
  question: {
    target: "/",
    fields: () => [
      ["X-Doctor-Twice", "one"],
      ["X-Doctor-Twice", "two"],
      ["X-Doctor-Twin", "hyphens"],
      ["X_Doctor_Twin", "underscores"],
    ],
  },
  seen: ({ environ }, visit) => [
    judgeTwice(environ.HTTP_X_DOCTOR_TWICE),
    judgeTwin(environ.HTTP_X_DOCTOR_TWIN, visit),
  ],
});

function judgeTwice(value: string | undefined): Judgement {
  return value === "one, two"
    ? well("fields that are sent twice come joined")
    : fault(
        `A field that is sent twice, with "one" and with "two", comes ${value === undefined ? "not at all" : `as "${value}"`}.`,
        "What a client says in several lines is lost, such as a second Accept or If-None-Match.",
      );
}

function judgeTwin(value: string | undefined, { frontEnd }: Visit): Judgement {
  if (value === "hyphens" || value === undefined)
    return well("a field with underscores in its name does not pass for one with hyphens");
  const what = `A field with underscores in its name passes for one with hyphens: with X-Doctor-Twin comes "${value}".`;
  const why = "A client can send by such a name what the application believes the web server to say.";
  // lighttpd has no line for it.
  if (frontEnd.server === "lighttpd") return note(what, why);
  return fault(what, why, mendingOf(frontEnd, { nginx: ["in the server", "underscores_in_headers off;"] }));
}

/** Do all cookies come that are sent in several fields, as HTTP/2 has it? */
export const cookies = handedOver({
  name: "a request with two Cookie fields",
  question: { target: "/", fields: (token) => sent(token).map((cookie) => ["Cookie", cookie] as const) },
  seen: ({ environ: { HTTP_COOKIE: value } }, _, { token }) => {
    const [one, two] = sent(token);
    if (value === `${one}; ${two}`) return [well("cookies come joined")];
    if (value?.includes(one) && value.includes(two)) {
      return [
        note(
          "Cookies of two fields come joined with a comma.",
          "Two of them would be read as one; but browsers send one field, and HTTP/2 is put together rightly.",
        ),
      ];
    }
    return [
      fault("Cookies of a second field are lost.", "Somebody who has logged in may not be known any more."),
    ];
  },
});

// What all web servers that the doctor knows let through out of the box.
const LENGTH = 7000;

/** Does a long field come? */
export const longField = handedOver({
  name: `a field of ${LENGTH} bytes`,
  question: { target: "/", fields: () => [["X-Doctor-Long", "x".repeat(LENGTH)]] },
  seen: ({ environ: { HTTP_X_DOCTOR_LONG: value = "" } }) => [
    value === "x".repeat(LENGTH)
      ? well(`a field of ${LENGTH} bytes comes whole`)
      : fault(
          `Of a field of ${LENGTH} bytes come ${value.length}.`,
          "Long cookies come as something else than they are.",
        ),
  ],
  refused: ({ status }, { frontEnd }) => [
    fault(
      `A field of ${LENGTH} bytes is refused: ${status} comes, and not from the application.`,
      "A client with some long cookies sees nothing but that, on every page.",
      mendingOf(frontEnd, {
        nginx: ["in the server", "large_client_header_buffers 4 16k;"],
        Apache: ["in the first <VirtualHost> of the address", "LimitRequestFieldSize 16380"],
        lighttpd: ["for the whole server", "server.max-request-field-size = 16384"],
      }),
    ),
  ],
});
