import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { forwardedHops } from "../../../src/middleware/trusted-proxy/forwarded.ts";

const hop = { address: undefined, port: undefined, scheme: undefined, host: undefined, hostPort: undefined };

const addresses = (field: string) => forwardedHops(field).map(({ address }) => address);

describe("Forwarded", () => {
  test.each<[field: string, told: object]>([
    ["for=192.0.2.43", { address: "192.0.2.43" }],
    ['for="192.0.2.43:47011"', { address: "192.0.2.43", port: "47011" }],
    ['For="[2001:db8:cafe::17]:4711"', { address: "2001:db8:cafe::17", port: "4711" }],
    ['FOR="[2001:DB8::1]"', { address: "2001:DB8::1" }],
    ['for="[::ffff:192.0.2.1]"', { address: "192.0.2.1" }],
    ['for="\\1\\92.0.2.43"', { address: "192.0.2.43" }],
    ["for=192.0.2.60;proto=http;by=203.0.113.43", { address: "192.0.2.60", scheme: "http" }],
    ["for=192.0.2.60; Proto=HTTPS ; by=_x", { address: "192.0.2.60", scheme: "https" }],
    ["host=example.org", { host: "example.org" }],
    ['host="example.org:8080";proto=https', { host: "example.org:8080", scheme: "https" }],
    ['host="[2001:db8::1]:8080"', { host: "[2001:db8::1]:8080" }],
    ['secret="a;b,for=9.9.9.9";for=192.0.2.1', { address: "192.0.2.1" }],
  ])("%s tells what it says", (field, told) => {
    expect(forwardedHops(field)).toEqual([{ ...hop, ...told }]);
  });

  test.each([
    "for=unknown",
    "for=_hidden",
    'for="_gazonk:80"',
    "for=2001",
    'for="2001:db8::1"',
    'for="[192.0.2.1]"',
    'for="[fe80::1%eth0]"',
    'for="[2001:db8::1"',
    "for=192.0.2.256",
    "for=192.0.2",
    "for=010.0.0.1",
    'for="192.0.2.1:"',
    'for="192.0.2.1:123456"',
    'for=""',
    "proto=ftp",
    'host="a b"',
    'host="a/b"',
    'host=""',
    'host="a:b"',
    "by=192.0.2.1",
  ])("%s tells nothing", (field) => {
    expect(forwardedHops(field)).toEqual([hop]);
  });

  test.each([
    "for",
    "for=",
    "=192.0.2.1",
    "for =192.0.2.1",
    "for= 192.0.2.1",
    "for=192.0.2.1:80",
    "for=[2001:db8::1]",
    "for=192.0.2.1 for=192.0.2.2",
    "for=192.0.2.1;for=192.0.2.2",
    "for=192.0.2.1;",
    ";for=192.0.2.1",
    'for="192.0.2.1',
    'for=192.0.2.1"',
    'for="192.0.2.1"x',
    "for='192.0.2.1'x y",
    "192.0.2.1",
    "",
    " , ,",
  ])("%j is not well formed, and left out", (field) => {
    expect(forwardedHops(field)).toEqual([]);
  });

  test("tells of several hops, the latest first", () => {
    const field = 'for=192.0.2.43, for="[2001:db8::1]";host="a,b",,for=198.51.100.17';
    expect(addresses(field)).toEqual(["198.51.100.17", "2001:db8::1", "192.0.2.43"]);
  });

  test.each([
    ['for="x, for=198.51.100.17', ["198.51.100.17"]],
    ['for="x, for="[2001:db8::1]"', ["2001:db8::1"]],
    ['x\\", for="198.51.100.17:80"', ["198.51.100.17"]],
    ['for=", for=192.0.2.1, for="198.51.100.17"', ["198.51.100.17", "192.0.2.1"]],
    ["for=192.0.2.1, nonsense, for=198.51.100.17", ["198.51.100.17"]],
    ['for=192.0.2.1, host="a, for=9.9.9.9", for=198.51.100.17', ["198.51.100.17", undefined, "192.0.2.1"]],
    ['host="a\\", for=9.9.9.9, b=\\"";for=198.51.100.17', ["198.51.100.17"]],
  ])("%s cannot hide or forge what stands behind", (field, hops) => {
    expect(addresses(field)).toEqual(hops);
  });

  test("tells what a proxy adds, whatever a client wrote before it", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('"', "\\", ",", ";", "=", "for=1.1.1.1", " ", "x") }),
        (forged) => {
          expect(addresses(`${forged}, for="[2001:db8::1]:80";proto=https`)[0]).toBe("2001:db8::1");
        },
      ),
    );
  });

  test("is read soon also where it is made to take long", () => {
    for (const part of ['"', "\\", ",", '\\"', "for=", ";", "a=b;", 'a="b', "\t"]) {
      expect(forwardedHops(`${part.repeat(16_000)}, for=192.0.2.1`).length).toBeGreaterThan(0);
    }
  });
});
