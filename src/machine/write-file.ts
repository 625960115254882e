// Writes a file that the person named, and never over another one unless told to.
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { PkmError, reasonOf } from "../base/errors.ts";
import { shellWord } from "../base/shell-word.ts";
import { takeName } from "../base/take-name.ts";
import { clearLeftovers, draftPathOf } from "../store/leftovers.ts";

interface May {
  mayReplace: boolean;
  /** The command line that would replace it. */
  again: string;
}

/**
 * Writes `content` to `path`. A file that is there stays, with PkmError("usage") and the mend `again`, unless
 * `mayReplace`; then it is replaced as a whole, and what a link points to is left alone.
 */
export function writeNamedFile(path: string, content: string | Uint8Array, may: May): void {
  writePieces(path, [content], { ...may, mode: 0o666 });
}

const gatheredLength = 64 * 1024;

/** The same text in fewer pieces: each costs a call of the system. */
export function* gathered(parts: Iterable<string>): Generator<string> {
  let piece = "";
  for (const part of parts) {
    piece += part;
    if (piece.length < gatheredLength) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}

/** As writeNamedFile, piece by piece, for what only its owner should read; what stands under the name is always whole. */
export function writeNamedParts(path: string, parts: Iterable<string>, may: May): void {
  writePieces(path, gathered(parts), { ...may, mode: 0o600 });
}

/**
 * Writes a new folder: it has its name only once it is whole. One that is there stays, unless `mayReplace`; then it is
 * moved aside under a name with ".before" in it. Throws as writeNamedFile does.
 */
export function writeNamedFolder(
  path: string,
  files: Iterable<{ path: string; content: string | Uint8Array }>,
  { mayReplace, again }: May,
): void {
  const temporary = draftPathOf(path);
  if (existsSync(path) && !mayReplace)
    throw new PkmError("usage", `there is a folder ${path} already`, { hint: again });
  try {
    clearLeftovers(path);
    mkdirSync(temporary, { mode: 0o700 });
    for (const { path: inside, content } of files) {
      mkdirSync(dirname(join(temporary, inside)), { recursive: true });
      writeWhole(join(temporary, inside), [content], 0o600);
    }
    if (existsSync(path)) renameSync(path, freeName(`${path}.before`));
    renameSync(temporary, path);
  } catch (thrown) {
    throw new PkmError("failed", `${path} can not be written: ${reasonOf(thrown)}`, {
      hint: `ls -ld ${shellWord(path)}`,
      cause: thrown,
    });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function freeName(path: string): string {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? path : `${path}-${n}`;
    if (!existsSync(name)) return name;
  }
}

function writePieces(
  path: string,
  parts: Iterable<string | Uint8Array>,
  { mayReplace, again, mode }: May & { mode: number },
): void {
  const temporary = draftPathOf(path);
  try {
    clearLeftovers(path);
    writeWhole(temporary, parts, mode);
    if (mayReplace) renameSync(temporary, path);
    else if (!takeName(temporary, path))
      throw new PkmError("usage", `there is a file ${path} already`, { hint: again });
  } catch (thrown) {
    if (thrown instanceof PkmError) throw thrown;
    const folder = dirname(path);
    const isThere = existsSync(folder);
    const why = isThere ? reasonOf(thrown) : `there is no folder ${folder}`;
    const hint = isThere ? `ls -l ${shellWord(path)}` : `mkdir -p ${shellWord(folder)}`;
    throw new PkmError("failed", `${path} can not be written: ${why}`, { hint, cause: thrown });
  } finally {
    rmSync(temporary, { force: true });
  }
}

function writeWhole(file: string, parts: Iterable<string | Uint8Array>, mode: number): void {
  const descriptor = openSync(file, "wx", mode);
  try {
    for (const part of parts) {
      const bytes = typeof part === "string" ? Buffer.from(part) : part;
      for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
    }
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
