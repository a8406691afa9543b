import { expect, test } from "vitest";
import { listenFailure } from "../../src/command-line/listen-failure.ts";

const failure = (code: string) => Object.assign(new Error(`listen ${code}: something odd`), { code });

test.each([
  ["EADDRINUSE", "port 80 is in use; stop what uses it, or choose another port"],
  ["EACCES", "port 80 needs rights that this user does not have; choose one from 1024 up"],
  ["EADDRNOTAVAIL", 'this machine has no address "books.example" to listen on; choose another --host'],
  ["ENOTFOUND", 'this machine has no address "books.example" to listen on; choose another --host'],
  ["EAI_AGAIN", 'this machine has no address "books.example" to listen on; choose another --host'],
  ["EMFILE", "the server cannot listen on port 80 of books.example: listen EMFILE: something odd"],
])("%s is told as: %s", (code, sentence) => {
  expect(listenFailure(failure(code), { host: "books.example", port: 80 })).toBe(sentence);
});

test.each([
  ["EADDRINUSE", "/run/a.sock is in use, or is no socket; stop what uses it, or choose another --socket"],
  [
    "ENOENT",
    "this user cannot make a socket at /run/a.sock; choose a folder that is there and may be written to",
  ],
  ["EMFILE", "the server cannot listen on the socket /run/a.sock: listen EMFILE: something odd"],
])("%s of a Unix socket is told as: %s", (code, sentence) => {
  expect(listenFailure(failure(code), { host: "localhost", port: 0, path: "/run/a.sock" })).toBe(sentence);
});
