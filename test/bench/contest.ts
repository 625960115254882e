// A refresh of the same feeds by pkm and by its peers in turn: everything new, nothing changed, a few changed.
import { openHomes, plantSources, type Homes } from "./homes.ts";
import { newsboat, tunedNewsboat } from "./peers/newsboat.ts";
import type { Peer } from "./peers/peer.ts";
import { plainNode } from "./peers/plain-node.ts";
import { sfeed } from "./peers/sfeed.ts";
import type { Row } from "./row.ts";
import { startServer, type FeedServer } from "./server.ts";
import { ratiosOf, shownSpread, spreadOf } from "./spread.ts";
import { timedPkm } from "./timed-process.ts";

const itemsPerFeed = 30;

/** pkm as one of the contestants. */
const self: Peer = {
  name: "pkm",
  isInstalled: () => true,
  prepare: plantSources,
  refresh: (folder) => timedPkm(folder, "seek", "--force"),
};

type Act = "cold" | "unchanged" | "changed";

export interface Contest {
  feeds: number;
  rounds: number;
  latencyMs: number;
  /** Of every hundred feeds, how many change in the end. 0: that is not measured. */
  changedPercent: number;
  /** Whether only a cold refresh is measured. */
  isColdOnly: boolean;
  /** Whose time the others' are divided by. */
  against: Peer;
  peers: readonly Peer[];
  goals: Partial<Record<Act, string>>;
}

/** 200 feeds, with and without latency, and 1000. */
export async function refreshes({ isFull }: { isFull: boolean }): Promise<readonly Row[]> {
  const few = { feeds: 200, rounds: 3, latencyMs: 0, changedPercent: 0, isColdOnly: false };
  const peers = [sfeed, plainNode];
  return [
    ...(await contest({
      ...few,
      against: tunedNewsboat,
      peers: [tunedNewsboat, newsboat, ...peers],
      goals: { cold: "<= 0.45", unchanged: "<= 0.50" },
    })),
    ...(await contest({
      ...few,
      latencyMs: 100,
      isColdOnly: true,
      against: newsboat,
      peers: [newsboat],
      goals: { cold: "<= 0.60" },
    })),
    ...(await contest({
      ...few,
      feeds: 1000,
      rounds: isFull ? 3 : 1,
      changedPercent: 2,
      against: tunedNewsboat,
      peers: isFull ? [tunedNewsboat, newsboat, ...peers] : [tunedNewsboat, plainNode],
      goals: { cold: "<= 0.35", unchanged: "<= 0.12", changed: "<= 0.12" },
    })),
  ];
}

type Times = Record<Act, number[]>;

async function contest(setting: Contest): Promise<readonly Row[]> {
  const homes = openHomes();
  const server = await startServer();
  const there = [self, ...setting.peers].filter((peer) => peer.isInstalled());
  const absent = setting.peers.filter((peer) => !there.includes(peer));
  const times = new Map(there.map((peer) => [peer, { cold: [], unchanged: [], changed: [] } satisfies Times]));
  try {
    for (let round = 0; round < setting.rounds; round += 1) {
      for (const [peer, of] of times) await oneRound(peer, of, { setting, server, homes });
    }
  } finally {
    await server.close();
    homes.close();
  }
  const base = times.get(setting.against);
  const acts = (["cold", "unchanged", "changed"] as const).filter((act) => (times.get(self)?.[act].length ?? 0) > 0);
  return [
    ...acts.flatMap((act) => [...times].map(([peer, of]) => rowOf({ act, peer, setting }, of[act], base?.[act] ?? []))),
    ...absent.map(({ name }) => ({ what: `${name} is not installed: not run`, measured: "", figure: "", goal: "" })),
  ];
}

interface Round {
  setting: Contest;
  server: FeedServer;
  homes: Homes;
}

async function oneRound(peer: Peer, of: Times, { setting, server, homes }: Round): Promise<void> {
  const { feeds, latencyMs, changedPercent, isColdOnly } = setting;
  const served = { feeds, items: itemsPerFeed, latencyMs, changed: 0 };
  await server.set(served);
  const folder = homes.fresh("round");
  await peer.prepare(
    folder,
    Array.from({ length: feeds }, (_, feed) => server.urlOf(feed)),
  );
  of.cold.push((await peer.refresh(folder)).tookMs);
  if (!isColdOnly) {
    // Newsboat keeps what a server validates by from the second refresh on; nobody's second one is counted.
    await peer.refresh(folder);
    of.unchanged.push((await peer.refresh(folder)).tookMs);
  }
  if (changedPercent > 0) {
    await server.set({ ...served, changed: Math.round((feeds * changedPercent) / 100) });
    of.changed.push((await peer.refresh(folder)).tookMs);
  }
  homes.drop(folder);
}

const actWords: Readonly<Record<Act, string>> = { cold: "cold", unchanged: "all 304", changed: "2 % changed" };

function rowOf(
  { act, peer, setting }: { act: Act; peer: Peer; setting: Contest },
  times: readonly number[],
  base: readonly number[],
): Row {
  const latency = setting.latencyMs > 0 ? `, ${setting.latencyMs} ms latency` : "";
  return {
    what: `${setting.feeds} feeds ${actWords[act]}${latency}: ${peer.name}`,
    measured: `${shownSpread(spreadOf(times))} ms`,
    figure: base.length === 0 ? "" : shownSpread(ratiosOf(times, base)),
    goal: peer === self ? (setting.goals[act] ?? "") : "",
  };
}
