// The body of an answer, read and decoded within limits.
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { brotliDecompress, crc32, createInflateRaw, gunzip, inflate, inflateRaw } from "node:zlib";
import { errorCodeOf, FetchFailure } from "./failure.ts";

export interface BodyLimits {
  /** The host named in messages. */
  host: string;
  /** Bytes, encoded as well as decoded. */
  bytesMax: number;
  /** Called before more than `smallBytes` are kept; resolves when there is room in memory. */
  grow: () => Promise<void>;
}

/** Bodies up to this size are read without asking for room: nearly all feeds. */
export const smallBytes: number = 1024 * 1024;

/** More content codings than this on one body are an attack, not a server. */
const codingsMax = 3;

const inflaters = {
  gzip: promisify(gunzip),
  br: promisify(brotliDecompress),
  zlib: promisify(inflate),
  raw: promisify(inflateRaw),
};
type Coding = keyof typeof inflaters;

/** Codings that exist and were not asked for; other unknown names are ignored, as browsers do. */
const unreadable: ReadonlySet<string> = new Set([
  "compress",
  "x-compress",
  "zstd",
  "dcb",
  "dcz",
  "exi",
  "pack200-gzip",
]);

/** The whole stream as it was sent. Past the limit the stream is destroyed and a FetchFailure thrown. */
export async function readBody(stream: Readable, limits: BodyLimits): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let isSmall = true;
  // Leaving the loop by a throw destroys the stream, and its socket with it.
  for await (const chunk of stream) {
    const part: unknown = chunk;
    if (!(part instanceof Uint8Array)) throw new TypeError("a body is read as bytes");
    bytes += part.byteLength;
    if (bytes > limits.bytesMax) throw tooLarge(limits);
    chunks.push(part);
    if (isSmall && bytes > smallBytes) {
      isSmall = false;
      await limits.grow();
    }
  }
  return Buffer.concat(chunks, bytes);
}

/**
 * The body with its content codings (RFC 9110, section 8.4) undone, and a gzip layer that was
 * not declared. Throws a FetchFailure: `bad-encoding`, or `too-large` as soon as the decoded
 * bytes pass the limit.
 */
export async function decodeBody(
  body: Buffer,
  contentEncoding: string | undefined,
  limits: BodyLimits,
): Promise<Buffer> {
  const codings = codingsOf(contentEncoding, limits.host);
  let decoded = body;
  for (const coding of codings.toReversed()) decoded = await undo(decoded, coding, limits);
  // No feed and no page begins with gzip's magic: such a body was compressed once more than said.
  for (let layers = codings.length; layers < codingsMax && isGzip(decoded); layers += 1) {
    decoded = await undo(decoded, "gzip", limits);
  }
  return decoded;
}

/** The failure of a body, sent or decoded, that passes the limit. */
export function tooLarge({ host, bytesMax }: BodyLimits): FetchFailure {
  const size = bytesMax >= 1024 * 1024 ? `${Math.floor(bytesMax / 1024 / 1024)} MB` : `${bytesMax} bytes`;
  return new FetchFailure("too-large", `${host} sent more than ${size}`);
}

function codingsOf(contentEncoding: string | undefined, host: string): ("gzip" | "br" | "deflate")[] {
  const names = (contentEncoding ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim());
  const codings = names.flatMap((name) => {
    if (unreadable.has(name))
      throw new FetchFailure("bad-encoding", `${host} answered in the encoding ${name}, which was not asked for`);
    if (name === "gzip" || name === "x-gzip") return ["gzip" as const];
    if (name === "br") return ["br" as const];
    return name === "deflate" ? ["deflate" as const] : [];
  });
  if (codings.length > codingsMax)
    throw new FetchFailure("bad-encoding", `${host} encoded its answer ${codings.length} times over`);
  return codings;
}

async function undo(body: Buffer, coding: "gzip" | "br" | "deflate", limits: BodyLimits): Promise<Buffer> {
  if (body.byteLength === 0) return body;
  const inflater = inflaters[coding === "deflate" ? deflateKind(body) : coding];
  try {
    const small = Math.min(smallBytes, limits.bytesMax);
    return await inflater(body, { maxOutputLength: small });
  } catch (error) {
    if (errorCodeOf(error) !== "ERR_BUFFER_TOO_LARGE") return await undoBegun(body, coding, limits);
  }
  await limits.grow();
  try {
    return await inflater(body, { maxOutputLength: limits.bytesMax });
  } catch (error) {
    if (errorCodeOf(error) === "ERR_BUFFER_TOO_LARGE") throw tooLarge(limits);
    return await undoBegun(body, coding, limits);
  }
}

/** The first member of a gzip body (RFC 1952) with something else behind it, which browsers pass over; throws when it is not whole. */
async function undoBegun(body: Buffer, coding: "gzip" | "br" | "deflate", limits: BodyLimits): Promise<Buffer> {
  if (coding !== "gzip" || !isGzip(body)) throw undecodable(coding, limits.host);
  const start = gzipHeadLength(body);
  const inflating = createInflateRaw();
  inflating.end(body.subarray(start));
  try {
    const decoded = await readBody(inflating, limits);
    const end = start + inflating.bytesWritten;
    if (end + 8 <= body.byteLength && body.readUInt32LE(end) === crc32(decoded)) return decoded;
  } catch (error) {
    if (error instanceof FetchFailure) throw error;
  }
  throw undecodable(coding, limits.host);
}

function gzipHeadLength(body: Buffer): number {
  const flags = body[3] ?? 0;
  let length = 10;
  if ((flags & 4) !== 0) length += 2 + (body[length] ?? 0) + 256 * (body[length + 1] ?? 0);
  // A file name, then a comment, each ended by a zero byte.
  for (const flag of [8, 16]) if ((flags & flag) !== 0) length = body.indexOf(0, length) + 1 || body.byteLength;
  return (flags & 2) !== 0 ? length + 2 : length;
}

function undecodable(coding: string, host: string): FetchFailure {
  return new FetchFailure("bad-encoding", `${host} sent a body that is not whole and valid ${coding}`);
}

/** "deflate" is zlib by the book (RFC 1950) and bare DEFLATE (RFC 1951) from many servers. */
function deflateKind(body: Buffer): Coding {
  const [first = 0, second = 0] = body;
  return first % 16 === 8 && (first * 256 + second) % 31 === 0 ? "zlib" : "raw";
}

function isGzip(body: Buffer): boolean {
  return body[0] === 0x1f && body[1] === 0x8b && body[2] === 8;
}
