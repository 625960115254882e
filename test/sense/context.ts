// A command's context over a stocked store and notes folder, for tests of commands that ask nothing and reach no net.
import type { Context } from "../../src/cli/context.ts";
import { bareContext, bareHome, nobody } from "../cli/bare-context.ts";
import type { Stock } from "./stocked.ts";

/** What the person at the other end does; without it nothing may be asked. */
export interface Answers {
  edit?: (text: string) => string | null;
  confirm?: (question: string) => boolean;
}

export function contextOver(stock: Stock, answers: Answers = {}): Context {
  const { edit, confirm } = answers;
  return {
    ...bareContext,
    flags: { ...bareContext.flags, mayAsk: edit !== undefined || confirm !== undefined },
    clock: stock.clock,
    home: bareHome(stock.folder),
    person: {
      ...nobody,
      ...(edit === undefined ? {} : { edit: async (text: string) => edit(text) }),
      ...(confirm === undefined ? {} : { confirm: async (question: string) => confirm(question) }),
      show: async () => undefined,
    },
    store: async () => stock.store,
    vault: async () => stock.vault,
    syncedBy: async () => null,
  };
}
