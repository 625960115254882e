// Looks for a letter of ours in a mailbox on this machine: a Maildir with its folders, or a file in mbox form.
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { DigestMail } from "../../share/mail-digest.ts";

/** Where headers end at the latest. */
const headBytesMax = 64 * 1024;
/** Clocks of a server and this machine may differ by so much. */
const clockSlackMs = 10 * 60_000;

/** Whether a letter with that Message-ID lies in it; null where the box is not there or can not be read. */
export async function isInBox(box: string, { messageId, handedOver }: DigestMail): Promise<boolean | null> {
  try {
    const found = await stat(box);
    if (found.isFile()) return await holds(box, messageId, Number.POSITIVE_INFINITY);
    const sinceMs = Date.parse(handedOver ?? "") - clockSlackMs;
    return await isInMaildir(box, { messageId, sinceMs });
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown) return null;
    throw thrown;
  }
}

/** Maildir++: folders are hidden folders inside; mail is in `new` until a program has seen it, then in `cur`. */
async function isInMaildir(box: string, sought: { messageId: string; sinceMs: number }): Promise<boolean> {
  const names = await readdir(box, { withFileTypes: true });
  const folders = names.filter((entry) => entry.isDirectory() && entry.name.startsWith(".")).map(({ name }) => name);
  for (const folder of ["", ...folders]) {
    for (const part of ["new", "cur"]) {
      if (await isInFolder(join(box, folder, part), sought)) return true;
    }
  }
  return false;
}

async function isInFolder(
  folder: string,
  { messageId, sinceMs }: { messageId: string; sinceMs: number },
): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const file = join(folder, name);
    // A mail program may move a letter while it is looked for.
    const modifiedMs = await stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    if (modifiedMs >= sinceMs && (await holds(file, messageId, headBytesMax))) return true;
  }
  return false;
}

/** Whether the file has a header line with that id; the header's name is in any case (RFC 5322, 2.2). */
async function holds(file: string, messageId: string, bytesMax: number): Promise<boolean> {
  const line = new RegExp(`^message-id:\\s*${messageId.replace(/[^\w@<>-]/g, "\\$&")}\\s*$`, "im");
  let rest = "";
  const stream = createReadStream(file, { encoding: "latin1", end: bytesMax });
  for await (const piece of stream) {
    const text = rest + String(piece);
    if (line.test(text)) return true;
    // A header line may be cut by the end of a piece.
    rest = text.slice(-1000);
  }
  return false;
}
