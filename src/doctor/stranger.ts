import type { Answer, Place } from "./ask.ts";
import { addressOf } from "./place.ts";

/** Why nobody answers, in one sentence, from the error with which a request failed. */
export function whyNobody(place: Place, error: unknown): string {
  const { scheme, hostname, port } = place;
  const at = `${hostname}:${port}`;
  const { name, code, message } = told(error);
  if (name === "AbortError" || name === "TimeoutError") return `no answer comes from ${at}`;
  if (code === "ECONNREFUSED") return `nothing listens at ${at}`;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `there is no host with the name ${hostname}`;
  if (/^(?:EPROTO|ERR_SSL_)/.test(code)) {
    return `what listens at ${at} speaks no TLS; perhaps http:// is meant, and not https://`;
  }
  if (code === "ECONNRESET" || code.startsWith("HPE_")) {
    return scheme === "http"
      ? `what listens at ${at} speaks no HTTP; the doctor asks the web server, not what stands behind it`
      : `what listens at ${at} ends the connection without an answer`;
  }
  return `nobody can be asked at ${at}: ${message}`;
}

function told(error: unknown): { readonly name: string; readonly code: string; readonly message: string } {
  if (!(error instanceof Error)) return { name: "", code: "", message: String(error) };
  // A name with several addresses fails with several errors.
  const code = "code" in error ? String(error.code) : "";
  return { name: error.name, code, message: error.message || code };
}

const REASONS: Readonly<Record<number, string>> = {
  400: "it takes the request for a bad one; perhaps https:// is meant, and not http://",
  401: "it asks for a name and a password first; the doctor has none, so have it not ask while the doctor does",
  403: "it does not let anybody in; the program must be executable, its folder readable for the web server, and in Apache granted",
  404: "it knows no such address; another part of its configuration may answer for this host or this path",
  500: "what stands behind it failed or could not be started; its error log says why",
  502: "it reaches nobody behind it; see that the doctor is running, and that the web server may use its socket",
  503: "it reaches nobody behind it; see that the doctor is running, and that the web server may use its socket",
  504: "what stands behind it does not answer; its error log may say more",
};

/** Why it is not the patient who answers, in one sentence. */
export function whyStranger(place: Place, { status, fields }: Answer): string {
  const address = addressOf(place);
  if (fields["x-doctor"] === "waits") {
    return `the doctor stands behind ${address}, but the field X-Doctor does not come to it; the web server must pass request fields on`;
  }
  const who = fields.server ?? "a web server without a name";
  if (status >= 300 && status < 400 && fields.location !== undefined) {
    return `at ${address} ${who} answers with ${status}, which leads to ${fields.location}; ask there`;
  }
  const reason =
    REASONS[status] ??
    "this is not the doctor; put dist/doctor.fcgi or dist/doctor.cgi in the place of the application";
  return `at ${address} ${who} answers with ${status}: ${reason}`;
}
