// A refresh of the same feeds by pkm and by its peers in turn: everything new, nothing changed, a few changed.
import type { Run } from "./bench.ts";
import { openHomes, plantSources, type Homes } from "./homes.ts";
import { bareClient, parallelCurl } from "./peers/floors.ts";
import { newsboat, tunedNewsboat } from "./peers/newsboat.ts";
import type { Peer } from "./peers/peer.ts";
import { plainNode } from "./peers/plain-node.ts";
import { sfeed } from "./peers/sfeed.ts";
import { rowOf, type Row } from "./row.ts";
import { startServer, type FeedServer } from "./server.ts";
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

interface Contest {
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
  /** Peers that take minutes: they run in the first round alone. */
  slow: readonly Peer[];
  /** The most that pkm's ratio may be. */
  goals: Partial<Record<Act, number>>;
}

/** 200 feeds, with and without latency, and 1000. */
export async function refreshes({ isFull }: Run): Promise<readonly Row[]> {
  const few = { feeds: 200, rounds: isFull ? 5 : 3, latencyMs: 0, changedPercent: 0, isColdOnly: false, slow: [] };
  const floors = [parallelCurl, bareClient];
  return [
    ...(await contest({
      ...few,
      against: tunedNewsboat,
      peers: [tunedNewsboat, newsboat, sfeed, plainNode, ...floors],
      goals: { cold: 0.45, unchanged: 0.5 },
    })),
    ...(await contest({
      ...few,
      latencyMs: 100,
      isColdOnly: true,
      against: newsboat,
      peers: [newsboat, ...floors],
      goals: { cold: 0.6 },
    })),
    ...(await contest({
      ...few,
      feeds: 1000,
      rounds: isFull ? 3 : 1,
      changedPercent: 2,
      against: tunedNewsboat,
      peers: [tunedNewsboat, plainNode, ...floors],
      slow: isFull ? [newsboat, sfeed] : [],
      goals: { cold: 0.35, unchanged: 0.12, changed: 0.12 },
    })),
  ];
}

type Times = Record<Act, number[]>;

async function contest(setting: Contest): Promise<readonly Row[]> {
  const homes = openHomes();
  const server = await startServer();
  const peers = [...setting.peers, ...setting.slow];
  const there = [self, ...peers].filter((peer) => peer.isInstalled());
  const absent = peers.filter((peer) => !there.includes(peer));
  const times = new Map(there.map((peer) => [peer, { cold: [], unchanged: [], changed: [] } satisfies Times]));
  try {
    for (let round = 0; round < setting.rounds; round += 1) {
      for (const [peer, of] of times) {
        if (round === 0 || !setting.slow.includes(peer)) await oneRound(peer, of, { setting, server, homes });
      }
    }
  } finally {
    await server.close();
    homes.close();
  }
  const base = times.get(setting.against);
  const acts = (["cold", "unchanged", "changed"] as const).filter((act) => (times.get(self)?.[act].length ?? 0) > 0);
  return acts.flatMap((act) => [
    ...[...times].flatMap(([peer, { [act]: values }]) =>
      values.length === 0 ? [] : [duel({ act, peer, setting }, values, base?.[act] ?? [])],
    ),
    ...absent.map((peer) => missing({ act, peer, setting })),
  ]);
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
  if (!isColdOnly && peer.isColdOnly !== true) {
    // Newsboat keeps what a server validates by from the second refresh on; nobody's second one is counted.
    await peer.refresh(folder);
    of.unchanged.push((await peer.refresh(folder)).tookMs);
  }
  if (changedPercent > 0 && peer.isColdOnly !== true) {
    await server.set({ ...served, changed: Math.round((feeds * changedPercent) / 100) });
    of.changed.push((await peer.refresh(folder)).tookMs);
  }
  homes.drop(folder);
}

interface Contestant {
  act: Act;
  peer: Peer;
  setting: Contest;
}

const actWords: Readonly<Record<Act, string>> = { cold: "cold", unchanged: "all 304", changed: "2 % changed" };

function workOf({ act, setting: { feeds, latencyMs } }: Contestant): string {
  return `${feeds} feeds ${actWords[act]}${latencyMs > 0 ? `, ${latencyMs} ms latency` : ""}`;
}

function duel(contestant: Contestant, values: readonly number[], base: readonly number[]): Row {
  const { act, peer, setting } = contestant;
  const most = setting.goals[act];
  const work = workOf(contestant);
  return rowOf({
    what: `${work}: ${peer.name}`,
    values,
    base,
    goal: peer === self && most !== undefined ? { most } : null,
    plot: { work, who: peer.name },
  });
}

function missing(contestant: Contestant): Row {
  const what = `${workOf(contestant)}: ${contestant.peer.name}`;
  return { what, measured: null, ratio: null, goal: null, remark: "not installed: not run", plot: null };
}
