// Mailboxes that are files: a Maildir folder, or one mbox file, as local mail programs keep them.
import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { PkmError, reasonOf } from "../../base/errors.ts";
import { messageBytesMax, type Box, type BoxSearch } from "./mailbox.ts";
import { headBytesMax, headOf, idOf } from "./head.ts";

/** A Maildir (cr.yp.to/proto/maildir.html): one file a message in new/ and cur/. */
export function maildirBox(path: string): Box {
  const name = `maildir:${path}`;
  return {
    name,
    read: (search) => saying(name, async () => ({ messages: await readMaildir(path, search), cursor: null })),
    has: (id, since) =>
      saying(name, async () => {
        // A filter of the person's may have moved it: Maildir++ keeps folders as hidden folders inside.
        for (const folder of [path, ...(await foldersIn(path))]) {
          for (const { file, at } of await filesOf(folder)) {
            if (since !== null && at < since.getTime()) continue;
            if (idOf(headOf(await beginning(file, headBytesMax))) === id) return true;
          }
        }
        return false;
      }),
    look: () => saying(name, async () => `${(await filesOf(path)).length} messages`),
  };
}

/** An mbox file (RFC 4155): messages one after another, each below a line that begins with "From ". */
export function mboxBox(path: string): Box {
  const name = `mbox:${path}`;
  return {
    name,
    read: (search) =>
      saying(name, async () => {
        const messages: Uint8Array[] = [];
        for await (const message of mboxMessages(path)) if (search.isWanted(headOf(message))) messages.push(message);
        return { messages, cursor: null };
      }),
    has: (id) =>
      saying(name, async () => {
        for await (const message of mboxMessages(path)) if (idOf(headOf(message)) === id) return true;
        return false;
      }),
    look: () =>
      saying(name, async () => {
        let count = 0;
        for await (const _message of mboxMessages(path)) count += 1;
        return `${count} messages`;
      }),
  };
}

async function foldersIn(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && entry.name.startsWith("."));
  const paths = folders.map(({ name }) => join(path, name));
  const isMaildir = await Promise.all(
    paths.map(async (folder) => (await stat(join(folder, "cur")).catch(() => null)) !== null),
  );
  return paths.filter((_, at) => isMaildir[at] === true);
}

interface MaildirFile {
  file: string;
  at: number;
}

/** Oldest first. A file that is moved or taken away meanwhile is passed over. */
async function filesOf(path: string): Promise<readonly MaildirFile[]> {
  const files: MaildirFile[] = [];
  for (const folder of ["cur", "new"]) {
    for (const name of await readdir(join(path, folder))) {
      if (name.startsWith(".")) continue;
      const file = join(path, folder, name);
      const found = await stat(file).catch(() => null);
      if (found?.isFile() === true) files.push({ file, at: found.mtimeMs });
    }
  }
  return files.toSorted((a, b) => a.at - b.at);
}

async function readMaildir(path: string, { since, isWanted }: BoxSearch): Promise<readonly Uint8Array[]> {
  const messages: Uint8Array[] = [];
  for (const { file, at } of await filesOf(path)) {
    if (at < since.getTime()) continue;
    const head = headOf(await beginning(file, headBytesMax));
    if (head !== "" && isWanted(head)) messages.push(await beginning(file, messageBytesMax));
  }
  return messages;
}

/** The first bytes of a file; nothing of one that is gone by now. */
async function beginning(file: string, bytesMax: number): Promise<Uint8Array> {
  const handle = await open(file, "r").catch(() => null);
  if (handle === null) return new Uint8Array();
  try {
    // No more than there is: what is read of thousands of short letters is held at once.
    const length = Math.min(bytesMax, (await handle.stat()).size);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

const separator = Buffer.from("\nFrom ");

/** Each message of the file without its From line, as it streams by: of a long one only its beginning is held. */
async function* mboxMessages(path: string): AsyncGenerator<Uint8Array> {
  const handle = await open(path, "r");
  try {
    let held: Buffer = Buffer.from("\n");
    for await (const chunk of handle.createReadStream({ highWaterMark: 262_144, autoClose: false })) {
      held = Buffer.concat([held, Buffer.from(chunk)]);
      for (let at = held.indexOf(separator, 1); at > 0; at = held.indexOf(separator, 1)) {
        yield* messageIn(held.subarray(0, at + 1));
        held = held.subarray(at);
      }
      if (held.length > messageBytesMax * 2) {
        held = Buffer.concat([held.subarray(0, messageBytesMax), held.subarray(held.length - separator.length)]);
      }
    }
    yield* messageIn(held);
  } finally {
    await handle.close();
  }
}

function* messageIn(block: Buffer): Generator<Uint8Array> {
  const start = block.indexOf("\n", 1) + 1;
  if (!block.subarray(0, separator.length).equals(separator) || start === 0) return;
  const text = block.subarray(start, start + messageBytesMax).toString("latin1");
  // mboxrd: a line of the message that began with "From " was given a ">".
  yield Buffer.from(text.replace(/^>(>*From )/gm, "$1"), "latin1");
}

async function saying<Result>(name: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (thrown) {
    throw new PkmError("try-later", `${name} can not be read: ${reasonOf(thrown)}`, {
      hint: `ls -l ${name.replace(/^\w+:/, "")}`,
      cause: thrown,
    });
  }
}
