// Answers and copies in the mailboxes of one address: finds what answers a part, and whether a part arrived at all.
import type { ChannelAddress } from "../../people/community.ts";
import type { ChannelWorld, FoundReply, Listening, Pull } from "../../share/channel.ts";
import type { Box } from "./mailbox.ts";
import { answeredIds, headOf, idOf } from "./head.ts";
import { fileBoxes, imapServer, sender } from "./settings.ts";

/** Copies of mail may be sorted in a day before what they answer was sent, by clocks that differ. */
const clocksMs = 86_400_000;

/** Whether there is a mailbox to look into. */
export function hasBox({ settings }: Pick<ChannelAddress, "settings">): boolean {
  return imapServer(settings) !== null || fileBoxes(settings).length > 0;
}

/** The mailboxes of the address. The libraries they need are loaded here, for few runs look into one. */
export async function openBoxes({ settings }: ChannelAddress, world: ChannelWorld): Promise<readonly Box[]> {
  const server = imapServer(settings);
  const files = fileBoxes(settings);
  const boxes: Box[] = [];
  if (server !== null) {
    const { imapBox, imapPatience } = await import("./imap.ts");
    boxes.push(imapBox(server, { password: () => world.secret(server.secret), patience: imapPatience }));
  }
  if (files.length > 0) {
    const { maildirBox, mboxBox } = await import("./file-boxes.ts");
    boxes.push(...files.map(({ form, path }) => (form === "maildir" ? maildirBox(path) : mboxBox(path))));
  }
  return boxes;
}

/** Whether a copy of the message lies in one of the mailboxes. Throws where one of them can not tell and none has it. */
export async function hasCopy(boxes: readonly Box[], messageId: string): Promise<boolean> {
  const unread: Error[] = [];
  for (const box of boxes) {
    try {
      if (await box.has(messageId, null)) return true;
    } catch (thrown) {
      unread.push(thrown instanceof Error ? thrown : new Error(String(thrown)));
    }
  }
  if (unread[0] !== undefined) throw unread[0];
  return false;
}

/** Everything new that answers one of the parts, through however many other answers; each Message-ID once. */
export async function findAnswers(
  boxes: readonly Box[],
  { sent, cursor }: Listening,
  { settings }: ChannelAddress,
): Promise<Pull> {
  const { answerFrom, isReportHead, remoteIdOf } = await import("./answer.ts");
  const threads = new Map(sent.flatMap(({ wireId, heard }) => [wireId, ...heard].map((id) => [id, wireId] as const)));
  const seen = new Set(threads.keys());
  const isWanted = (head: string): boolean => {
    const id = idOf(head);
    if (id !== null && seen.has(id)) return false;
    const thread = answeredIds(head).find((answered) => threads.has(answered));
    if (thread === undefined) return isReportHead(head);
    if (id !== null) threads.set(id, threads.get(thread) ?? thread);
    return true;
  };
  const since = new Date(Math.min(...sent.map(({ at }) => Date.parse(at))) - clocksMs);
  const before = cursorsIn(cursor);
  const after: Record<string, string> = {};
  const replies: FoundReply[] = [];
  for (const box of boxes) {
    const read = await box.read({ cursor: before[box.name] ?? null, since, isWanted });
    if (read.cursor !== null) after[box.name] = read.cursor;
    for (const bytes of read.messages) {
      const head = headOf(bytes);
      const id = remoteIdOf(bytes, head);
      const wireId = threadOf(bytes, head, threads);
      if (wireId === null || seen.has(id)) continue;
      seen.add(id);
      replies.push(await answerFrom(bytes, { wireId, own: sender(settings).address }));
    }
  }
  const inOrder = replies.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return { replies: inOrder, cursor: JSON.stringify(after) };
}

/** The part it belongs to: by its head, else, for a report, by the message that it carries back. */
function threadOf(bytes: Uint8Array, head: string, threads: ReadonlyMap<string, string>): string | null {
  const named = answeredIds(head).find((id) => threads.has(id));
  if (named !== undefined) return threads.get(named) ?? null;
  const text = Buffer.from(bytes).toString("latin1");
  return [...new Set(threads.values())].find((wireId) => text.includes(wireId)) ?? null;
}

/** Box name and cursor of each; a cursor that is none starts anew. */
function cursorsIn(cursor: string | null): Readonly<Record<string, string>> {
  try {
    const read: unknown = JSON.parse(cursor ?? "{}");
    if (typeof read !== "object" || read === null) return {};
    return Object.fromEntries(
      Object.entries(read).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
    );
  } catch {
    // Nothing is lost by looking again: what is known is told by its Message-ID.
    return {};
  }
}
