// Writes to standard output so that nothing is lost and no failure goes unseen.
import { fstatSync, writeSync } from "node:fs";
import { PkmError, reasonOf } from "../base/errors.ts";

/** Whether all was taken, or the reader had gone: that is its right (`| head -1`), so it is silent and no failure. */
export type WriteOutcome = "written" | "closed";

/**
 * Writes all of `text` and waits until the far side has taken it. Throws PkmError("failed") when it
 * cannot be written: disk full, I/O error.
 */
export async function writeOut(
  stream: NodeJS.WriteStream & { fd: number },
  text: string | Uint8Array,
): Promise<WriteOutcome> {
  if (text.length === 0) return "written";
  try {
    if (isFileLike(stream)) writeWhole(stream.fd, typeof text === "string" ? Buffer.from(text) : text);
    else await writeStream(stream, text);
    return "written";
  } catch (error) {
    if (isCode(error, "EPIPE") || isCode(error, "ERR_STREAM_DESTROYED")) return "closed";
    throw new PkmError("failed", `cannot write to standard output: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

function isFileLike(stream: NodeJS.WriteStream & { fd: number }): boolean {
  if (stream.isTTY) return false;
  const stat = fstatSync(stream.fd);
  return stat.isFile() || stat.isCharacterDevice() || stat.isBlockDevice();
}

/** Node's own stream for a file takes a short write, as a disk makes that is nearly full, for a whole one. */
function writeWhole(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}

/** The callback of a write tells of its error; without a listener the event of the same error would end the program. */
function heard(): void {}

function writeStream(stream: NodeJS.WriteStream, text: string | Uint8Array): Promise<void> {
  // One for all writes: work that never waits writes many lines of progress before the first callback is called.
  if (!stream.listeners("error").includes(heard)) stream.on("error", heard);
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (error === null || error === undefined) resolve();
      else reject(error);
    });
  });
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
