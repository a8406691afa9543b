import sax from "sax";
import type { Field, MarcRecord, Subfield } from "./record.ts";

// More text than this in a record, or in anything else that the parser has to keep, is no MARCXML. In characters.
const LARGEST = 1024 * 1024;
// What an element takes besides its text.
const ELEMENT = 20;
// MARCXML in all its wrappings has about ten levels.
const DEEPEST = 100;
// Who is wrong so often between two good records is wrong throughout.
const MOST_ERRORS = 1000;

const LEADER_LENGTH = 24;

/** A record of MARCXML, or what is left of one. */
export interface XmlRecord {
  /** The line on which it begins, counted from 1. */
  readonly line: number;
  /** Null where there is a fault outside of records. */
  readonly record: MarcRecord | null;
  /** Why it cannot be used; null for most. */
  readonly fault: Fault | null;
}

export interface Fault {
  readonly reason: "malformed" | "too large";
  readonly detail: string;
}

/** A record of which the end has not come yet. */
interface OpenRecord {
  readonly line: number;
  leader: string;
  readonly fields: Field[];
  size: number;
  fault: Fault | null;
}

/** An element whose text counts. */
interface OpenField {
  readonly tag: string;
  readonly indicators: string;
  readonly subfields: Subfield[];
}

/** The parser, with what it does not show: whether the root element was closed. */
class Parser extends sax.SAXParser {
  declare closedRoot: boolean;
}

/**
 * Reads the records of MARCXML (Library of Congress, MARC 21 XML Schema) from its text, however it is cut, wherever they
 * stand in it and whatever their prefix is. A record that is not well-formed is faulty, and what follows is read on, be it
 * another document behind the first.
 *
 * Entities that a document declares are not expanded. It holds one record, and of no text more than 1 MiB.
 */
export class MarcXmlReader {
  readonly #parser = new Parser(true);
  #found: XmlRecord[] = [];
  #record: OpenRecord | null = null;
  #field: OpenField | null = null;
  /** The code of the open subfield. */
  #code = "";
  /** The text of the open leader, control field or subfield. */
  #text: string | null = null;
  #depth = 0;
  /** Where the parser last had something whole, in characters. */
  #settled = 0;
  #errors = 0;
  #saidOutside = false;
  #gaveUp = false;

  constructor() {
    const parser = this.#parser;
    const settle = () => {
      this.#settled = parser.position;
    };
    parser.onopentag = ({ name, attributes }) => {
      settle();
      this.#open(localName(name), (key) => String(attributes[key] ?? ""));
    };
    parser.onclosetag = (name) => {
      settle();
      this.#close(localName(name));
    };
    parser.ontext = parser.oncdata = (text) => {
      settle();
      this.#add(text);
    };
    parser.oncomment = parser.onprocessinginstruction = parser.ondoctype = settle;
    parser.onerror = ({ message }) => {
      parser.resume();
      this.#fail(message.split("\n", 1)[0] ?? "");
    };
  }

  /** True when it reads no further: what follows cannot be made out. */
  get gaveUp(): boolean {
    return this.#gaveUp;
  }

  /** The records that this text completes. */
  push(text: string): XmlRecord[] {
    if (this.#gaveUp) return [];
    this.#parser.write(text);
    if (this.#parser.position - this.#settled > LARGEST)
      this.#giveUp("too large", "more than 1 MiB without an end");
    return this.#take();
  }

  /** What the end of the document completes: a record that is cut off, or what is missing at the end. */
  end(): XmlRecord[] {
    if (this.#gaveUp) return [];
    const unfinished = this.#record;
    this.#parser.close();
    if (unfinished !== null) {
      unfinished.fault = { reason: "malformed", detail: "the file ends within it" };
      this.#finish(unfinished);
    }
    return this.#take();
  }

  #take(): XmlRecord[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  #open(name: string, attribute: (key: string) => string): void {
    if (this.#gaveUp) return;
    if (this.#depth === 0) this.#parser.closedRoot = false;
    if (++this.#depth > DEEPEST)
      this.#giveUp("malformed", `elements are in each other more than ${DEEPEST} deep`);
    if (name === "record") this.#begin();
    if (this.#record === null || !grow(this.#record, ELEMENT)) return;
    if (name === "controlfield" || name === "datafield") {
      const indicators =
        name === "datafield" ? indicator(attribute("ind1")) + indicator(attribute("ind2")) : "";
      this.#field = { tag: attribute("tag").slice(0, 3), indicators, subfields: [] };
    }
    if (name === "subfield") this.#code = attribute("code");
    if (name === "leader" || name === "controlfield" || name === "subfield") this.#text = "";
  }

  #close(name: string): void {
    this.#depth--;
    const record = this.#record;
    if (record === null || this.#gaveUp) return;
    if (name === "record") this.#finish(record);
    else if (record.size <= LARGEST) this.#closeField(name, record);
  }

  #closeField(name: string, record: OpenRecord): void {
    const text = this.#text ?? "";
    this.#text = null;
    const field = this.#field;
    if (name === "leader") record.leader = readLeader(text);
    else if (name === "subfield" && this.#code.length === 1)
      field?.subfields.push({ code: this.#code, value: text });
    else if (field !== null && (name === "controlfield" || name === "datafield")) {
      record.fields.push({ ...field, value: name === "controlfield" ? onOneLine(text) : "" });
      this.#field = null;
    }
  }

  #add(text: string): void {
    if (this.#record === null || this.#text === null) return;
    if (grow(this.#record, text.length)) this.#text += text;
  }

  #begin(): void {
    const before = this.#record;
    // The record of OAI-PMH, which has one of MARC in it, is empty until that begins.
    if (before !== null && (before.leader !== "" || before.fields.length > 0)) {
      before.fault ??= { reason: "malformed", detail: "another record begins within it" };
      this.#finish(before);
    }
    this.#record = emptyRecord(this.#parser.line + 1);
  }

  #finish({ line, leader, fields, fault }: OpenRecord): void {
    this.#record = null;
    this.#field = null;
    this.#text = null;
    // The end of OAI-PMH's record, or one of something that was deleted.
    if (leader === "" && fields.length === 0 && fault === null) return;
    if (fault === null) this.#errors = 0;
    this.#found.push({ line, record: { leader, fields }, fault });
  }

  #fail(message: string): void {
    if (this.#gaveUp) return;
    const { line, column } = this.#parser;
    const detail = `${message}, line ${line + 1}, column ${column}`;
    if (this.#record !== null) this.#record.fault ??= { reason: "malformed", detail };
    else if (!this.#saidOutside) {
      this.#saidOutside = true;
      this.#found.push({ line: line + 1, record: null, fault: { reason: "malformed", detail } });
    }
    if (++this.#errors > MOST_ERRORS) this.#giveUp("malformed", "too much of it is no XML");
  }

  #giveUp(reason: Fault["reason"], detail: string): void {
    const fault = { reason, detail: `${detail}; what follows was not read` };
    if (this.#record === null) this.#found.push({ line: this.#parser.line + 1, record: null, fault });
    else this.#finish({ ...this.#record, fault });
    this.#gaveUp = true;
  }
}

/** Counts what is to be added to a record. False when it has too much already. */
function grow(record: OpenRecord, size: number): boolean {
  record.size += size;
  if (record.size <= LARGEST) return true;
  record.fault ??= { reason: "too large", detail: "it has more than 1 MiB of text" };
  return false;
}

function emptyRecord(line: number): OpenRecord {
  return { line, leader: "", fields: [], size: 0, fault: null };
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function indicator(value: string): string {
  return value.slice(0, 1) || " ";
}

/** Some writers of XML take the blanks away that a leader begins with, or put it on a line of its own. */
function readLeader(text: string): string {
  return (text.length > LEADER_LENGTH ? text.trim() : text).padStart(LEADER_LENGTH);
}

/** Blanks count in a control field, but not those of a line of its own. */
function onOneLine(text: string): string {
  return text.includes("\n") ? text.trim() : text;
}
