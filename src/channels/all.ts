// Every channel kind, each loaded only when it is used.
import type { Channel } from "../share/channel.ts";

/** The kinds of channel there are; `load` imports the channel with the libraries it needs. */
export const channels: readonly { kind: string; load: () => Promise<Channel> }[] = [
  { kind: "mail", load: async () => (await import("./mail/mail.ts")).mail },
  { kind: "site", load: async () => (await import("./site/site.ts")).site },
  { kind: "mastodon", load: async () => (await import("./mastodon/mastodon.ts")).mastodon },
  { kind: "bluesky", load: async () => (await import("./bluesky/bluesky.ts")).bluesky },
  { kind: "matrix", load: async () => (await import("./matrix/matrix.ts")).matrix },
  { kind: "file", load: async () => (await import("./file/file.ts")).file },
  { kind: "command", load: async () => (await import("./command/command.ts")).command },
];
