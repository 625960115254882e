// An IMAP mailbox (RFC 9051): read only, one connection for each question, nothing marked as seen.
import { ImapFlow, type ListResponse } from "imapflow";
import { PkmError, reasonOf } from "../../base/errors.ts";
import { plainLine } from "../../base/plain.ts";
import { messageBytesMax, type Box, type BoxSearch } from "./mailbox.ts";
import { headOf } from "./head.ts";
import type { ImapServer } from "./settings.ts";

/** How long to wait, in milliseconds. */
export interface ImapPatience {
  connectMs: number;
  /** For the next bytes of an answer. */
  idleMs: number;
  /** For all of one question. */
  wholeMs: number;
}

export const imapPatience: ImapPatience = { connectMs: 10_000, idleMs: 20_000, wholeMs: 120_000 };

/** The mailbox that `--imap` names. The password is asked for when it is needed: it throws PkmError("credentials"). */
export function imapBox(
  server: ImapServer,
  { password, patience }: { password: () => string; patience: ImapPatience },
): Box {
  const on = <Result>(act: (client: ImapFlow) => Promise<Result>): Promise<Result> =>
    connected(server, { password: password(), patience }, act);
  return {
    name: `imap ${server.host}`,
    read: (search) => on((client) => readFolder(client, server.folder, search)),
    has: (messageId) => on((client) => findAnywhere(client, messageId)),
    look: () =>
      on(async (client) => {
        const { exists } = await client.mailboxOpen(server.folder, { readOnly: true });
        return `${exists} messages in ${server.folder}`;
      }),
  };
}

/** New messages by UID; where the folder was made anew (another UIDVALIDITY), from `since` on. */
async function readFolder(
  client: ImapFlow,
  folder: string,
  { cursor, since, isWanted }: BoxSearch,
): Promise<{ messages: readonly Uint8Array[]; cursor: string | null }> {
  const { uidValidity } = await client.mailboxOpen(folder, { readOnly: true });
  const [validity = "", last = "0"] = (cursor ?? "").split(":");
  const from = validity === String(uidValidity) ? Number(last) : 0;
  const query = from > 0 ? { uid: `${from + 1}:*` } : { since };
  const found = (await client.search(query, { uid: true })) || [];
  const uids = found.filter((uid) => uid > from).toSorted((a, b) => a - b);
  const wanted: number[] = [];
  for (let at = 0; at < uids.length; at += batch) {
    const heads = new Map<number, string>();
    const range = uids.slice(at, at + batch);
    for await (const { uid, headers } of client.fetch(range, { uid: true, headers: true }, { uid: true })) {
      heads.set(uid, headOf(headers ?? new Uint8Array()));
    }
    for (const uid of range) if (isWanted(heads.get(uid) ?? "")) wanted.push(uid);
  }
  const messages: Uint8Array[] = [];
  for (const uid of wanted) {
    const message = await client.fetchOne(String(uid), { source: { maxLength: messageBytesMax } }, { uid: true });
    if (message !== false && message.source !== undefined) messages.push(message.source);
  }
  return { messages, cursor: `${uidValidity}:${uids.at(-1) ?? from}` };
}

/** How many heads are asked for at once. */
const batch = 500;

/** In every folder, those where a copy is likely first: a filter of the person's may have moved it. */
async function findAnywhere(client: ImapFlow, messageId: string): Promise<boolean> {
  const likely = ["\\Inbox", "\\Sent", "\\All"];
  const rank = ({ specialUse }: ListResponse): number => likely.indexOf(specialUse ?? "") + 1 || likely.length + 1;
  const folders = (await client.list())
    .filter(({ flags }) => !flags.has("\\Noselect") && !flags.has("\\NonExistent"))
    .toSorted((a, b) => rank(a) - rank(b));
  for (const { path } of folders) {
    await client.mailboxOpen(path, { readOnly: true });
    const found = await client.search({ header: { "message-id": messageId } }, { uid: true });
    if (found !== false && found !== undefined && found.length > 0) return true;
  }
  return false;
}

interface Entry {
  password: string;
  patience: ImapPatience;
}

async function connected<Result>(
  server: ImapServer,
  { password, patience }: Entry,
  act: (client: ImapFlow) => Promise<Result>,
): Promise<Result> {
  const client = new ImapFlow({
    host: server.host,
    port: server.port,
    secure: server.isTls,
    // A password never goes over the wire in the clear, whatever the server offers.
    ...(server.isTls ? {} : { doSTARTTLS: true }),
    auth: { user: server.user, pass: password },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: patience.connectMs,
    greetingTimeout: patience.connectMs,
    socketTimeout: patience.idleMs,
    maxLineLength: 4 * messageBytesMax,
    maxLiteralSize: 4 * messageBytesMax,
    maxResponseSize: 16 * messageBytesMax,
    tls: { rejectUnauthorized: true, minVersion: "TLSv1.2" },
  });
  // What goes wrong is thrown by the command that waits; an error without a listener would end the process.
  client.on("error", () => undefined);
  const timer = setTimeout(() => client.close(), patience.wholeMs);
  try {
    await client.connect();
    return await act(client);
  } catch (thrown) {
    throw imapError(thrown, server);
  } finally {
    clearTimeout(timer);
    client.close();
  }
}

function imapError(thrown: unknown, { host }: ImapServer): PkmError {
  if (thrown instanceof PkmError) return thrown;
  const said = plainLine(fieldOf(thrown, "responseText") ?? reasonOf(thrown));
  if (fieldOf(thrown, "authenticationFailed") !== null) {
    return new PkmError("credentials", `${host} refused the log-in: ${said}`, {
      hint: "pkm community channel --help",
      cause: thrown,
    });
  }
  return new PkmError("try-later", `${host}: ${said}`, { hint: "pkm channel check <channel>", cause: thrown });
}

function fieldOf(thrown: unknown, name: string): string | null {
  if (typeof thrown !== "object" || thrown === null) return null;
  const value: unknown = Reflect.get(thrown, name);
  return typeof value === "string" ? value : value === true ? "true" : null;
}
