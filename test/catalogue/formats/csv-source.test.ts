import { Buffer } from "node:buffer";
import { spawn } from "node:child_process";
import { chmodSync, closeSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { CatalogueError } from "../../../src/catalogue/errors.ts";
import { describe as describeSource, Source } from "../../../src/catalogue/import/source.ts";
import { testFolder } from "../folder.ts";

vi.setConfig({ testTimeout: 30_000 });

const folder = testFolder();
let file: string;
let files = 0;

beforeEach(() => {
  file = join(folder, `books${++files}`);
});

/** All the bytes of a source. */
async function readAll(source: Source): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let chunk = await source.read(); chunk.length > 0; chunk = await source.read()) {
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}

async function readFile(contents: Buffer, maxBytes?: number): Promise<Buffer> {
  writeFileSync(file, contents);
  const source = await Source.open(file, { maxBytes });
  try {
    return await readAll(source);
  } finally {
    await source.close();
  }
}

const noise = (length: number) => Buffer.from(Array.from({ length }, (_, i) => (i * 7919) % 251));

describe("a Source", () => {
  test.each([0, 1, 2, 3, 65_536, 65_537, 262_144, 700_000])(
    "of %i bytes gives them and its head",
    async (length) => {
      const bytes = noise(length);
      for (const contents of [bytes, gzipSync(bytes)]) {
        writeFileSync(file, contents);
        const source = await Source.open(file);
        expect(source.name).toBe(file);
        expect(source.size).toBe(contents.length);
        expect(source.head.equals(bytes.subarray(0, 65_536))).toBe(true);
        expect((await readAll(source)).equals(bytes)).toBe(true);
        expect(source.head.equals(bytes.subarray(0, 65_536))).toBe(true);
        expect(source.bytesRead).toBe(contents.length);
        expect(await source.read()).toHaveLength(0);
        await source.close();
      }
    },
  );

  test("is described in a sentence", () => {
    expect(describeSource({ name: "books.csv" })).toBe("the file books.csv");
    expect(describeSource({ name: "standard input" })).toBe("standard input");
  });

  test("may be closed before its end, twice", async () => {
    writeFileSync(file, gzipSync(noise(3_000_000)));
    const source = await Source.open(file);
    await source.read();
    await source.close();
    await source.close();
  });

  test.each<[what: string, make: () => void, message: RegExp]>([
    ["there is none", () => {}, /^there is no file .*books\d+$/],
    ["it is a folder", () => mkdirSync(file), /^the file .*books\d+ is a folder; name a CSV file$/],
  ])("says that %s", async (_, make, message) => {
    make();
    await expect(Source.open(file)).rejects.toThrow(CatalogueError);
    await expect(Source.open(file)).rejects.toThrow(message);
  });

  test.skipIf(process.getuid?.() === 0)("says that it may not be read", async () => {
    writeFileSync(file, "title\n");
    chmodSync(file, 0);
    await expect(Source.open(file)).rejects.toThrow(/may not be read by this user; change its permissions$/);
  });

  test.each([
    ["504b0304140000000800", "is a zip archive; unpack it first"],
    ["504b050600000000", "is an empty zip archive"],
    ["fd377a585a000004", "is compressed with xz; unpack it first"],
    ["425a68393141592653590000", "is compressed with bzip2; unpack it first"],
    ["28b52ffd2004", "is compressed with zstd; unpack it first"],
    ["377abcaf271c0004", "is a 7z archive; unpack it first"],
    ["d0cf11e0a1b11ae1", "is an Excel workbook or the like; save it as CSV"],
    [
      Buffer.from("SQLite format 3\0").toString("hex"),
      "is an SQLite database; export its table of books as CSV",
    ],
    [Buffer.from("%PDF-1.7\n").toString("hex"), "is a PDF document, not a catalogue"],
    ["89504e470d0a1a0a", "is an image, not a catalogue"],
    ["ffd8ffe000104a46", "is an image, not a catalogue"],
    [
      Buffer.from("\u001f\u008b", "latin1").toString("hex"),
      "ends early: it was not copied whole; fetch it again",
    ],
    [
      `504b0304${"00".repeat(26)}${Buffer.from("mimetypeapplication/epub+zip").toString("hex")}`,
      "is an e-book",
    ],
    [
      `504b0304${"00".repeat(26)}${Buffer.from("[Content_Types].xml").toString("hex")}`,
      "is an Office document",
    ],
    [`${"00".repeat(257)}${Buffer.from("ustar").toString("hex")}`, "is a tar archive; unpack it first"],
  ])("that begins with %s says that it %s, in gzip too", async (hex, message) => {
    const bytes = Buffer.from(hex, "hex");
    await expect(readFile(bytes)).rejects.toThrow(CatalogueError);
    await expect(readFile(bytes)).rejects.toThrow(message);
    if (bytes[0] !== 0x1f) await expect(readFile(gzipSync(bytes))).rejects.toThrow(message);
  });
});

describe("gzip", () => {
  test("is read whatever the name is, all its members and padding behind them", async () => {
    const members = Buffer.concat([
      gzipSync("title\n"),
      gzipSync(""),
      gzipSync("Emma\n"),
      Buffer.alloc(1000),
    ]);
    expect((await readFile(members)).toString()).toBe("title\nEmma\n");
    const large = Buffer.concat([gzipSync(noise(300_000)), gzipSync(noise(300_000)), Buffer.alloc(600_000)]);
    expect((await readFile(large)).equals(Buffer.concat([noise(300_000), noise(300_000)]))).toBe(true);
  });

  test("that is cut short says so wherever it is cut", async () => {
    const whole = Buffer.concat([gzipSync("title\n"), gzipSync("Emma\n")]);
    const between = gzipSync("title\n").length;
    for (let length = 2; length < whole.length; length++) {
      if (length === between) continue;
      await expect(readFile(whole.subarray(0, length))).rejects.toThrow(
        `the gzip file ${file} ends early: it was not copied whole; fetch it again`,
      );
    }
    const large = gzipSync(Buffer.concat([noise(500_000), Buffer.alloc(5_000_000)]));
    await expect(readFile(large.subarray(0, large.length - 9))).rejects.toThrow("ends early");
  });

  test("that is broken says so and gives nothing else than a CatalogueError", async () => {
    const whole = gzipSync("title\nEmma\nPersuasion\n");
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: whole.length - 1 }), fc.nat(255), async (place, byte) => {
        const bytes = Buffer.from(whole);
        bytes[place] = byte;
        await readFile(bytes).catch((error) => expect(error).toBeInstanceOf(CatalogueError));
      }),
    );
    const wrong = Buffer.from(whole);
    wrong[whole.length - 8] = (wrong[whole.length - 8] ?? 0) ^ 0xff;
    await expect(readFile(wrong)).rejects.toThrow(
      /^the gzip file .* is broken: incorrect data check; fetch it again$/,
    );
  });

  test("inside of gzip is refused", async () => {
    await expect(readFile(gzipSync(gzipSync("title\n")))).rejects.toThrow("is gzip data inside of gzip data");
  });

  test("that unpacks to more than it may is refused in bounded memory", async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000));
    expect(bomb.length).toBeLessThan(300_000);
    global.gc?.();
    const before = process.memoryUsage().rss;
    await expect(readFile(bomb, 150_000_000).then(() => {})).rejects.toThrow(
      `the file ${file} holds more than 150,000,000 bytes; if that is right, allow more with --max-bytes`,
    );
    expect(process.memoryUsage().rss - before).toBeLessThan(400_000_000);
  });

  test("and text of just as much as allowed are read", async () => {
    expect(await readFile(gzipSync(noise(1000)), 1000)).toHaveLength(1000);
    expect(await readFile(noise(1000), 1000)).toHaveLength(1000);
    await expect(readFile(noise(1001), 1000)).rejects.toThrow("allow more with --max-bytes");
  });
});

// Opens standard input in a thread of its own, as an import does, and tells what it read.
const PROGRAM = `
  import { Worker } from "node:worker_threads";
  const worker = new Worker(
    \`import { parentPort, workerData } from "node:worker_threads";
     import { register } from "tsx/esm/api";
     register();
     const { Source } = await import(workerData);
     try {
       const source = await Source.open("-");
       parentPort.postMessage({ name: source.name, size: source.size, head: source.head.length });
       let length = 0;
       for (let chunk = await source.read(); chunk.length > 0; chunk = await source.read()) length += chunk.length;
       parentPort.postMessage({ length, bytesRead: source.bytesRead });
       await source.close();
     } catch (error) {
       parentPort.postMessage({ name: error.name, message: error.message });
     }\`,
    { eval: true, execArgv: ["--input-type=module"], workerData: process.argv[1] },
  );
  worker.on("message", (message) => {
    console.log(JSON.stringify(message));
    if (process.argv[2] === "stop") worker.terminate();
  });
`;

/** What a thread reads of a standard input, and how long the program took in milliseconds. */
function run(
  input: Buffer | number | "open",
  ...args: string[]
): Promise<{ readonly told: unknown[]; readonly took: number }> {
  const started = performance.now();
  const module = new URL("../../../src/catalogue/import/source.ts", import.meta.url).href;
  const child = spawn(process.execPath, ["--input-type=module", "-e", PROGRAM, module, ...args], {
    stdio: [typeof input === "number" ? input : "pipe", "pipe", "inherit"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let output = "";
  child.stdout?.on("data", (chunk) => {
    output += chunk;
  });
  child.stdin?.on("error", () => {}); // whoever reads it may stop
  if (Buffer.isBuffer(input)) child.stdin?.end(input);
  if (input === "open") child.stdin?.write(Buffer.alloc(100_000, "x"));
  return new Promise((resolve) => {
    child.on("close", () => {
      const told =
        output.trim() === ""
          ? []
          : output
              .trim()
              .split("\n")
              .map((line) => JSON.parse(line));
      resolve({ told, took: performance.now() - started });
    });
  });
}

describe("standard input", () => {
  test("is read from a pipe", async () => {
    expect((await run(noise(700_000))).told).toEqual([
      { name: "standard input", size: 0, head: 65_536 },
      { length: 700_000, bytesRead: 700_000 },
    ]);
  });

  test("is decompressed", async () => {
    const packed = gzipSync(noise(700_000));
    expect((await run(packed)).told).toEqual([
      { name: "standard input", size: 0, head: 65_536 },
      { length: 700_000, bytesRead: packed.length },
    ]);
    expect((await run(packed.subarray(0, 300))).told).toEqual([
      {
        name: "CatalogueError",
        message: "the gzip data of standard input ends early: it was not copied whole; fetch it again",
      },
    ]);
  });

  test("is read from a file", async () => {
    writeFileSync(file, noise(300_000));
    const descriptor = openSync(file, "r");
    try {
      expect((await run(descriptor)).told).toEqual([
        { name: "standard input", size: 0, head: 65_536 },
        { length: 300_000, bytesRead: 300_000 },
      ]);
    } finally {
      closeSync(descriptor);
    }
  });

  test("may be empty", async () => {
    expect((await run(Buffer.alloc(0))).told).toEqual([
      { name: "standard input", size: 0, head: 0 },
      { length: 0, bytesRead: 0 },
    ]);
  });

  test("says what it is when it is no catalogue", async () => {
    expect((await run(Buffer.from("%PDF-1.7"))).told).toEqual([
      { name: "CatalogueError", message: "standard input is a PDF document, not a catalogue" },
    ]);
  });

  test("does not hold a thread that is to end while nobody writes", async () => {
    const { told, took } = await run("open", "stop");
    expect(told).toHaveLength(1);
    expect(took).toBeLessThan(10_000);
  });
});
