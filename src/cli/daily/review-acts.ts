// What the keys of review do: each through the command or flow that does it elsewhere, so that undo knows it.
import { PkmError } from "../../base/errors.ts";
import { plainLine } from "../../base/plain.ts";
import { passItem, readItem } from "../../sense/pass.ts";
import type { ReviewEffect } from "../../sense/review-asks.ts";
import type { ItemState } from "../../seek/item.ts";
import type { Context, Person } from "../context.ts";
import { parseCall } from "../program.ts";
import { wholeText, type WholeText } from "../sense/whole-text.ts";
import { linksOf } from "./review-text.ts";

/** What is played on the whole screen, and what it may do with the terminal. */
export type ScreenPlay = Parameters<Person["playScreen"]>[0];
export type Hands = Parameters<ScreenPlay["press"]>[1];

export interface ReviewActs {
  /** Does it; resolves to what to say of it. A foreseen failure is said too, not thrown. */
  perform(effect: ReviewEffect, hands: Hands | null): Promise<string>;
  /** The review is over: nothing is written down of what is still under way. */
  end(): void;
  /** What was done with each of the items; those that wait are missing. */
  standings(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

const doneWords: Readonly<Record<ItemState, string>> = {
  new: "",
  read: "read",
  kept: "kept",
  noted: "noted",
  shared: "shared",
  dropped: "not for me",
  muted: "muted",
  "let-go": "let go",
};

/** Acts from now on; only what they change can be undone by them. */
export async function openReviewActs(context: Context): Promise<ReviewActs> {
  const store = await context.store();
  const before = store.changes.list(1)[0]?.no ?? 0;
  const flags = { ...context.flags, mode: "human", limit: null, isYes: false } as const;
  // The screen is the review's: nothing else may write a line there.
  const person: Person = { ...context.person, progress: () => undefined };
  const quiet: Context = { ...context, flags, person };
  let isOver = false;
  return {
    end: () => void (isOver = true),
    async perform(effect, hands) {
      try {
        return await perform({ context: quiet, before, hands, isWanted: () => !isOver }, effect);
      } catch (thrown) {
        if (!(thrown instanceof PkmError) || thrown.kind === "interrupted") throw thrown;
        return plainLine([thrown.message, ...thrown.mend.slice(0, 1)].join(": "));
      }
    },
    standings: async (ids) =>
      new Map(
        store.items
          .some(ids)
          .map(({ id, state }) => [id, doneWords[state]] as const)
          .filter(([, words]) => words !== ""),
      ),
  };
}

interface Work {
  context: Context;
  /** Number of the last change before the review. */
  before: number;
  /** The screen; null where there is none. */
  hands: Hands | null;
  /** Whether the review still goes on. */
  isWanted: () => boolean;
}

const wholeWords: Readonly<Record<WholeText, (id: string) => string>> = {
  read: (id) => `the whole page of ${id} is here`,
  "came-whole": (id) => `${id} came whole`,
  "no-page": (id) => `${id} has no page that could be asked`,
};

async function perform(work: Work, effect: ReviewEffect): Promise<string> {
  const { context, hands } = work;
  const store = await context.store();
  const { isDryRun } = context.flags;
  switch (effect.act) {
    case "run":
      return effect.isAside && hands !== null
        ? hands.aside(() => runLine(context, effect.argv))
        : runLine(context, effect.argv);
    case "read":
      if (!isDryRun) {
        readItem(store, effect.id);
        store.attention.note("opened", [effect.id]);
      }
      return "";
    case "whole":
      return isDryRun
        ? `would ask the page of ${effect.id}`
        : wholeWords[await wholeText(context, effect.id, work.isWanted)](effect.id);
    case "pass":
      if (isDryRun) return `would mark ${effect.id} as not for me`;
      passItem(store, effect.id);
      return `${effect.id} is not for me`;
    case "copy":
      return copyAddress(work, effect.id);
    case "link":
      return openLink(context, effect);
    case "pipe":
      return pipeText(work, effect);
    case "stage":
      return stageNote(context, effect);
    case "undo":
    case "redo":
      return turnBack(work, effect.act);
  }
}

/** Plays a command line of pkm; what it says of what it did. */
async function runLine(context: Context, argv: readonly string[]): Promise<string> {
  const { command, words } = await parseCall(argv, context.commands);
  const { layout, words: said } = await command.execute(context, words);
  if (said.length > 0) return plainLine(said.join("; "));
  if (layout.kind === "text") return plainLine(layout.text);
  if (layout.kind === "table") return "";
  return plainLine(layout.fields.map(({ label, value }) => `${label} ${value ?? ""}`).join(", "));
}

async function copyAddress({ context, hands }: Work, id: string): Promise<string> {
  const { url } = (await context.store()).items.get(id);
  if (url === null) return `${id} has no address`;
  if (hands === null) return url;
  hands.copy(url);
  return `copied ${plainLine(url)}`;
}

async function openLink(context: Context, { id, n }: { id: string; n: number }): Promise<string> {
  const links = await linksOf(context, id);
  const url = links[n - 1];
  if (url === undefined) return links.length === 0 ? `there is no link in ${id}` : `${id} has ${links.length} links`;
  await context.person.openUrl(url);
  return `opened ${plainLine(url)}`;
}

async function pipeText({ context, hands }: Work, { id, command }: { id: string; command: string }): Promise<string> {
  if (hands === null) return `this is for the screen: pkm show ${id} --full | ${command}`;
  const text = (await context.store()).items.body(id).text ?? "";
  return hands.pipe(command, `${text}\n`);
}

async function stageNote(context: Context, { id, place }: { id: string; place: string }): Promise<string> {
  const note = (await context.store()).notes.ofItem(id).at(-1);
  if (note === undefined) return `there is no note of ${id} to stage: n makes one`;
  return runLine(context, ["share", "stage", `--with=${place}`, "--", note]);
}

async function turnBack({ context, before }: Work, act: "undo" | "redo"): Promise<string> {
  const { changes } = await context.store();
  const change = act === "undo" ? changes.latest() : changes.undone();
  if (change === null || change.no <= before) return `nothing of this review to ${act}: pkm undo --list`;
  await runLine(context, act === "undo" ? ["undo"] : ["undo", "--redo"]);
  return `${act === "undo" ? "undone" : "done again"}: ${plainLine(change.summary)}`;
}
