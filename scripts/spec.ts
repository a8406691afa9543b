import { readFileSync, writeFileSync } from "node:fs";
import { argv, exit, stderr } from "node:process";
import { fileURLToPath } from "node:url";

// Writes docs/tsgi.md from the comments of the validator, so that the rule and its check are never two things.
// With --check it writes nothing, and fails when the document is stale.

const ROOT = new URL("../", import.meta.url);
const DOCUMENT = new URL("docs/tsgi.md", ROOT);

// In the order in which the document tells them.
const SOURCES = [
  "validator.ts",
  "validator/environ.ts",
  "validator/streams.ts",
  "validator/start-response.ts",
  "validator/body.ts",
  "validator/chunks.ts",
  "validator/fault.ts",
];

/** The sources of the specification, in its order. Throws the system's error when one cannot be read. */
export function specificationSources(): string[] {
  return SOURCES.map((name) => readFileSync(new URL(`src/gateway/${name}`, ROOT), "utf8"));
}

/**
 * The text of docs/tsgi.md, in Markdown, made of the comments that begin with `# ` or `§ ` in the sources given.
 *
 * Throws an Error when the clauses are not numbered 1.1, 1.2, … in their order and without gaps.
 *
 * @example specification(["// # 1. The call\n// § 1.1 An application MUST be a function."])
 */
export function specification(sources: readonly string[]): string {
  let previous: Clause = { chapter: 0, number: 0 };
  const blocks = sources.flatMap(comments).map(({ mark, text }) => {
    if (mark === "#") {
      const chapter = /^(\d+)\. /.exec(text)?.[1];
      if (chapter === undefined) return `# ${text}`;
      previous = inOrder(previous, { chapter: Number(chapter), number: 0 });
      return `## ${text}`;
    }
    const [, chapter, number, rule = ""] = /^(\d+)\.(\d+) (.*)$/s.exec(text) ?? [];
    previous = inOrder(previous, { chapter: Number(chapter), number: Number(number) });
    return `**${chapter}.${number}** ${rule}`;
  });
  return `${[GENERATED, ...blocks].join("\n\n")}\n`;
}

const GENERATED =
  "<!-- Written by scripts/spec.ts from the comments in src/gateway/validator. Change those. -->";

interface Clause {
  readonly chapter: number;
  /** 0 for the heading of the chapter. */
  readonly number: number;
}

function inOrder(previous: Clause, { chapter, number }: Clause): Clause {
  const follows =
    number === 0
      ? chapter === previous.chapter + 1
      : chapter === previous.chapter && number === previous.number + 1;
  if (!follows) {
    const found = `${chapter}.${number || ""}`;
    throw new Error(`the clause ${found} cannot follow ${previous.chapter}.${previous.number}`);
  }
  return { chapter, number };
}

interface Comment {
  readonly mark: "#" | "§";
  readonly text: string;
}

/** The comments of a source that belong to the specification: from their mark to the last line of `//` or the next mark. */
function comments(source: string): Comment[] {
  const found: { mark: "#" | "§"; text: string }[] = [];
  let open = false;
  for (const line of source.split("\n")) {
    const [, mark, text] = /^\s*\/\/ ?(?:([#§]) )?(.*)$/.exec(line) ?? [];
    const last = found.at(-1);
    if (mark === "#" || mark === "§") found.push({ mark, text: text ?? "" });
    else if (open && last && text !== undefined) last.text += `\n${text}`;
    open = text !== undefined && (open || mark !== undefined);
  }
  return found.map(({ mark, text }) => ({ mark, text: text.trimEnd() }));
}

/** Why docs/tsgi.md is not what the sources say; undefined when it is. */
function staleness(text: string): string | undefined {
  try {
    if (readFileSync(DOCUMENT, "utf8") === text) return undefined;
    return "docs/tsgi.md is not what the comments of the validator say: run npm run spec.";
  } catch {
    return "docs/tsgi.md is missing: run npm run spec.";
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const text = specification(specificationSources());
  const complaint = argv.includes("--check") ? staleness(text) : writeFileSync(DOCUMENT, text);
  if (complaint) {
    stderr.write(`${complaint}\n`);
    exit(1);
  }
}
