import { checkHeaders, type HeaderList, type Middleware } from "../gateway/index.ts";

/**
 * What a page may load, and who may frame it, for a site whose every part comes from itself and that needs no script.
 *
 * Content-Security-Policy Level 3; the Fetch standard for nosniff; Referrer Policy; Permissions Policy.
 */
export const SECURITY_FIELDS: HeaderList = [
  [
    "Content-Security-Policy",
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  ],
  ["X-Content-Type-Options", "nosniff"],
  ["Referrer-Policy", "same-origin"],
  ["Permissions-Policy", "camera=(), geolocation=(), microphone=()"],
];

/** Adds the security fields to every response. Throws a GatewayError at once when `fields` are not fit to be sent. */
export function securityFields(fields: HeaderList = SECURITY_FIELDS): Middleware {
  checkHeaders(fields);
  return (application) => (environ, startResponse) =>
    application(environ, (status, headers, error) => startResponse(status, [...headers, ...fields], error));
}
