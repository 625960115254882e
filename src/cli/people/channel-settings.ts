// The flags that set a channel up, the same for communities and networks; the channel's kind says which it takes.
import { PkmError } from "../../base/errors.ts";
import type { ChannelSettings, Exposure } from "../../people/community.ts";
import type { Channel } from "../../share/channel.ts";
import type { OptionSpec, Words } from "../command.ts";
import { fullCommand, fullPath } from "../full-path.ts";

type Kind = "text" | "list" | "flag";

/** Every setting that some kind of channel has. */
const known: readonly { name: string; kind: Kind; value: string; about: string }[] = [
  { name: "to", kind: "list", value: "address", about: "mail: address of the list or person; mastodon: @name@host" },
  { name: "from", kind: "text", value: "address", about: "mail: your address" },
  {
    name: "smtp",
    kind: "text",
    value: "url",
    about: "mail: smtp[s]://[user@]host[:port]; with a user there is a --secret",
  },
  { name: "imap", kind: "text", value: "url", about: "mail: imap[s]://user@host[:port][/folder] where answers arrive" },
  { name: "replies", kind: "list", value: "box", about: "mail: maildir:PATH or mbox:PATH where answers arrive" },
  {
    name: "secret",
    kind: "text",
    value: "ref",
    about: "reference to the password or token: env:NAME, file:PATH, cmd:PROGRAM or keyring:SERVICE/NAME",
  },
  { name: "dir", kind: "text", value: "folder", about: "site, file: the folder to write into" },
  { name: "base-url", kind: "text", value: "url", about: "site: address the folder is served at" },
  { name: "title", kind: "text", value: "title", about: "site: its title" },
  { name: "author", kind: "text", value: "name", about: "site: the author in its feeds" },
  { name: "git", kind: "flag", value: "", about: "site: commit what is published" },
  { name: "instance", kind: "text", value: "url", about: "mastodon: the server" },
  { name: "visibility", kind: "text", value: "who", about: "mastodon: public, unlisted, private or direct" },
  { name: "language", kind: "text", value: "tag", about: "mastodon, bluesky: language of the posts" },
  { name: "units", kind: "text", value: "n", about: "mastodon: characters a post may have" },
  { name: "service", kind: "text", value: "url", about: "bluesky: the server of the account" },
  { name: "handle", kind: "text", value: "name", about: "bluesky: the account: name.example" },
  { name: "homeserver", kind: "text", value: "url", about: "matrix: the server of the account" },
  { name: "room", kind: "text", value: "room", about: "matrix: #name:host or !id:host" },
  {
    name: "unencrypted",
    kind: "flag",
    value: "",
    about: "matrix: the room is encrypted, and pkm may send in the open",
  },
  { name: "run", kind: "text", value: "program", about: "command: the program to run" },
  { name: "arg", kind: "list", value: "argument", about: "command: an argument for it" },
];

export const settingOptions: readonly OptionSpec[] = known.map(({ name, kind, value, about }) => ({
  flags: kind === "flag" ? `--${name}` : `--${name} <${value}>`,
  about,
  isRepeatable: kind === "list",
}));

/** The settings as typed, by their flags' names. Throws PkmError("usage") for a secret that is none but a password. */
export function settingsFrom(words: Words): ChannelSettings {
  const settings: Record<string, string | readonly string[] | boolean> = {};
  for (const { name, kind } of known) {
    const key = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const value = kind === "flag" ? words.flag(key) || null : kind === "list" ? words.list(key) : words.text(key);
    if (value === null || (typeof value === "object" && value.length === 0)) continue;
    settings[name] =
      typeof value === "string"
        ? settled(name, value)
        : typeof value === "object"
          ? value.map((one) => settled(name, one))
          : value;
  }
  return settings;
}

function settled(name: string, value: string): string {
  // A bare name is looked for on the PATH, as a shell would; a path is meant from here.
  if (name === "dir" || (name === "run" && value.includes("/"))) return fullPath(value);
  const [box = ""] = name === "replies" ? (/^(?:maildir|mbox):(?=.)/.exec(value) ?? []) : [];
  if (box !== "") return `${box}${fullPath(value.slice(box.length))}`;
  return name === "secret" ? secretReference(value) : value;
}

/** A secret stands in the store only as where it is found. The refusal leaves the text out: it may be the secret. */
export function secretReference(text: string): string {
  if (/^env:./.test(text) || /^keyring:[^/]+\/./.test(text)) return text;
  if (/^cmd:./.test(text)) return `cmd:${fullCommand(text.slice("cmd:".length), "cmd:")}`;
  if (/^file:./.test(text)) return `file:${fullPath(text.slice("file:".length))}`;
  throw new PkmError("usage", "--secret takes where the secret is found, never the secret itself", {
    hint: ["--secret env:NAME", "--secret file:PATH", "pkm channel secret file:PATH < FILE"],
  });
}

/** The settings once the channel has found them right; throws PkmError("usage") naming the flag. */
export function checked(channel: Channel, settings: ChannelSettings, exposure: Exposure): ChannelSettings {
  channel.check(settings, exposure);
  return settings;
}
