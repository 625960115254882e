// Which folder may import which: the table of ARCHITECTURE.md, as data.

interface Folder {
  /** Folders of ours that it may import. */
  knows: readonly string[];
  /** Folders of ours whose types it may import: the ports that it fills. */
  knowsTypesOf?: readonly string[];
  /** Whether it is handed everything and does no input or output of its own. */
  isPure?: boolean;
}

const journey = ["people", "seek", "sense", "share"] as const;

export const folders: Readonly<Record<string, Folder>> = {
  base: { knows: [], isPure: true },
  people: { knows: ["base"], isPure: true },
  seek: { knows: ["base", "people"], isPure: true },
  sense: { knows: ["base", "people", "seek"], isPure: true },
  share: { knows: ["base", "people", "seek", "sense"], isPure: true },
  formats: { knows: ["base", "people", "seek", "sense"], isPure: true },
  store: { knows: ["base", ...journey, "formats"] },
  vault: { knows: ["base", "sense", "formats"] },
  net: { knows: ["base"], knowsTypesOf: ["seek", "share"] },
  channels: { knows: ["base", "people", "sense", "share", "net", "formats"] },
  ui: { knows: ["base"], isPure: true },
  term: { knows: ["base", "ui"] },
  cli: { knows: ["base", ...journey, "ui"], knowsTypesOf: ["demo"] },
  machine: { knows: ["base", "seek", "formats", "store", "vault", "term"], knowsTypesOf: ["share", "channels", "cli"] },
  demo: { knows: ["base"] },
};

/** The one file of cli/ that names the ports; it may import any type of ours. */
export const portsFile = "src/cli/context.ts";

/** "net" of "src/net/web.ts"; "" for the files in src/ itself, which wire everything. */
export function folderOf(path: string): string {
  return /^src\/([^/]+)\//.exec(path)?.[1] ?? "";
}

/** "mail" of "src/channels/mail/letter.ts"; "" for what all channels share. */
function channelOf(path: string): string {
  return /^src\/channels\/([^/]+)\//.exec(path)?.[1] ?? "";
}

/** Whether the arrow from one file of ours to another stands in the table. */
export function isArrow(arrow: { from: string; to: string; isType: boolean }): boolean {
  const [from, to] = [folderOf(arrow.from), folderOf(arrow.to)];
  if (from === "") return true;
  if (arrow.from === portsFile && arrow.isType) return true;
  if (from === "channels" && to === "channels") return isChannelArrow(arrow.from, arrow.to);
  if (from === to) return true;
  const folder = folders[from];
  if (folder === undefined) return false;
  return folder.knows.includes(to) || (arrow.isType && (folder.knowsTypesOf ?? []).includes(to));
}

/** A channel knows itself and what all share, never another channel; only the bare list knows all. */
function isChannelArrow(from: string, to: string): boolean {
  if (from === "src/channels/all.ts") return true;
  if (to === "src/channels/all.ts") return false;
  return channelOf(to) === "" || channelOf(to) === channelOf(from);
}
