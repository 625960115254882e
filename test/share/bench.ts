// A bench for the share flows: a real store and notes folder, a clock that is set, and a channel that keeps every byte.
import { bareContext, bareHome, nobody } from "../cli/bare-context.ts";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PkmError } from "../../src/base/errors.ts";
import type { Context, Flags } from "../../src/cli/context.ts";
import { openDesk, type ShareDesk } from "../../src/cli/share/desk.ts";
import type { Exposure } from "../../src/people/community.ts";
import type { Capabilities, Channel, Receipt, SendOutcome, WirePart } from "../../src/share/channel.ts";
import type { Vault } from "../../src/sense/note.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { openVault } from "../../src/vault/vault.ts";

/** What reached the far end. */
export interface Landed {
  channel: string;
  exposure: Exposure;
  wireId: string;
  part: number;
  bytes: string;
}

export interface Far {
  landed: Landed[];
  /** Asked before each delivery; null delivers. "lost" takes the bytes and answers nothing. */
  trouble: ((part: WirePart) => SendOutcome | "lost" | null) | null;
  asked: number;
  retracted: string[];
  /** Who can read every place there now; absent: whom its address says. */
  room?: Exposure | null;
  /** Who can read what was posted, as the far end says; absent: it does not say. */
  post?: Exposure | null;
}

/** A channel that keeps every byte. Its address has `to` for people and `parts` for how many parts it makes. */
export function recordingChannel(far: Far, retry: Capabilities["retry"]): Channel {
  const receipt = (wireId: string): Receipt => ({
    url: `https://far.example/${encodeURIComponent(wireId)}`,
    uri: wireId,
    exposure: far.post ?? null,
    isConfirmed: retry !== "never",
    at: "2026-11-23T08:00:00.000Z",
  });
  return {
    kind: retry,
    settings: [],
    capabilities: {
      retry,
      canEdit: false,
      canDelete: true,
      canReadReplies: false,
      exposures: ["closed", "members", "world"],
    },
    check: () => {},
    audience: ({ settings, exposure }) => {
      const to = settings["to"];
      const people = typeof to === "object" ? to.map((address) => ({ person: null, name: address, address })) : [];
      return { people, unknown: exposure === "closed" ? [] : ["who reads the far end"] };
    },
    prepare: (letter, { settings }) =>
      Array.from({ length: Number(settings["parts"] ?? 1) }, (_, index) => ({
        part: index + 1,
        wireId: `${letter.releaseId}.${letter.version}.${index + 1}`,
        to: String(settings["to"] ?? "the far end"),
        mediaType: "application/json",
        bytes: Buffer.from(JSON.stringify({ ...letter, part: index + 1, look: settings["look"] ?? null })),
      })),
    ...(retry === "never"
      ? {}
      : { personal: ({ settings }, { address }) => (address === null ? null : { ...settings, to: [address] }) }),
    validate,
    deliver: async (part, { id, exposure }) => {
      const trouble = far.trouble?.(part) ?? null;
      if (trouble !== null && trouble !== "lost") return trouble;
      const isThere = far.landed.some(({ wireId, channel }) => wireId === part.wireId && channel === id);
      const bytes = Buffer.from(part.bytes).toString();
      if (retry !== "idempotent" || !isThere) {
        far.landed.push({ channel: id, exposure, wireId: part.wireId, part: part.part, bytes });
      }
      return trouble === "lost"
        ? { kind: "unknown", message: "no answer" }
        : { kind: "sent", receipt: receipt(part.wireId) };
    },
    exposureNow: async ({ exposure }) => far.room ?? exposure,
    lookup: async (part) => {
      far.asked += 1;
      return far.landed.some(({ wireId }) => wireId === part.wireId) ? receipt(part.wireId) : null;
    },
    retract: async (part) => {
      far.retracted.push(part.wireId);
      return { kind: "sent", receipt: receipt(part.wireId) };
    },
  };
}

/** A body that says TOO-LONG is. */
const validate: Channel["validate"] = (parts) =>
  parts
    .filter(({ bytes }) => Buffer.from(bytes).includes("TOO-LONG"))
    .map(({ part }) => ({ code: "too-long", message: `part ${part} is too long`, isFatal: true }));

export interface Bench {
  desk: ShareDesk;
  store: Store;
  vault: Vault;
  context: Context;
  far: Far;
  folder: string;
  /** Moves the clock on. */
  wait(ms: number): void;
  /** A new note; its id. */
  note(title: string, body: string): string;
  /** Rewrites a note as an editor outside of pkm would. */
  edit(note: string, body: string): void;
  /** A person who is a member of the place; the person's id. */
  member(place: string, name: string): string;
  /** A community with one closed channel of the kind; its id. */
  community(name: string, settings?: Partial<Setup>): string;
  network(name: string, settings?: Partial<Setup>): string;
  close(): void;
}

interface Setup {
  retry: Capabilities["retry"];
  exposure: Exposure;
  parts: number;
}

export const quiet: Flags = { ...bareContext.flags, isQuiet: true };

interface Where {
  /** What every secret reference resolves to. */
  secret?: string;
  /** An existing folder whose store is on disk and which outlives the bench; without one all is thrown away. */
  folder?: string;
  /** Milliseconds since 1970 by the bench's clock. */
  now?: () => number;
  channel?: (retry: Capabilities["retry"]) => Channel;
}

/** Opens a bench, by default at 2026-11-23 08:00 UTC with its store in memory. */
export async function openBench(where: Where = {}): Promise<Bench> {
  const folder = where.folder ?? mkdtempSync(join(tmpdir(), "pkm-share-"));
  let waited = 0;
  const start = where.now ?? (() => Date.parse("2026-11-23T08:00:00.000Z"));
  const clock = { now: () => new Date(start() + waited) };
  const store = openStore(where.folder === undefined ? ":memory:" : join(folder, "pkm.db"), clock);
  mkdirSync(join(folder, "notes"), { recursive: true });
  const vault = openVault({ root: join(folder, "notes") });
  const far: Far = { landed: [], trouble: null, asked: 0, retracted: [] };
  const channel = where.channel ?? ((retry) => recordingChannel(far, retry));
  const context = contextOf({ store, vault, clock, folder, channel, secret: where.secret ?? "" });
  const desk = await openDesk(context);
  const place = (kind: "community" | "network", name: string, setup: Setup): string => {
    const { id } = store.communities.add({ kind, name, domain: null, goals: [], norms: [], attribution: "none" });
    const settings = { parts: String(setup.parts) };
    const isAgreed = setup.exposure === "world" && kind === "community";
    store.communities.addChannel(id, { kind: setup.retry, exposure: setup.exposure, settings, isAgreed });
    return id;
  };
  return {
    desk,
    store,
    vault,
    context,
    far,
    folder,
    wait: (ms) => void (waited += ms),
    note: (title, body) => {
      const id = store.ids.take("note");
      const text = {
        tags: [],
        contexts: [],
        sources: [],
        kind: "idea",
        via: null,
        created: clock.now().toISOString(),
      } as const;
      store.notes.put(vault.create({ id, title, body, ...text }), id);
      return id;
    },
    edit: (note, body) => {
      const path = store.shares.notePath(note) ?? "";
      vault.rewrite(path, body, vault.read(path).hash);
    },
    member: (community, name) => {
      const { id } = store.people.add({ name, mail: `${name.toLowerCase()}@bench.example`, handles: [] });
      store.communities.setMember(community, id, "active");
      return id;
    },
    community: (name, setup = {}) =>
      place("community", name, { retry: "lookup", exposure: "closed", parts: 1, ...setup }),
    network: (name, setup = {}) =>
      place("network", name, { retry: "idempotent", exposure: "world", parts: 1, ...setup }),
    close: () => {
      store.close();
      if (where.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Parts extends Pick<Bench, "store" | "vault" | "folder"> {
  clock: Context["clock"];
  secret: string;
  channel: (retry: Capabilities["retry"]) => Channel;
}

function contextOf({ store, vault, clock, folder, channel, secret }: Parts): Context {
  const kinds = ["idempotent", "lookup", "never"] as const;
  return {
    ...bareContext,
    flags: quiet,
    clock,
    home: { ...bareHome(vault.root), configFile: join(folder, "config.toml"), storeFile: join(folder, "pkm.db") },
    person: {
      ...nobody,
      readStdin: async () => Buffer.from("from standard input\n"),
      edit: async (text) => `${text}\nadded in the editor\n`,
      progress: () => {},
      columns: null,
    },
    store: async () => store,
    vault: async () => vault,
    channel: async (kind) => {
      const retry = kinds.find((each) => each === kind);
      if (retry === undefined) throw new PkmError("usage", `there is no channel kind ${kind}`);
      return channel(retry);
    },
    secret: () => secret,
  };
}
