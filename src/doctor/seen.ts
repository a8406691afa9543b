/** The protocol in which a request was handed over. */
export type Protocol = "CGI" | "FastCGI" | "SCGI" | "HTTP";

/** What a patient was handed. */
export interface Seen {
  readonly protocol: Protocol;
  /** Variables that every gateway has, or that the doctor sent; latin-1 text. */
  readonly environ: Readonly<Record<string, string>>;
  /** The names of the other variables: their values are nobody's business. */
  readonly others: readonly string[];
  readonly body: SeenBody;
}

/** The body of a request: its length in bytes and its SHA-256 in hexadecimal, or why it did not come whole. */
export type SeenBody = { readonly length: number; readonly sha256: string } | { readonly failure: string };

/** What a patient tells, as JSON. The token says to whom. */
export function formatSeen(seen: Seen, token: string): string {
  return JSON.stringify({ token, seen });
}

/** Reads what a patient tells; undefined where it is somebody else who answers, or an answer to another token. */
export function parseSeen(json: string, token: string): Seen | undefined {
  if (!json.startsWith(`{"token":"${token}"`)) return undefined;
  try {
    // Nobody else has the token: what begins so is the patient's own, or was cut on the way.
    const { seen }: { readonly seen: Seen } = JSON.parse(json);
    return seen;
  } catch {
    return undefined;
  }
}
