import supertest from "supertest";
import { expect, test } from "vitest";
import { type Application, RequestError } from "../../src/gateway/index.ts";
import { validator } from "../../src/gateway/validator.ts";
import { bytes, echo, hello, showEnviron } from "../conformance/applications.ts";
import { failOnUnhandled } from "../support/rejections.ts";
import { serving } from "../support/serving.ts";

failOnUnhandled();

/** What supertest asks, on a server that calls `application`. */
async function asking(application: Application) {
  const { server } = await serving(validator(application));
  return supertest(server.url.slice(0, -1));
}

test("a page is served with its type and its length", async () => {
  const client = await asking(hello);
  const response = await client
    .get("/")
    .expect(200)
    .expect("Content-Type", /^text\/plain/);
  expect(response.text).toBe("hello");
  expect(response.headers["content-length"]).toBe("5");
});

test("HEAD is answered without a body", async () => {
  const client = await asking(hello);
  const response = await client.head("/").expect(200).expect("Content-Length", "5");
  expect(response.text).toBeUndefined();
});

test("a form is posted and comes back", async () => {
  const client = await asking(echo);
  await client
    .post("/")
    .type("form")
    .send({ author: "Stanis\u0142aw Lem" })
    .expect(200, "author=Stanis%C5%82aw%20Lem");
});

test("the query and the fields reach the application", async () => {
  const client = await asking(showEnviron);
  const response = await client.get("/books").query({ author: "lem" }).set("X-Name", "value").expect(200);
  expect(response.body).toMatchObject({
    PATH_INFO: "/books",
    QUERY_STRING: "author=lem",
    HTTP_X_NAME: "value",
  });
});

test("two cookies stay two", async () => {
  const client = await asking((_environ, startResponse) => {
    startResponse("200 OK", [
      ["Content-Type", "text/plain"],
      ["Set-Cookie", "a=1"],
      ["Set-Cookie", "b=2"],
    ]);
    return [bytes("")];
  });
  const response = await client.get("/").expect(200);
  expect(response.headers["set-cookie"]).toEqual(["a=1", "b=2"]);
});

test("a refusal has its own status", async () => {
  const client = await asking(() => {
    throw new RequestError("405 Method Not Allowed", "only GET", [["Allow", "GET"]]);
  });
  await client.delete("/").expect(405, "405 Method Not Allowed\n").expect("Allow", "GET");
});

test("a body over the limit is refused", async () => {
  const client = await asking(echo);
  await client
    .post("/")
    .type("text")
    .send("a".repeat(1024 * 1024 + 1))
    .expect(413);
});
