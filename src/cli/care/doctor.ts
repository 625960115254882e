// pkm doctor: looks at everything that could be wrong and names the command that mends it.
import { PkmError } from "../../base/errors.ts";
import { shellWord } from "../../base/shell-word.ts";
import type { Context } from "../context.ts";
import { table } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { countsText } from "./backup.ts";
import type { Finding } from "./finding.ts";
import { noteFindings } from "./note-findings.ts";

export const command: Command = defineCommand<{ isFixing: boolean }>({
  path: "doctor",
  summary: "check the store, the notes, the sources and what was sent",
  args: "",
  options: [
    {
      flags: "--fix",
      about:
        "work out counts and the index anew, clear what killed runs left; save what can be read of a damaged store",
    },
  ],
  examples: [
    { line: "pkm doctor", about: "exit 1 when something is broken, with the command that mends it" },
    { line: "pkm doctor --fix", about: "a damaged store stays as it is: what can be read goes into a new backup" },
  ],
  mendsConfig: true,
  parse: (words) => ({ isFixing: words.flag("fix") }),
  async run(context, { isFixing }) {
    const mends = isFixing && !context.flags.isDryRun;
    const store = await storeFindings(context, mends);
    const hasStore = store.every(({ result }) => result !== "bad");
    const findings = [
      config(context),
      ...store,
      ...(await syncFindings(context)),
      ...(await noteFindings(context, { hasStore, isFixing: mends })),
    ];
    const bad = findings.filter(({ result }) => result === "bad");
    return table(
      {
        rows: findings,
        columns: [
          { title: "check", value: ({ check }) => check },
          { title: "result", value: ({ result }) => result, tone: ({ result }) => tones[result] },
          { title: "detail", value: ({ detail }) => detail, isFlexible: true },
          { title: "mend", value: ({ mend }) => mend },
        ],
        empty: "nothing was checked",
      },
      { outcome: bad.length > 0 ? "failed" : null, complaints: bad.map(({ check, detail }) => `${check}: ${detail}`) },
    );
  },
});

const tones = { ok: "good", look: "warn", bad: "bad" } as const;

function config({ home }: Context): Finding {
  const { problem } = home.settings;
  if (problem !== null)
    return { check: "config", result: "bad", detail: problem.message, mend: problem.mend[0] ?? null };
  return { check: "config", result: "ok", detail: home.configFile, mend: null };
}

/** Notes may be synced; a store is not a file that two machines can write. */
async function syncFindings({ home, syncedBy }: Context): Promise<readonly Finding[]> {
  const syncer = await syncedBy(home.storeFile);
  if (syncer === null) return [];
  const detail = `${home.storeFile} lies in ${syncer.folder}, which ${syncer.name} copies: two machines would break it`;
  return [{ check: "sync", result: "look", detail, mend: "pkm help machines" }];
}

async function storeFindings(context: Context, isFixing: boolean): Promise<readonly Finding[]> {
  try {
    const { standings, derived } = await context.store();
    const { integrity, brokenReferences } = standings.health();
    if (integrity !== "ok" || brokenReferences > 0)
      return [await damaged(context, `${integrity}, ${brokenReferences} broken references`, isFixing)];
    if (isFixing) {
      derived.rebuild();
      (await context.backups()).clear();
    }
    const { standing } = standings.read();
    const detail = isFixing ? `${context.home.storeFile}, counts and index made anew` : context.home.storeFile;
    const store: Finding = { check: "store", result: "ok", detail, mend: null };
    return [store, sources(standing.seek.broken), deliveries(standing.share.unknown)];
  } catch (thrown) {
    if (!(thrown instanceof PkmError)) throw thrown;
    if (/^the store .* is damaged: /.test(thrown.message)) return [await damaged(context, thrown.message, isFixing)];
    return [{ check: "store", result: "bad", detail: thrown.message, mend: thrown.mend[0] ?? null }];
  }
}

/** A repair never writes over the only copy: it reads the damaged file and writes another. */
async function damaged(context: Context, detail: string, isFixing: boolean): Promise<Finding> {
  if (!isFixing) return { check: "store", result: "bad", detail, mend: "pkm doctor --fix" };
  try {
    const saved = (await context.backups()).salvage();
    const lost = saved.broken.length === 0 ? "every table whole" : `not whole: ${saved.broken.join(", ")}`;
    const told = `${detail}; saved ${countsText(saved)}; ${lost}`;
    return { check: "store", result: "bad", detail: told, mend: `pkm restore ${shellWord(saved.file)}` };
  } catch (thrown) {
    if (!(thrown instanceof PkmError)) throw thrown;
    return { check: "store", result: "bad", detail: thrown.message, mend: thrown.mend[0] ?? null };
  }
}

function sources(broken: number): Finding {
  return broken === 0
    ? { check: "sources", result: "ok", detail: "none failing", mend: null }
    : { check: "sources", result: "look", detail: `${broken} failing`, mend: "pkm seek list" };
}

function deliveries(unknown: number): Finding {
  return unknown === 0
    ? { check: "deliveries", result: "ok", detail: "none in doubt", mend: null }
    : { check: "deliveries", result: "look", detail: `${unknown} may or may not have arrived`, mend: "pkm share log" };
}
