// A command's context over a stocked store and notes folder, for tests of commands that ask nothing and reach no net.
import assert from "node:assert/strict";
import type { Context, Flags } from "../../src/cli/context.ts";
import { noWorld } from "../channels/no-world.ts";
import type { Stock } from "./stocked.ts";

const flags: Flags = {
  mode: "json",
  separator: "\n",
  isQuiet: false,
  isVerbose: false,
  isDebug: false,
  mayAsk: false,
  isYes: false,
  isDryRun: false,
  limit: null,
};

/** What the person at the other end does; without it nothing may be asked. */
export interface Answers {
  edit?: (text: string) => string | null;
  confirm?: (question: string) => boolean;
}

export function contextOver(stock: Stock, answers: Answers = {}): Context {
  const refuse = (): never => assert.fail("not to be reached");
  return {
    commands: [],
    flags: { ...flags, mayAsk: answers.edit !== undefined || answers.confirm !== undefined },
    clock: stock.clock,
    home: {
      configFile: "",
      storeFile: "",
      notesDir: stock.folder,
      stateDir: "",
      author: null,
      digestLimit: 12,
      shelfDays: null,
      retainDays: null,
    },
    env: {},
    person: {
      hasStdin: false,
      readStdin: async () => new Uint8Array(),
      edit: async (text) => (answers.edit ?? refuse)(text),
      openUrl: refuse,
      confirm: async (question) => (answers.confirm ?? refuse)(question),
      progress: refuse,
      ask: refuse,
      playScreen: refuse,
      show: async () => undefined,
      columns: 80,
    },
    store: async () => stock.store,
    vault: async () => stock.vault,
    web: refuse,
    readers: refuse,
    channel: refuse,
    channelKinds: refuse,
    secret: refuse,
    ...noWorld,
    readFile: refuse,
    writeFile: refuse,
    runProgram: refuse,
    exclusively: (act) => act(),
    rehearse: refuse,
    close: async () => undefined,
  };
}
