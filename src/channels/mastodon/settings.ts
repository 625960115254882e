// The settings of a Mastodon channel: where it leads, who can read what goes there, and how long a post may be.
import { PkmError } from "../../base/errors.ts";
import { plainLine } from "../../base/plain.ts";
import type { ChannelAddress, ChannelSettings, Exposure } from "../../people/community.ts";
import type { SettingSpec } from "../../share/channel.ts";
import { checkLanguage } from "../../share/language.ts";
import { checkKnown, listSetting, requiredText, textSetting } from "../settings.ts";
import { serverOf } from "../web-address.ts";

export const mastodonSettings: readonly SettingSpec[] = [
  { name: "instance", kind: "text", isRequired: true },
  { name: "secret", kind: "text", isRequired: true },
  { name: "visibility", kind: "text", isRequired: false },
  { name: "to", kind: "list", isRequired: false },
  { name: "language", kind: "text", isRequired: false },
  { name: "units", kind: "text", isRequired: false },
];

export const visibilities = ["public", "unlisted", "private", "direct"] as const;
export type Visibility = (typeof visibilities)[number];

/** Who can read a post of the visibility: whoever follows may read what is private. */
export const exposureOf: Readonly<Record<Visibility, Exposure>> = {
  public: "world",
  unlisted: "world",
  private: "members",
  direct: "closed",
};

const visibilityFor: Readonly<Record<Exposure, Visibility>> = { world: "public", members: "private", closed: "direct" };

/** What Mastodon allows where a server says nothing else. */
const unitsDefault = 500;

/** Throws PkmError("usage") naming the flag. */
export function checkMastodon(settings: ChannelSettings, exposure?: Exposure): void {
  checkKnown(settings, mastodonSettings);
  serverOf(settings, "instance");
  checkLanguage(textSetting(settings, "language"));
  const visibility = settingVisibility(settings);
  const to = listSetting(settings, "to");
  for (const account of to) {
    if (!isAccount(account)) throw new PkmError("usage", `--to takes an account, @name@host: ${plainLine(account)}`);
  }
  if (unitsOf(settings) < 1) throw new PkmError("usage", "--units takes a number of characters");
  if (exposure === undefined) return;
  const meant = visibility ?? visibilityFor[exposure];
  if (exposureOf[meant] !== exposure) {
    throw new PkmError("usage", `--visibility ${meant} is read by ${exposureOf[meant]}, not ${exposure}`, {
      hint: [`--exposure ${exposureOf[meant]}`, `--visibility ${visibilityFor[exposure]}`],
    });
  }
  if (meant === "direct" && to.length === 0) {
    throw new PkmError("usage", "--to is missing: a direct post goes to the accounts it names", {
      hint: "--to @name@host",
    });
  }
  if (meant !== "direct" && to.length > 0) {
    throw new PkmError("usage", `--to is for direct posts; a ${meant} one is read by ${exposure}`, {
      hint: "--exposure closed --visibility direct",
    });
  }
}

/** The visibility every post of the channel is sent with. */
export function visibilityOf({ settings, exposure }: ChannelAddress): Visibility {
  return settingVisibility(settings) ?? visibilityFor[exposure];
}

/** Characters a post may have. */
export function unitsOf(settings: ChannelSettings): number {
  const text = textSetting(settings, "units");
  if (text === null) return unitsDefault;
  return /^[1-9]\d{0,6}$/.test(text) ? Number(text) : 0;
}

/** The server, without a slash at its end. */
export function instanceOf({ settings }: Pick<ChannelAddress, "settings">): string {
  return serverOf(settings, "instance");
}

/** Where a post goes, for people: "social.example, direct to @ines@social.example". */
export function placeOf(address: ChannelAddress): string {
  const to = listSetting(address.settings, "to");
  const host = new URL(instanceOf(address)).host;
  return `${host}, ${visibilityOf(address)}${to.length === 0 ? "" : ` to ${to.join(", ")}`}`;
}

/** The accounts a direct post is addressed to, "@name@host". */
export function accountsOf({ settings }: Pick<ChannelAddress, "settings">): readonly string[] {
  return listSetting(settings, "to");
}

/** The reference to the access token. */
export function secretOf({ settings }: Pick<ChannelAddress, "settings">): string {
  return requiredText(settings, "secret");
}

function settingVisibility(settings: ChannelSettings): Visibility | null {
  const text = textSetting(settings, "visibility");
  if (text === null) return null;
  const found = visibilities.find((visibility) => visibility === text);
  if (found !== undefined) return found;
  throw new PkmError("usage", `--visibility takes ${visibilities.join(", ")}, not ${plainLine(text)}`);
}

function isAccount(text: string): boolean {
  return /^@[\w.-]+(?:@[\w.-]+(?::\d+)?)?$/.test(text);
}
