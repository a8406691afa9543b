import { Buffer } from "node:buffer";
import { type FileHandle, open } from "node:fs/promises";
import { CatalogueError, codeOf } from "../errors.ts";

// How much to read at once, in bytes: the least that is fast, so that Ctrl-C is soon heard.
const CHUNK = 256 * 1024;

/** A file's bytes, chunk by chunk from its beginning. */
export class Source {
  /** In bytes; 0 where it is not known beforehand, as of a pipe. */
  readonly size: number;
  readonly #handle: FileHandle;
  readonly #chunk = Buffer.alloc(CHUNK);
  #bytesRead = 0;

  private constructor(handle: FileHandle, size: number) {
    this.#handle = handle;
    this.size = size;
  }

  /** Opens a file. Throws a CatalogueError that says why it cannot be read. */
  static async open(file: string): Promise<Source> {
    const handle = await openFile(file);
    const stat = await handle.stat();
    if (stat.isDirectory()) {
      await handle.close();
      throw new CatalogueError(`the file ${file} is a folder; name a CSV file`);
    }
    return new Source(handle, stat.isFile() ? stat.size : 0);
  }

  /** How much was read so far, in bytes. */
  get bytesRead(): number {
    return this.#bytesRead;
  }

  /** The next bytes, none at the end. The next call overwrites them. */
  async read(): Promise<Buffer> {
    const { bytesRead } = await this.#handle.read(this.#chunk, 0, CHUNK);
    this.#bytesRead += bytesRead;
    return this.#chunk.subarray(0, bytesRead);
  }

  /** The bytes up to the first line's end at least, where it comes within `limit` bytes. */
  async readLine(limit: number): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for (let length = 0; length < limit; ) {
      const chunk = Buffer.from(await this.read());
      chunks.push(chunk);
      length += chunk.length;
      if (chunk.length === 0 || chunk.includes("\n") || chunk.includes("\r")) break;
    }
    return Buffer.concat(chunks);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

async function openFile(file: string): Promise<FileHandle> {
  try {
    return await open(file, "r");
  } catch (error) {
    switch (codeOf(error)) {
      case "ENOENT":
      case "ENOTDIR":
        throw new CatalogueError(`there is no file ${file}`);
      case "EACCES":
      case "EPERM":
        throw new CatalogueError(`the file ${file} may not be read by this user; change its permissions`);
      default:
        throw new CatalogueError(`the file ${file} cannot be read: ${(error as Error).message}`);
    }
  }
}
