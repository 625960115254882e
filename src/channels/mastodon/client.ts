// The Mastodon API as pkm reads it: statuses and accounts, and the client of one channel.
import * as v from "valibot";
import { PkmError } from "../../base/errors.ts";
import type { ChannelAddress } from "../../people/community.ts";
import type { ChannelWorld } from "../../share/channel.ts";
import { readAnswer } from "../answer.ts";
import { jsonClient, type JsonClient } from "../json-client.ts";
import { instanceOf, secretOf } from "./settings.ts";

/** The instance as one channel talks to it. */
export function mastodonClient(address: ChannelAddress, world: ChannelWorld): JsonClient {
  const hint = `pkm channel check ${address.id}`;
  return jsonClient({ base: instanceOf(address), hint, secret: secretOf(address) }, world);
}

export interface Account {
  id: string;
  username: string;
  /** "ines" on the server itself, else "ines@social.example". */
  acct: string;
  display_name: string | null;
  bot: boolean | null;
}

/** Our own account. */
export interface OwnAccount extends Account {
  source: { privacy: string | null } | null;
}

/** A status as far as pkm reads it. */
export interface Status {
  id: string;
  uri: string | null;
  url: string | null;
  visibility: string;
  created_at: string;
  in_reply_to_id: string | null;
  content: string;
  account: Account;
  mentions: { acct: string }[];
}

const text = v.nullish(v.string(), null);
const accountEntries = {
  id: v.string(),
  username: v.string(),
  acct: v.string(),
  display_name: text,
  bot: v.nullish(v.boolean(), null),
};
const accountShape = v.object(accountEntries);
const ownShape = v.object({ ...accountEntries, source: v.nullish(v.object({ privacy: text }), null) });

export const statusShape: v.GenericSchema<unknown, Status> = v.object({
  id: v.string(),
  uri: text,
  url: text,
  visibility: v.string(),
  created_at: v.string(),
  in_reply_to_id: text,
  content: v.string(),
  account: accountShape,
  mentions: v.pipe(
    v.nullish(v.array(v.object({ acct: v.string() })), null),
    v.transform((mentions) => mentions ?? []),
  ),
});

export const statusesShape: v.GenericSchema<unknown, Status[]> = v.array(statusShape);
export const accountsShape: v.GenericSchema<unknown, Account[]> = v.array(accountShape);

/** Throws PkmError("credentials") where the token is refused: snac says 422 for one it does not know. */
export async function ownAccount(client: JsonClient): Promise<OwnAccount> {
  const answer = await client.call({ path: "/api/v1/accounts/verify_credentials" });
  const own = readAnswer(answer, ownShape);
  if (own !== null) return own;
  const { host, hint } = client;
  if (answer.kind === "answer" && answer.status === 422)
    throw new PkmError("credentials", `${host} does not know the access token`, { hint });
  throw client.error(answer);
}
