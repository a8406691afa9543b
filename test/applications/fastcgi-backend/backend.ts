import { Buffer } from "node:buffer";
import { once } from "node:events";
import { createServer } from "node:net";
import { onTestFinished } from "vitest";
import { formatEnd } from "../../../src/protocols/fastcgi/bodies.ts";
import { FCGI_REQUEST_COMPLETE, FCGI_STDIN, FCGI_STDOUT } from "../../../src/protocols/fastcgi/constants.ts";
import { WebServer } from "../../servers/fastcgi/web-server.ts";

/** The other end of a connection that a backend of a test has accepted. */
export type Peer = WebServer;

/** A backend that does what a test tells it. */
export interface TestBackend {
  readonly address: string;
  /** The connections that were made, in order. */
  readonly peers: readonly Peer[];
}

/** Listens on a free port until the test is over. `accept` is called with each connection and its number, from 0 up. */
export async function backend(accept: (peer: Peer, index: number) => unknown): Promise<TestBackend> {
  const peers: Peer[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const peer = new WebServer(socket);
    peers.push(peer);
    accept(peer, peers.length - 1);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    for (const peer of peers) await peer.destroy();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return { address: `127.0.0.1:${port}`, peers };
}

/** Resolves when a whole request has come, which is forgotten then; with false when the connection ended before. */
export async function asked(peer: Peer): Promise<boolean> {
  const whole = () => peer.of(1).some(({ type, content }) => type === FCGI_STDIN && content.length === 0);
  const came = await peer.until(whole).then(
    () => true,
    () => false,
  );
  peer.records.length = 0;
  return came;
}

/** The bytes of stdout. */
export function stdout(text: string): Buffer {
  return stream(FCGI_STDOUT, text);
}

/** The bytes of a stream of the request. */
export function stream(type: number, text: string): Buffer {
  const content = Buffer.from(text, "latin1");
  const header = Buffer.from([1, type, 0, 1, 0, 0, 3, 0]);
  header.writeUInt16BE(content.length, 4);
  return Buffer.concat([header, content, Buffer.alloc(3)]);
}

/** The record that ends the request. */
export function end(protocolStatus = FCGI_REQUEST_COMPLETE): Buffer {
  return formatEnd(1, { appStatus: 0, protocolStatus });
}

/** A whole answer. */
export function answer(text: string): Buffer {
  return Buffer.concat([stdout(`Content-Type: text/plain\n\n${text}`), stdout(""), end()]);
}

/** Answers each request of a connection with the number of the connection and of the request. */
export async function counting(peer: Peer, index: number): Promise<void> {
  for (let request = 0; await asked(peer); request++) peer.send(answer(`${index}.${request}`));
}
