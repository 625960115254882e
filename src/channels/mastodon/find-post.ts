// Looks among our own posts for one whose fate is not known: by its source text, for the page's HTML is not ours.
import * as v from "valibot";
import { PkmError } from "../../base/errors.ts";
import type { SoughtPart } from "../../share/channel.ts";
import type { JsonClient } from "../json-client.ts";
import { ownAccount, statusesShape, statusShape, type Status } from "./client.ts";
import { postOf } from "./post.ts";

/** The server's clock may be behind ours by this much. */
const clockSlackMs = 10 * 60_000;
const pageSize = 40;
const pagesMax = 10;

const sourceShape = v.object({ text: v.string(), spoiler_text: v.nullish(v.string()) });

/**
 * The post of the part; null when it is not there. Throws PkmError when the server can not tell. The list of an account
 * has what the world may read, on every server; where the post is for few, the home timeline is searched too.
 */
export async function findPost(
  part: SoughtPart,
  { client, hasPublicList }: { client: JsonClient; hasPublicList: boolean },
): Promise<Status | null> {
  const own = await ownAccount(client);
  const lists = [`/api/v1/accounts/${encodeURIComponent(own.id)}/statuses?exclude_reblogs=true&`];
  if (!hasPublicList) lists.push("/api/v1/timelines/home?");
  for (const list of lists) {
    const found = await findIn(part, { client, list, own: own.id });
    if (found !== null) return found;
  }
  return null;
}

interface Search {
  client: JsonClient;
  list: string;
  /** Our account's id. */
  own: string;
}

async function findIn(part: SoughtPart, { client, list, own }: Search): Promise<Status | null> {
  const earliest = Date.parse(part.since) - clockSlackMs;
  let before = "";
  for (let page = 0; page < pagesMax; page += 1) {
    const statuses = await client.read(`${list}limit=${pageSize}${before}`, statusesShape);
    for (const status of statuses) {
      const isOurs = status.account.id === own && Date.parse(status.created_at) >= earliest;
      if (isOurs && (await isSame(part, status, client))) return status;
    }
    const last = statuses.at(-1);
    // Posts of others may come late, and bear the time of a server whose clock is wrong: one alone is no end.
    if (last === undefined || statuses.every(({ created_at: at }) => Date.parse(at) < earliest)) return null;
    const next = `&max_id=${encodeURIComponent(last.id)}`;
    // A server that does not page gives the same again: all that it has, or a full page with who knows what behind it.
    if (next === before && statuses.length < pageSize) return null;
    if (next === before) break;
    before = next;
  }
  throw new PkmError("try-later", `${client.host} has more posts since ${part.since} than are looked through`, {
    hint: client.hint,
  });
}

async function isSame(part: SoughtPart, status: Status, client: JsonClient): Promise<boolean> {
  const parent = part.thread?.parent.uri ?? null;
  if ((status.in_reply_to_id ?? null) !== parent) return false;
  const path = `/api/v1/statuses/${encodeURIComponent(status.id)}`;
  const source = await client.find(`${path}/source`, sourceShape);
  if (source !== null) return sameText(source.text, postOf(part).status);
  if ((await client.find(path, statusShape)) === null) return false;
  throw new PkmError("try-later", `${client.host} does not tell the source of a post, so ours can not be known again`, {
    hint: client.hint,
  });
}

/** Servers trim texts and write line ends in their own way. */
function sameText(a: string, b: string): boolean {
  const flat = (text: string): string => text.replace(/\r\n?/g, "\n").trim().normalize("NFC");
  return flat(a) === flat(b);
}
