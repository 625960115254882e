// pkm doctor: looks at everything that could be wrong and names the command that mends it.
import { PkmError } from "../../base/errors.ts";
import type { Context } from "../context.ts";
import { table } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Finding } from "./finding.ts";
import { noteFindings } from "./note-findings.ts";

export const command: Command = defineCommand<null>({
  path: "doctor",
  summary: "check the store, the notes, the sources and what was sent",
  args: "",
  options: [],
  examples: [{ line: "pkm doctor", about: "exit 1 when something is broken, with the command that mends it" }],
  mendsConfig: true,
  parse: () => null,
  async run(context) {
    const findings = [
      config(context),
      ...(await syncFindings(context)),
      ...(await storeFindings(context)),
      ...(await noteFindings(context)),
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

async function storeFindings(context: Context): Promise<readonly Finding[]> {
  try {
    const { standings } = await context.store();
    const { integrity, brokenReferences } = standings.health();
    const { standing } = standings.read();
    const file = context.home.storeFile;
    const store: Finding =
      integrity === "ok" && brokenReferences === 0
        ? { check: "store", result: "ok", detail: file, mend: null }
        : {
            check: "store",
            result: "bad",
            detail: `${integrity}, ${brokenReferences} broken references`,
            mend: recover(file),
          };
    return [store, sources(standing.seek.broken), deliveries(standing.share.unknown)];
  } catch (thrown) {
    if (!(thrown instanceof PkmError)) throw thrown;
    const mend = thrown.message.includes("damaged") ? recover(context.home.storeFile) : (thrown.mend[0] ?? null);
    return [{ check: "store", result: "bad", detail: thrown.message, mend }];
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

/** A repair never writes over the only copy: it reads the damaged file and writes another. */
function recover(file: string): string {
  return `sqlite3 '${file}' .recover | sqlite3 '${file}.recovered'`;
}
