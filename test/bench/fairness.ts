// A simulated season of digests: loud feeds, quiet feeds, and few places; what share of each is ever shown.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { command as digest } from "../../src/cli/daily/digest.ts";
import { Words } from "../../src/cli/command.ts";
import type { Context } from "../../src/cli/context.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { openVault } from "../../src/vault/vault.ts";
import { bareContext, bareHome } from "../cli/bare-context.ts";
import { bringItems, plantSource } from "../store/bring.ts";
import { chanceOf, type Chance } from "../fuzz/random.ts";
import { rowOf, type Goal, type Row } from "./row.ts";

export interface Season {
  days: number;
  loud: number;
  quiet: number;
  slots: number;
}

export interface Seen {
  /** Items that came and that a digest showed, of the quiet sources and of the loud ones. */
  quiet: { came: number; shown: number };
  loud: { came: number; shown: number };
  /** Sources of which at least one item was shown. */
  sources: number;
}

const season: Season = { days: 60, loud: 12, quiet: 60, slots: 25 };
const loudADay = 40;
/** A quiet source has something to say one day in five, and then now and again two things. */
const quietInHundred = 20;
const twiceInHundred = 40;
const start = Date.parse("2026-09-01T07:00:00.000Z");
const dayMs = 86_400_000;

/** Plays the season with the real command over a real store; the same season always has the same course. */
export async function playSeason({ days, loud, quiet, slots }: Season): Promise<Seen> {
  const folder = mkdtempSync(join(tmpdir(), "pkm-season-"));
  const chance = chanceOf(20_261_125, 0);
  let now = start;
  const clock = { now: () => new Date(now) };
  const store = openStore(":memory:", clock);
  const vault = openVault({ root: join(folder, "notes") });
  const context: Context = {
    ...bareContext,
    clock,
    home: { ...bareHome(vault.root), digestLimit: slots },
    store: async () => store,
    vault: async () => vault,
  };
  try {
    const loudOnes = Array.from({ length: loud }, (_, at) => plantSource(store, `https://loud${at}.example/feed`));
    const quietOnes = Array.from({ length: quiet }, (_, at) => plantSource(store, `https://quiet${at}.example/feed`));
    const came = { quiet: 0, loud: 0 };
    const shown = new Set<string>();
    for (let day = 0; day < days; day += 1) {
      for (const source of loudOnes) came.loud += bring(store, { source, many: loudADay, now, chance });
      for (const source of quietOnes) {
        const many = chance.below(100) < quietInHundred ? (chance.below(100) < twiceInHundred ? 2 : 1) : 0;
        came.quiet += bring(store, { source, many, now, chance });
      }
      now += 3_600_000;
      const report = await digest.execute(context, new Words([], {}));
      report.onTaken?.();
      for (const id of report.ids) shown.add(id);
      now += dayMs - 3_600_000;
    }
    const items = store.items.some([...shown]);
    const isLoud = new Set(loudOnes);
    const loudShown = items.filter(({ source }) => isLoud.has(source.id)).length;
    return {
      quiet: { came: came.quiet, shown: items.length - loudShown },
      loud: { came: came.loud, shown: loudShown },
      sources: new Set(items.map(({ source }) => source.id)).size,
    };
  } finally {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How much of what came was shown, and of how many sources. */
export async function fairness(): Promise<readonly Row[]> {
  const { quiet, loud, sources } = await playSeason(season);
  const all = season.loud + season.quiet;
  const row = (what: string, [part, whole]: readonly [number, number], goal: Goal | null): Row =>
    rowOf({ what, values: [(100 * part) / whole], unit: "%", goal, remark: `${part} of ${whole}` });
  const days = `${season.days} days, ${season.loud} loud and ${season.quiet} quiet feeds, ${season.slots} places`;
  return [
    row(`${days}: quiet items shown`, [quiet.shown, quiet.came], { least: 85 }),
    row("  loud items shown", [loud.shown, loud.came], null),
    row("  sources shown", [sources, all], { least: 100 }),
  ];
}

interface Load {
  source: string;
  many: number;
  now: number;
  chance: Chance;
}

/** Items of words of their own, so that none tells another's story again. Hands back how many. */
function bring(store: Store, { source, many, now, chance }: Load): number {
  const items = Array.from({ length: many }, (_, count) => {
    const text = Array.from({ length: 30 }, () => `w${chance.below(1_000_000)}`).join(" ");
    const published = new Date(now - count * 60_000).toISOString();
    return { key: `https://${source}.example/${now}-${count}`, title: text.slice(0, 30), text, published };
  });
  bringItems(store, source, items);
  return many;
}
