import { Buffer } from "node:buffer";
import { type FileHandle, open } from "node:fs/promises";
import { CatalogueError, codeOf } from "../../errors.ts";

// How much to read at once, in bytes. The records of one chunk are handed on together, and of so few the memory is used
// again before the collector of garbage has moved them about.
export const CHUNK = 64 * 1024;

/** Where bytes come from, as they are stored. */
export interface Input {
  /** In bytes; 0 where it is not known beforehand. */
  readonly size: number;
  /** How much was read so far, in bytes. */
  readonly bytesRead: number;
  /** The next bytes, none at the end. The next call overwrites them. */
  read(): Promise<Buffer>;
  close(): Promise<void>;
}

/** Opens a file. Throws a CatalogueError that says why it cannot be read. */
export async function openFile(file: string): Promise<Input> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, "r");
    const stat = await handle.stat();
    if (stat.isDirectory()) throw new CatalogueError(`the file ${file} is a folder; name a CSV file`);
    return new FileInput(file, handle, stat.isFile() ? stat.size : 0);
  } catch (error) {
    await handle?.close();
    throw explained(file, error);
  }
}

class FileInput implements Input {
  readonly size: number;
  readonly #file: string;
  readonly #handle: FileHandle;
  readonly #chunk = Buffer.alloc(CHUNK);
  #bytesRead = 0;

  constructor(file: string, handle: FileHandle, size: number) {
    this.#file = file;
    this.#handle = handle;
    this.size = size;
  }

  get bytesRead(): number {
    return this.#bytesRead;
  }

  async read(): Promise<Buffer> {
    try {
      const { bytesRead } = await this.#handle.read(this.#chunk, 0, CHUNK);
      this.#bytesRead += bytesRead;
      return this.#chunk.subarray(0, bytesRead);
    } catch (error) {
      throw explained(this.#file, error); // a disk may fail in the middle
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

function explained(file: string, error: unknown): unknown {
  if (error instanceof CatalogueError) return error;
  switch (codeOf(error)) {
    case "ENOENT":
    case "ENOTDIR":
      return new CatalogueError(`there is no file ${file}`);
    case "EACCES":
    case "EPERM":
      return new CatalogueError(`the file ${file} may not be read by this user; change its permissions`);
    default:
      return new CatalogueError(`the file ${file} cannot be read: ${(error as Error).message}`);
  }
}
