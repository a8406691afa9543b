import { Buffer } from "node:buffer";
import {
  FCGI_BEGIN_REQUEST,
  FCGI_END_REQUEST,
  FCGI_KEEP_CONN,
  FCGI_NULL_REQUEST_ID,
  FCGI_UNKNOWN_TYPE,
} from "./constants.ts";
import { FastCgiError } from "./errors.ts";
import { type Content, formatRecord, formatRecords } from "./records.ts";

/** What FCGI_BEGIN_REQUEST, FCGI_END_REQUEST and FCGI_UNKNOWN_TYPE hold, in bytes. */
const BODY = 8;

/** How a request begins (FastCGI 1.0 §5.1). */
export interface Beginning {
  /** FCGI_RESPONDER, FCGI_AUTHORIZER or FCGI_FILTER, or a number that nobody knows. */
  readonly role: number;
  /** True when the web server wants the connection kept behind this request. */
  readonly keepConnection: boolean;
}

/** How a request ended (§5.5). */
export interface Ending {
  /** What the program says of itself; 0 when all is well. */
  readonly appStatus: number;
  /** FCGI_REQUEST_COMPLETE, FCGI_OVERLOADED or their like. */
  readonly protocolStatus: number;
}

/** Reads the content of FCGI_BEGIN_REQUEST. Throws a FastCgiError when it is too short. */
export function parseBegin(content: Uint8Array): Beginning {
  const body = bodyOf(content, "FCGI_BEGIN_REQUEST");
  return { role: body.readUInt16BE(0), keepConnection: (body.readUInt8(2) & FCGI_KEEP_CONN) !== 0 };
}

/** What begins a request. */
export function beginContent({ role, keepConnection }: Beginning): Content {
  const body = Buffer.alloc(BODY);
  body.writeUInt16BE(role, 0);
  body.writeUInt8(keepConnection ? FCGI_KEEP_CONN : 0, 2);
  return [FCGI_BEGIN_REQUEST, body];
}

/** The record that begins a request. */
export function formatBegin(requestId: number, beginning: Beginning): Buffer {
  return formatRecords(requestId, [beginContent(beginning)]);
}

/** Reads the content of FCGI_END_REQUEST. Throws a FastCgiError when it is too short. */
export function parseEnd(content: Uint8Array): Ending {
  const body = bodyOf(content, "FCGI_END_REQUEST");
  return { appStatus: body.readUInt32BE(0), protocolStatus: body.readUInt8(4) };
}

/** What ends a request. */
export function endContent({ appStatus, protocolStatus }: Ending): Content {
  const body = Buffer.alloc(BODY);
  body.writeUInt32BE(appStatus, 0);
  body.writeUInt8(protocolStatus, 4);
  return [FCGI_END_REQUEST, body];
}

/** The record that ends a request. */
export function formatEnd(requestId: number, ending: Ending): Buffer {
  return formatRecords(requestId, [endContent(ending)]);
}

/** The record that answers a management record of a type that is not known (§4.2). */
export function formatUnknownType(type: number): Buffer {
  const body = Buffer.alloc(BODY);
  body.writeUInt8(type, 0);
  return formatRecord(FCGI_UNKNOWN_TYPE, FCGI_NULL_REQUEST_ID, body);
}

function bodyOf(content: Uint8Array, name: string): Buffer {
  if (content.length < BODY) {
    throw new FastCgiError(`${name} has ${content.length} bytes of content and not ${BODY}`);
  }
  return Buffer.from(content.buffer, content.byteOffset, content.length);
}
