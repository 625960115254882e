// What a Mastodon server says of itself and of us, without posting.
import * as v from "valibot";
import type { ChannelAddress } from "../../people/community.ts";
import type { ChannelWorld, ProbeFacts } from "../../share/channel.ts";
import { textSetting } from "../settings.ts";
import type { JsonClient } from "../json-client.ts";
import { mastodonClient, ownAccount } from "./client.ts";
import { instanceOf, unitsOf, visibilityOf } from "./settings.ts";

const instanceShape = v.object({
  configuration: v.nullish(
    v.object({
      statuses: v.nullish(v.object({ max_characters: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(1))) })),
    }),
  ),
  max_toot_chars: v.nullish(v.number()),
});

/** Throws PkmError ("credentials", "try-later", "failed"). */
export async function probeMastodon(address: ChannelAddress, world: ChannelWorld): Promise<ProbeFacts> {
  const client = mastodonClient(address, world);
  const own = await ownAccount(client);
  const told = await unitsTold(client);
  const given = textSetting(address.settings, "units") === null ? null : unitsOf(address.settings);
  const units = told ?? given;
  const host = new URL(instanceOf(address)).host;
  const usual = own.source?.privacy ?? null;
  return {
    whoAmI: `@${own.username}@${host}`,
    exposure: null,
    settings: told === null ? {} : { units: String(told) },
    facts: [
      units === null
        ? "it does not say how long a post may be: 500 characters are taken"
        : `${units} characters a post`,
      `every post is sent as ${visibilityOf(address)}${usual === null ? "" : `; the account's own default, ${usual}, is never used`}`,
    ],
    problems:
      told !== null && given !== null && given > told
        ? [`--units is ${given}, but the server takes posts of ${told} characters`]
        : [],
  };
}

async function unitsTold(client: JsonClient): Promise<number | null> {
  for (const path of ["/api/v2/instance", "/api/v1/instance"]) {
    const told = await client.find(path, instanceShape);
    const units = told?.configuration?.statuses?.max_characters ?? told?.max_toot_chars ?? null;
    if (units !== null) return units;
  }
  return null;
}
