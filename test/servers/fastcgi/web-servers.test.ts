import { Socket } from "node:net";
import { expect, test } from "vitest";
import { addressesOf, admissionOf } from "../../../src/servers/fastcgi/web-servers.ts";

test("a peer that has gone already is no web server that is named", () => {
  const gone = new Socket();
  expect(admissionOf(["127.0.0.1"])(gone)).toBe(false);
  expect(admissionOf(undefined)(gone)).toBe(true);
});

test("addresses are divided by commas, and none are no list", () => {
  expect(addressesOf("127.0.0.1, ::1,10.0.0.1")).toEqual(["127.0.0.1", "::1", "10.0.0.1"]);
  expect([addressesOf(""), addressesOf(undefined)]).toEqual([undefined, undefined]);
});
