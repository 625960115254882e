// A command's context in which every port refuses: a test spreads it and puts in what its command may reach.
import assert from "node:assert/strict";
import type { Context } from "../../src/cli/context.ts";
import type { Settings } from "../../src/base/setting-keys.ts";
import { noWorld } from "../channels/no-world.ts";
import type { Home } from "../../src/machine/home.ts";

const refuse = (): never => assert.fail("not to be reached");

/** The settings of a home without config.toml, with what a test says differently. */
export function settingsWith(said: Partial<Settings> = {}): Settings {
  return {
    text: () => null,
    count: () => null,
    texts: () => null,
    table: () => new Map(),
    rows: () => [],
    problem: null,
    ...said,
  };
}

/** A home without config.toml, with its notes in `notesDir`. */
export function bareHome(notesDir: string): Home {
  return {
    folder: null,
    configFile: "",
    storeFile: "",
    notesDir,
    stateDir: "",
    settings: settingsWith(),
    author: null,
    digestLimit: 12,
    shelfDays: null,
    retainDays: null,
    mail: { from: null, to: [], smtp: null, secret: null, box: null, imap: null, whenUnsure: null },
  };
}

/** The person at the other end, who answers nothing. */
export const nobody: Context["person"] = {
  hasStdin: false,
  readStdin: async () => new Uint8Array(),
  edit: refuse,
  confirm: refuse,
  ask: refuse,
  playScreen: refuse,
  openUrl: refuse,
  show: refuse,
  progress: refuse,
  columns: 80,
};

export const bareContext: Context = {
  commands: [],
  flags: {
    mode: "json",
    separator: "\n",
    isQuiet: false,
    isVerbose: false,
    isDebug: false,
    mayAsk: false,
    isYes: false,
    isDryRun: false,
    limit: null,
  },
  clock: { now: refuse },
  home: bareHome(""),
  person: nobody,
  env: {},
  configFile: refuse,
  store: refuse,
  vault: refuse,
  web: refuse,
  readers: refuse,
  readApart: refuse,
  keepHeapSmall: refuse,
  runProgram: refuse,
  channel: refuse,
  ...noWorld,
  secret: refuse,
  keepSecret: refuse,
  readFile: refuse,
  document: refuse,
  notesIn: refuse,
  backups: refuse,
  syncedBy: refuse,
  writeParts: refuse,
  writeFolder: refuse,
  heldForms: refuse,
  writeFile: refuse,
  packNames: refuse,
  pack: refuse,
  holdRun: async () => () => undefined,
  digestForms: refuse,
  post: refuse,
  program: [],
  timers: refuse,
  rehearse: refuse,
  close: async () => undefined,
};
