import { expect, test } from "vitest";
import { addressOf, placeOf } from "../../src/doctor/place.ts";

test.each([
  ["http://localhost", "http", "localhost", 80, "localhost", "", "http://localhost/"],
  ["http://localhost:8080/", "http", "localhost", 8080, "localhost:8080", "", "http://localhost:8080/"],
  [
    "https://books.example/shop",
    "https",
    "books.example",
    443,
    "books.example",
    "/shop",
    "https://books.example/shop/",
  ],
  ["http://[::1]:81/a//", "http", "::1", 81, "[::1]:81", "/a", "http://[::1]:81/a/"],
  ["http://x/caf\u00e9 1/", "http", "x", 80, "x", "/caf%C3%A9%201", "http://x/caf%C3%A9%201/"],
])("the address %s is a place", (address, scheme, hostname, port, host, folder, written) => {
  const place = placeOf(address);
  expect(place).toEqual({ scheme, hostname, port, host, folder });
  expect(addressOf(place)).toBe(written);
});

test.each([
  "",
  "localhost",
  "localhost:8080",
  "localhost/shop",
  "ftp://localhost/",
  "8080",
  "http://",
  "http://a b/",
])("%j is no address", (address) => {
  expect(() => placeOf(address)).toThrow(/^an address begins with http:\/\/ or https:\/\//);
});

test.each([
  "http://localhost/?a=b",
  "http://localhost/#a",
  "http://me@localhost/",
  "http://me:my@localhost/",
])("%s has too much for an address", (address) => {
  expect(() => placeOf(address)).toThrow(/a query, a fragment or a user is none of it$/);
});
