/**
 * A peer to measure against: a bare node:http server that answers everything with the same bytes, those that another
 * server gave. `node constant.ts PORT URL`
 */
import { createServer } from "node:http";

const [port, url = ""] = process.argv.slice(2);
const answer = await fetch(url);
const body = Buffer.from(await answer.arrayBuffer());
const own = /^(date|connection|keep-alive)$/;
const fields = [...answer.headers].filter(([name]) => !own.test(name)).flat();

createServer((_request, response) => {
  response.writeHead(200, fields);
  response.end(body);
}).listen(Number(port), "127.0.0.1");
