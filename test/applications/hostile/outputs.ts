/** An output of a program that is no response, and what is said of it. */
export interface BadOutput {
  readonly name: string;
  /** Latin-1 text. */
  readonly output: string;
  /** What the error stream is told of it, behind "is no response: ". */
  readonly fault: string;
}

const bad = (name: string, output: string, fault: string): BadOutput => ({ name, output, fault });
const TYPED = "Content-Type: text/plain\n";

/** Outputs that have no head of CGI (RFC 3875 §6.3), or one that no client may be sent. */
export const BAD_OUTPUTS: readonly BadOutput[] = [
  bad("nothing", "", "there is no output"),
  bad("a head without its end", TYPED, "no empty line ends the head of the output"),
  bad("a body alone", "hello\n\n", '"hello" is no field'),
  bad("a field without a name", `${TYPED}: nameless\n\n`, '": nameless" is no field'),
  bad("a space before the colon", "Content-Type : text/plain\n\n", '"Content-Type : text/plain" is no field'),
  bad("a folded field", `${TYPED} more\n\n`, '" more" is no field'),
  bad("a head of HTTP", `HTTP/1.1 200 OK\n${TYPED}\nhello`, '"HTTP/1.1 200 OK" is no field'),
  bad("a head that says nothing", "X-One: 1\n\n", "there is no Content-Type, Location or Status"),
  bad("a head that is too long", `X-One: ${"1".repeat(70_000)}\n\n`, "the head is longer than 65536 bytes"),
  bad("a status that is a word", `Status: fine\n${TYPED}\n`, '"fine" is no status'),
  bad("a status that is too small", `Status: 99 Red\n${TYPED}\n`, '"99 Red" is no status'),
  bad("a status that is the server's", `Status: 101 Switching\n${TYPED}\n`, '"101 Switching" is no status'),
  bad("a status that is too large", `Status: 600 More\n${TYPED}\n`, '"600 More" is no status'),
  bad("a status that rings the bell", `Status: 200 \x07\n${TYPED}\n`, "the status must be"),
  bad("a name that is none", `${TYPED}X(One): 1\n\n`, '"X(One)" is not the name of a header'),
  bad("a value with a NUL", `${TYPED}X-One: \0\n\n`, "the value of the header X-One must be latin-1 text"),
  bad("a value with a bare CR", `${TYPED}X-One: 1\r2\n\n`, '"X-One: 1\\r2" is no field'),
  bad(
    "a length that is none",
    `${TYPED}Content-Length: many\n\n`,
    'the Content-Length "many" is not one number',
  ),
  bad("a length below zero", `${TYPED}Content-Length: -1\n\n`, 'the Content-Length "-1" is not one number'),
  bad(
    "two lengths",
    `${TYPED}Content-Length: 1\nContent-Length: 1\n\n1`,
    'the Content-Length "1" is not one number',
  ),
  bad("a body without a type", "Status: 200 OK\n\nhello", "there is a body and no Content-Type"),
];
