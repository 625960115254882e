// The seek commands run as the program runs them, against a loopback server and a home that is thrown away.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { Words, type Command } from "../../src/cli/command.ts";
import type { Context, Flags } from "../../src/cli/context.ts";
import { findHome } from "../../src/machine/home.ts";
import { openTerminal } from "../../src/term/terminal.ts";
import { printJson } from "../../src/ui/json.ts";
import type { Report } from "../../src/ui/report.ts";
import { printTsv } from "../../src/ui/tsv.ts";
import { commands } from "../../src/cli/all.ts";
import { run } from "../../src/main.ts";
import { openContext } from "../../src/world.ts";
import { serve } from "../net/loopback.ts";
import { handClock, type HandClock, type Route } from "../seek/flow.ts";

export interface Ran {
  report: Report;
  /** The JSON answer, parsed. */
  json: unknown;
  /** What a pipe gets. */
  plain: string;
}

export interface Stage {
  context: Context;
  clock: HandClock;
  folder: string;
  origin: string;
  routes: Map<string, Route>;
  asked: string[];
  run(command: Command, args: readonly string[], options?: Record<string, unknown>): Promise<Ran>;
}

const quietFlags: Flags = {
  mode: "plain",
  separator: "\n",
  isQuiet: true,
  isVerbose: false,
  isDebug: false,
  mayAsk: false,
  isYes: false,
  isDryRun: false,
  limit: null,
};

export async function openStage(t: TestContext, flags: Partial<Flags> = {}): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "pkm-cli-seek-"));
  const clock = handClock();
  const world = { env: {}, clock, terminal: openTerminal(process), version: "0.0.0-test", program: { commands, run } };
  const context = openContext(world, { ...quietFlags, ...flags }, await findHome(join(folder, "home"), {}));
  t.after(async () => {
    await context.close();
    rmSync(folder, { recursive: true });
  });
  const routes = new Map<string, Route>();
  const asked: string[] = [];
  const { origin } = await serve(t, (request, response) => {
    const path = request.url ?? "/";
    asked.push(path);
    const route = routes.get(path);
    if (typeof route === "function") route(request, response);
    else if (route === undefined) response.writeHead(404).end();
    else response.end(route);
  });
  return {
    context,
    clock,
    folder,
    origin,
    routes,
    asked,
    async run(command, args, options = {}) {
      const report = await command.execute(context, new Words(args, options));
      const json: unknown = JSON.parse(printJson(report));
      return { report, json, plain: printTsv(report) };
    },
  };
}

/** The keys of each object in a list, each set once. */
export function keysOf(list: unknown): readonly string[] {
  if (!Array.isArray(list)) return [];
  const sets = list.map((each: unknown) =>
    fieldsOf(each)
      .map(([name]) => name)
      .join(" "),
  );
  return [...new Set(sets)];
}

/** The value at a path of keys and indexes. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce((inner: unknown, key) => fieldsOf(inner).find(([name]) => name === String(key))?.[1], value);
}

function fieldsOf(value: unknown): readonly [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}
