// What each module costs to load, for the commands that a person types most: which they load, and each one's time alone.
import { readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openHomes, plantSources } from "./homes.ts";
import { rowOf, type Row } from "./row.ts";
import { startServer } from "./server.ts";
import { pkm, timed } from "./timed-process.ts";

const rounds = 9;
/** What costs less is counted, not listed: most of Node's own modules are there before a program begins. */
const leastMs = 0.5;
const commands: readonly (readonly string[])[] = [
  [],
  ["seek", "--force"],
  ["seek", "list"],
  ["digest", "--peek"],
  ["find", "is:new"],
  ["sense", "list"],
  ["share"],
  ["help"],
];

/** Writes down every module that is asked for, and by which, when the process ends. In plain JavaScript, to weigh little. */
const recorder = `const { registerHooks } = process.getBuiltinModule("node:module");
const asked = [];
registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    asked.push({ by: context.parentURL ?? "", specifier, url: found.url });
    return found;
  },
});
process.on("exit", () =>
  process.getBuiltinModule("node:fs").writeFileSync(process.env.PKM_BENCH_MODULES_FILE, JSON.stringify(asked)),
);`;

/** Loads the first modules, then tells how long the others took; what was compiled is kept where pkm keeps it. */
const loader = `const { HOME } = process.env;
if (HOME !== undefined) process.getBuiltinModule("node:module").enableCompileCache(HOME + "/.cache/pkm/code");
const [before, counted] = JSON.parse(process.env.PKM_BENCH_MODULES);
for (const url of before) await import(url);
const started = performance.now();
for (const url of counted) await import(url);
const tookMs = performance.now() - started;
process.stdout.write(String(tookMs));
process.exit(0);`;

interface Loaded {
  command: string;
  /** Files of dist/, in the order in which they were asked for. */
  own: readonly string[];
  /** What those ask for that is not ours, by name: address. */
  others: ReadonlyMap<string, string>;
}

/** The time of each dependency alone, the dearest first, then of our own code for each command. */
export async function imports(): Promise<readonly Row[]> {
  const loaded = await loadedByCommands();
  const addresses = new Map(loaded.flatMap(({ others }) => [...others]));
  const [nothing, ...rows] = [
    rowOf({ what: "loading nothing", values: await loadTimes([], []) }),
    ...(await rowsOfOthers(addresses, loaded)),
  ];
  const dear = rows.filter(({ measured }) => (measured?.median ?? 0) >= leastMs);
  dear.sort((a, b) => (b.measured?.median ?? 0) - (a.measured?.median ?? 0));
  const remark = `${rows.length - dear.length} more of ${rows.length} take under ${leastMs} ms each`;
  const ownRows: Row[] = [];
  for (const [files, users] of Map.groupBy(loaded, ({ own }) => own.join(" "))) {
    const own = files.split(" ");
    const kilobytes = own.reduce((sum, url) => sum + statSync(fileURLToPath(url)).size, 0) / 1024;
    const what = `own code of ${whose(users, loaded)}: ${own.length} files, ${kilobytes.toFixed(0)} kB`;
    const before = users.flatMap(({ others }) => [...others.values()]);
    ownRows.push(rowOf({ what, values: await loadTimes([...new Set(before)], own) }));
  }
  return [...dear, { ...nothing, remark }, ...ownRows];
}

async function rowsOfOthers(
  addresses: ReadonlyMap<string, string>,
  loaded: readonly Loaded[],
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const [name, url] of addresses) {
    const users = loaded.filter(({ others }) => others.has(name));
    const remark = `for ${whose(users, loaded)}`;
    rows.push(rowOf({ what: `loading ${name}`, values: await loadTimes([], [url]), remark }));
  }
  return rows;
}

function whose(users: readonly Loaded[], all: readonly Loaded[]): string {
  return users.length === all.length ? "every command" : users.map(({ command }) => command).join(", ");
}

async function loadTimes(before: readonly string[], counted: readonly string[]): Promise<readonly number[]> {
  const times: number[] = [];
  const env = { PKM_BENCH_MODULES: JSON.stringify([before, counted]) };
  for (let round = 0; round <= rounds; round += 1) {
    const { output } = await timed({ program: process.execPath, args: ["--input-type=module", "-e", loader], env });
    if (round > 0) times.push(Number(output));
  }
  return times;
}

async function loadedByCommands(): Promise<readonly Loaded[]> {
  const homes = openHomes();
  const server = await startServer();
  try {
    await server.set({ feeds: 1, items: 3, latencyMs: 0, changed: 0 });
    const home = homes.fresh("imports");
    await plantSources(home, [server.urlOf(0)]);
    const loaded: Loaded[] = [];
    for (const command of commands) loaded.push(await loadedBy(command, home));
    return loaded;
  } finally {
    await server.close();
    homes.close();
  }
}

async function loadedBy(command: readonly string[], home: string): Promise<Loaded> {
  const file = `${home}/modules.json`;
  await timed({
    program: process.execPath,
    args: ["--import", `data:text/javascript,${encodeURIComponent(recorder)}`, pkm, ...command],
    env: { PKM_HOME: home, PKM_BENCH_MODULES_FILE: file },
  });
  const asked: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (!Array.isArray(asked)) throw new Error("the recorder wrote no list");
  const own = new Set<string>();
  const others = new Map<string, string>();
  for (const { by, specifier, url } of asked) {
    if (String(url).includes("/dist/bundle/")) own.add(String(url));
    else if (String(by).includes("/dist/bundle/")) others.set(String(specifier), String(url));
  }
  if (own.size === 0) throw new Error(`pkm ${command.join(" ")} loaded nothing of ours`);
  return { command: `pkm ${command.join(" ")}`.trim(), own: [...own], others };
}
