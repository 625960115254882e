// The flags that set a channel up, the same for communities and networks; the channel's kind says which it takes.
import { resolve } from "node:path";
import type { ChannelSettings } from "../../people/community.ts";
import type { Channel } from "../../share/channel.ts";
import type { OptionSpec, Words } from "../command.ts";

type Kind = "text" | "list" | "flag";

/** Every setting that some kind of channel has. */
const known: readonly { name: string; kind: Kind; value: string; about: string }[] = [
  { name: "to", kind: "list", value: "address", about: "mail: address of the list or person" },
  { name: "from", kind: "text", value: "address", about: "mail: your address" },
  { name: "smtp", kind: "text", value: "url", about: "mail: smtp[s]://[user@]host[:port]" },
  { name: "imap", kind: "text", value: "url", about: "mail: where replies arrive" },
  { name: "secret", kind: "text", value: "ref", about: "reference to the password: env:NAME or file:PATH" },
  { name: "dir", kind: "text", value: "folder", about: "site, file: the folder to write into" },
  { name: "base-url", kind: "text", value: "url", about: "site: address the folder is served at" },
  { name: "title", kind: "text", value: "title", about: "site: its title" },
  { name: "author", kind: "text", value: "name", about: "site: the author in its feeds" },
  { name: "git", kind: "flag", value: "", about: "site: commit what is published" },
  { name: "run", kind: "text", value: "program", about: "command: the program to run" },
  { name: "arg", kind: "list", value: "argument", about: "command: an argument for it" },
];

export const settingOptions: readonly OptionSpec[] = known.map(({ name, kind, value, about }) => ({
  flags: kind === "flag" ? `--${name}` : `--${name} <${value}>`,
  about,
  isRepeatable: kind === "list",
}));

/** The settings as typed, by their flags' names; a folder as an absolute path, for cron runs elsewhere. */
export function settingsFrom(words: Words): ChannelSettings {
  const settings: Record<string, string | readonly string[] | boolean> = {};
  for (const { name, kind } of known) {
    const key = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const value = kind === "flag" ? words.flag(key) || null : kind === "list" ? words.list(key) : words.text(key);
    if (value === null || (typeof value === "object" && value.length === 0)) continue;
    settings[name] = name === "dir" && typeof value === "string" ? resolve(value) : value;
  }
  return settings;
}

/** The settings once the channel has found them right; throws PkmError("usage") naming the flag. */
export function checked(channel: Channel, settings: ChannelSettings): ChannelSettings {
  channel.check(settings);
  return settings;
}
