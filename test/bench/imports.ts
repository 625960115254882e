// What each module costs to load, for the commands that a person types most: which they load, and each one's processor
// time alone, which others on the machine disturb less than the time on the wall.
import { readFileSync, statSync } from "node:fs";
import * as v from "valibot";
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
    asked.push({
      by: context.parentURL ?? "",
      specifier,
      url: found.url,
      isRequired: context.conditions.includes("require"),
    });
    return found;
  },
});
process.on("exit", () =>
  process.getBuiltinModule("node:fs").writeFileSync(process.env.PKM_BENCH_MODULES_FILE, JSON.stringify(asked)),
);`;

const program = new URL("../../dist/bundle/main.cjs", import.meta.url);
const keptCode = new URL("../../bin/kept-code.js", import.meta.url).href;

/** Loads the first modules, then tells what the other took; what was compiled is kept where pkm keeps it. */
const loader = `const { HOME } = process.env;
if (HOME !== undefined) process.getBuiltinModule("node:module").enableCompileCache(HOME + "/.cache/pkm/code");
const [first, counted] = JSON.parse(process.env.PKM_BENCH_MODULES);
// The first import of a process also starts what imports.
await import("data:text/javascript,");
const { createRequire } = process.getBuiltinModule("node:module");
const require = createRequire(process.execPath);
const load = async ({ url, isRequired, isOurs }) => {
  if (isOurs) (await import("${keptCode}")).loadProgram(new URL(url));
  else if (isRequired) require(url.startsWith("file:") ? decodeURIComponent(new URL(url).pathname) : url);
  else await import(url);
};
for (const each of first) await load(each);
const start = process.cpuUsage();
await load(counted);
const { user, system } = process.cpuUsage(start);
process.stdout.write(String((user + system) / 1000));
process.exit(0);`;

const askedShape = v.array(
  v.object({ by: v.string(), specifier: v.string(), url: v.string(), isRequired: v.boolean() }),
);

interface Module {
  url: string;
  /** Asked for by require(), which for a module of Node's own loads less than import. */
  isRequired: boolean;
  /** The program, loaded as it is started. */
  isOurs?: boolean;
}

interface Loaded {
  command: string;
  /** What the program asks for, by name. */
  others: ReadonlyMap<string, Module>;
}

/** The time of each dependency alone, the dearest first, then of our own code. */
export async function imports(): Promise<readonly Row[]> {
  const loaded = await loadedByCommands();
  const empty = { url: "data:text/javascript,1", isRequired: false };
  const nothing = rowOf({ what: "loading an empty module", values: await loadTimes([], empty) });
  const rows = await rowsOfOthers(loaded);
  const dear = rows.filter(({ measured }) => (measured?.median ?? 0) >= leastMs);
  dear.sort((a, b) => (b.measured?.median ?? 0) - (a.measured?.median ?? 0));
  const remark = `${rows.length - dear.length} more of ${rows.length} take under ${leastMs} ms each`;
  return [...dear, { ...nothing, remark }, await rowOfOwn(loaded)];
}

async function rowsOfOthers(loaded: readonly Loaded[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const [name, module] of new Map(loaded.flatMap(({ others }) => [...others]))) {
    const users = loaded.filter(({ others }) => others.has(name));
    const values = await loadTimes([], module);
    rows.push(rowOf({ what: `loading ${name}`, values, remark: `for ${whose(users, loaded)}` }));
  }
  return rows;
}

/** Our own code, what it asks for being loaded before. */
async function rowOfOwn(loaded: readonly Loaded[]): Promise<Row> {
  const others = [...new Map(loaded.flatMap((each) => [...each.others])).values()];
  const values = await loadTimes(others, { url: program.href, isRequired: false, isOurs: true });
  const kilobytes = statSync(program).size / 1024;
  return rowOf({ what: "loading our own code", values, remark: `${kilobytes.toFixed(0)} kB in one file` });
}

function whose(users: readonly Loaded[], all: readonly Loaded[]): string {
  return users.length === all.length ? "every command" : users.map(({ command }) => command).join(", ");
}

async function loadTimes(first: readonly Module[], counted: Module): Promise<readonly number[]> {
  const times: number[] = [];
  const env = { PKM_BENCH_MODULES: JSON.stringify([first, counted]) };
  for (let round = 0; round <= rounds; round += 1) {
    const { output } = await timed({ program: process.execPath, args: ["--input-type=module", "-e", loader], env });
    // The first fills the disk cache and that of what was compiled.
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
  const others = new Map<string, Module>();
  for (const { by, specifier, url, isRequired } of v.parse(askedShape, JSON.parse(readFileSync(file, "utf8")))) {
    if (by === program.href) others.set(specifier, { url, isRequired });
  }
  if (others.size === 0) throw new Error(`pkm ${command.join(" ")} loaded nothing`);
  return { command: `pkm ${command.join(" ")}`.trim(), others };
}
