// A document that the person named, or piped in: read piece by piece, as often as it takes, and never whole in memory
// unless its form asks for that.
import { closeSync, fstatSync, mkdirSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { PkmError, reasonOf } from "../base/errors.ts";
import { shellWord } from "../base/shell-word.ts";
import type { InputDocument } from "../cli/context.ts";
import { clearLeftovers, draftPathOf } from "../store/leftovers.ts";

const pieceBytes = 64 * 1024;
/** Most bytes of one line, and of a document whose form has to be read whole. */
const lineBytesMax = 96 * 1024 * 1024;
const wholeBytesMax = 64 * 1024 * 1024;

/** What opening a document needs: where pieces of a pipe come from, and where they may lie meanwhile. */
interface Means {
  pieces: AsyncIterable<Uint8Array>;
  stateDir: string;
}

/**
 * Opens the file at `path`, or what is piped in for "-", which is laid down in a file that only this process sees.
 * Throws PkmError("not-found") or ("failed").
 */
export async function openDocument(
  path: string,
  { pieces, stateDir }: Means,
): Promise<InputDocument & { close(): void }> {
  const descriptor = path === "-" ? await spooled(pieces, stateDir) : await openAgain(path, stateDir);
  const { size, isFolder } = factsOf(descriptor);
  const name = path === "-" ? "standard input" : path;
  return {
    name,
    bytes: size,
    isFolder,
    startsWith: (isIt) => !isFolder && isIt(beginningOf(descriptor)),
    lines: () => linesOf(descriptor, name),
    whole: () => wholeOf(piecesOf(descriptor, name), name),
    close: () => closeSync(descriptor),
  };
}

/** All bytes of the file at `path`, whatever it is. Throws PkmError("not-found"), or ("failed") for more than are read at once. */
export function readNamed(path: string): Uint8Array {
  const descriptor = openNamed(path);
  try {
    return wholeOf(piecesOf(descriptor, path, null), path);
  } finally {
    closeSync(descriptor);
  }
}

/** A file, or what a pipe by that name holds (as a shell makes of `<(…)`), to be read as often as it takes. */
async function openAgain(path: string, stateDir: string): Promise<number> {
  const descriptor = openNamed(path);
  const stats = fstatSync(descriptor);
  if (stats.isFile() || stats.isDirectory()) return descriptor;
  try {
    if (stats.isFIFO()) return await spooled(piecesOf(descriptor, path, null), stateDir);
  } finally {
    closeSync(descriptor);
  }
  throw new PkmError("failed", `${path} is no file, folder or pipe`, { hint: `ls -l ${shellWord(path)}` });
}

function factsOf(descriptor: number): { size: number; isFolder: boolean } {
  const stats = fstatSync(descriptor);
  return { size: stats.size, isFolder: stats.isDirectory() };
}

function openNamed(path: string): number {
  try {
    return openSync(path, "r");
  } catch (thrown) {
    const isMissing = thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT";
    const message = isMissing ? `there is no file ${path}` : `${path} cannot be read: ${reasonOf(thrown)}`;
    throw new PkmError(isMissing ? "not-found" : "failed", message, {
      hint: `ls -l ${shellWord(path)}`,
      cause: thrown,
    });
  }
}

/** A file without a name: whatever ends this process, nothing of it is left. */
async function spooled(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, stateDir: string): Promise<number> {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  clearLeftovers(join(stateDir, "piped"));
  const file = draftPathOf(join(stateDir, "piped"));
  const descriptor = openSync(file, "wx+", 0o600);
  rmSync(file);
  for await (const piece of pieces) {
    for (let done = 0; done < piece.length;) done += writeSync(descriptor, piece, done);
  }
  return descriptor;
}

function beginningOf(descriptor: number): string {
  const bytes = Buffer.alloc(256);
  return bytes.toString("latin1", 0, readSync(descriptor, bytes, 0, bytes.length, 0));
}

function* linesOf(descriptor: number, name: string): Generator<{ no: number; text: string }> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let no = 0;
  const line = (bytes: Uint8Array): { no: number; text: string } => {
    no += 1;
    try {
      return { no, text: decoder.decode(bytes) };
    } catch (thrown) {
      throw new PkmError("failed", `${name}, line ${no} is not UTF-8`, {
        hint: `file ${shellWord(name)}`,
        cause: thrown,
      });
    }
  };
  let rest: Buffer[] = [];
  let restBytes = 0;
  for (const piece of piecesOf(descriptor, name)) {
    let from = 0;
    for (let at = piece.indexOf(10); at !== -1; at = piece.indexOf(10, from)) {
      yield line(Buffer.concat([...rest, piece.subarray(from, at)]));
      [rest, restBytes, from] = [[], 0, at + 1];
    }
    const left = piece.subarray(from);
    rest.push(left);
    restBytes += left.length;
    if (restBytes > lineBytesMax)
      throw new PkmError("failed", `${name}, line ${no + 1} is longer than ${lineBytesMax} bytes`, {
        hint: `wc -L ${shellWord(name)}`,
      });
  }
  if (restBytes > 0) yield line(Buffer.concat(rest));
}

/** From `position` on; null for what can be read but once, from where it stands. */
function* piecesOf(descriptor: number, name: string, position: number | null = 0): Generator<Buffer> {
  for (let at = position; ;) {
    const piece = Buffer.alloc(pieceBytes);
    const bytes = readPiece(piece, { descriptor, name, position: at });
    if (bytes === 0) return;
    if (at !== null) at += bytes;
    yield piece.subarray(0, bytes);
  }
}

function readPiece(
  piece: Buffer,
  { descriptor, name, position }: { descriptor: number; name: string; position: number | null },
): number {
  try {
    return readSync(descriptor, piece, 0, pieceBytes, position);
  } catch (thrown) {
    throw new PkmError("failed", `${name} cannot be read: ${reasonOf(thrown)}`, {
      hint: `ls -l ${shellWord(name)}`,
      cause: thrown,
    });
  }
}

/** Counted as it is read: a device says that it has no bytes, and has no end. */
function wholeOf(all: Iterable<Buffer>, name: string): Uint8Array {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for (const piece of all) {
    bytes += piece.length;
    if (bytes > wholeBytesMax) {
      throw new PkmError("failed", `${name} is larger than the ${wholeBytesMax} bytes that are read at once`, {
        hint: `split -C 32m ${shellWord(name)}`,
      });
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
