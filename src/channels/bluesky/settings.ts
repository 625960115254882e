// The settings of a Bluesky channel: the account, and the server it lives on.
import { PkmError } from "../../base/errors.ts";
import { plainLine } from "../../base/plain.ts";
import type { ChannelAddress, ChannelSettings } from "../../people/community.ts";
import type { SettingSpec } from "../../share/channel.ts";
import { checkLanguage } from "../../share/language.ts";
import { checkKnown, requiredText, textSetting } from "../settings.ts";
import { serverOf } from "../web-address.ts";

export const blueskySettings: readonly SettingSpec[] = [
  { name: "service", kind: "text", isRequired: true },
  { name: "handle", kind: "text", isRequired: true },
  { name: "secret", kind: "text", isRequired: true },
  { name: "language", kind: "text", isRequired: false },
];

/** Throws PkmError("usage") naming the flag. */
export function checkBluesky(settings: ChannelSettings): void {
  checkKnown(settings, blueskySettings);
  serverOf(settings, "service");
  checkLanguage(textSetting(settings, "language"));
  const handle = requiredText(settings, "handle");
  if (/^@?[a-z\d-]+(?:\.[a-z\d-]+)+$/i.test(handle)) return;
  throw new PkmError("usage", `--handle takes a name with its domain, not ${plainLine(handle)}`, {
    hint: "--handle name.bsky.social",
  });
}

/** The server, without a slash at its end. */
export function serviceOf({ settings }: Pick<ChannelAddress, "settings">): string {
  return serverOf(settings, "service");
}

/** The account's name, without an "@". */
export function handleOf({ settings }: Pick<ChannelAddress, "settings">): string {
  return requiredText(settings, "handle").replace(/^@/, "").toLowerCase();
}

/** The reference to the app password. */
export function secretOf({ settings }: Pick<ChannelAddress, "settings">): string {
  return requiredText(settings, "secret");
}
