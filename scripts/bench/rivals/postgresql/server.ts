import { type ChildProcess, execFile, spawnSync } from "node:child_process";
import { accessSync, appendFileSync, chownSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir, totalmem } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { startServer, stop } from "../../processes.ts";

const PROGRAMS = ["initdb", "postgres", "psql", "pg_isready"];

// Debian does not put them on anybody's PATH.
const DEBIAN = "/usr/lib/postgresql";

/** A PostgreSQL server of the benchmark's own, with its data in a temporary folder, on a Unix socket there. */
export class PostgresqlServer {
  readonly #programs: string;
  readonly #folder: string;
  readonly #server: ChildProcess;
  readonly #remove: () => void;

  private constructor(programs: string, folder: string, server: ChildProcess, remove: () => void) {
    this.#programs = programs;
    this.#folder = folder;
    this.#server = server;
    this.#remove = remove;
  }

  /** Makes a new database and starts a server for it. Where that cannot be, gives a sentence that says why. */
  static async start(): Promise<PostgresqlServer | string> {
    const programs = findPrograms();
    if (programs === undefined) return "there is no PostgreSQL";
    const user = userOf();
    if (user === undefined) return "it refuses to run as root, and there is no user postgres";
    const folder = mkdtempSync(join(tmpdir(), "penny-bench-postgresql-"));
    let server: ChildProcess | undefined;
    const remove = () => {
      server?.kill("SIGQUIT"); // where it still runs: at once, without waiting for whoever is connected
      rmSync(folder, REMOVAL);
    };
    process.on("exit", remove);
    if (user.ids) chownSync(folder, ...user.ids);

    const data = join(folder, "data");
    const [program = "", ...args] = [...user.command, join(programs, "initdb"), "-D", data, ...INITDB];
    await promisify(execFile)(program, args);
    appendFileSync(join(data, "postgresql.conf"), configuration(folder));
    const socket = join(folder, ".s.PGSQL.5432");
    server = await startServer([...user.command, join(programs, "postgres"), "-D", data], socket);
    const isReady = () => spawnSync(join(programs, "pg_isready"), ["-q", "-h", folder]).status === 0;
    for (let attempt = 0; attempt < 200 && !isReady(); attempt++) await delay(50);
    return new PostgresqlServer(programs, folder, server, remove);
  }

  /** Runs a script of psql and gives what it printed: rows of columns with tabs between. Rejects at the first error. */
  async run(script: string): Promise<string> {
    const options = ["-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1"];
    const place = ["-h", this.#folder, "-U", "postgres", "-d", "postgres"];
    const { stdout } = await promisify(execFile)(
      join(this.#programs, "psql"),
      [...options, ...place, "-f", script],
      { maxBuffer: 2 ** 30 },
    );
    return stdout;
  }

  async close(): Promise<void> {
    await stop(this.#server);
    process.off("exit", this.#remove);
    this.#remove();
  }
}

// A server that is told to end at once may still be writing.
const REMOVAL = { recursive: true, force: true, maxRetries: 10 } as const;

const INITDB = [
  ...["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"],
  ...["--no-sync", "--no-instructions"],
];

/** The folder that has all of its programs, those of Debian's latest version first. */
function findPrograms(): string | undefined {
  const versions = exists(DEBIAN)
    ? readdirSync(DEBIAN).sort((one, other) => Number(other) - Number(one))
    : [];
  const debian = versions.map((version) => join(DEBIAN, version, "bin"));
  const folders = [...debian, ...(process.env.PATH ?? "").split(delimiter)];
  return folders.find((folder) => PROGRAMS.every((program) => exists(join(folder, program))));
}

function exists(path: string): boolean {
  try {
    accessSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Who runs the server: for root, whom it refuses, the user of Debian's package; undefined where there is none. */
function userOf(): { command: readonly string[]; ids?: readonly [number, number] } | undefined {
  if (process.getuid?.() !== 0) return { command: [] };
  const [uid, gid] = ["-u", "-g"].map((which) => spawnSync("id", [which, "postgres"], { encoding: "utf8" }));
  if (uid?.status !== 0 || gid?.status !== 0) return undefined;
  const ids = [Number(uid.stdout), Number(gid.stdout)] as const;
  return { command: ["setpriv", `--reuid=${ids[0]}`, `--regid=${ids[1]}`, "--clear-groups"], ids };
}

/**
 * Tuned for a machine with two cores that has this database alone to read from: as much memory as its manual advises,
 * one parallel worker beside the leader, no compiling of queries that take milliseconds; and what is made up anyway is
 * not kept safe.
 */
function configuration(folder: string): string {
  const megabytes = Math.floor(totalmem() / 2 ** 20);
  const settings = {
    listen_addresses: "''",
    unix_socket_directories: `'${folder}'`,
    shared_buffers: `${Math.min(2048, Math.floor(megabytes / 8))}MB`,
    effective_cache_size: `${Math.floor(megabytes / 2)}MB`,
    work_mem: "64MB",
    maintenance_work_mem: `${Math.min(1024, Math.floor(megabytes / 8))}MB`,
    random_page_cost: "1.1",
    jit: "off",
    max_worker_processes: "2",
    max_parallel_workers: "2",
    max_parallel_workers_per_gather: "1",
    max_parallel_maintenance_workers: "1",
    autovacuum: "off", // ANALYZE is run when all is loaded, and nothing changes from then on
    fsync: "off",
    synchronous_commit: "off",
    wal_level: "minimal",
    max_wal_senders: "0",
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
  return `\n${lines.join("")}`;
}
