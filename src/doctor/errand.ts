import { Buffer } from "node:buffer";

/** What a patient is asked for: what it was handed, a page of its own with the status 404, or a page in two pieces. */
export type Wish = "environ" | "page" | "pieces";

/** What the field X-Doctor says: who asks, by a token that is new for each request, and for what. */
export interface Errand {
  /** 32 hexadecimal digits. */
  readonly token: string;
  readonly wish: Wish;
}

/** The value of the field X-Doctor. */
export function formatErrand({ token, wish }: Errand): string {
  return `${token} ${wish}`;
}

/** Reads the value of the field X-Doctor; undefined where it is none. */
export function parseErrand(value = ""): Errand | undefined {
  const [, token = "", wish] = /^([0-9a-f]{32}) (environ|page|pieces)$/.exec(value) ?? [];
  return wish === "environ" || wish === "page" || wish === "pieces" ? { token, wish } : undefined;
}

/** The name that nobody has, with which the doctor asks. */
export const USER = "doctor";

/** The value of the field Authorization with which the doctor asks: its name, and the token for a password. */
export function credentials(token: string): string {
  return `Basic ${Buffer.from(`${USER}:${token}`).toString("base64")}`;
}

/** The cookies with which the doctor asks, each in a field of its own. */
export function cookies(token: string): readonly [string, string] {
  return [`doctor-one=${token}`, `doctor-two=${token}`];
}
