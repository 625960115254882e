// pkm digest: the morning's selection, frozen, fair to every source; its mark moves only once it was delivered.
import { dayMs, instantNow, type Instant } from "../../base/clock.ts";
import { plainLine } from "../../base/plain.ts";
import { nameOfItem, type Item } from "../../seek/item.ts";
import { composeDigest, type DigestEntry, type DigestMatter, type ShownItem } from "../../share/digest.ts";
import { waitingOf } from "../../share/waiting.ts";
import { text } from "../../ui/report.ts";
import type { Context } from "../context.ts";
import { defineCommand, type Command } from "../command.ts";
import { digestText } from "./digest-text.ts";

interface Input {
  since: "last" | "24h";
  isPeek: boolean;
}

const excerptCharsMax = 160;
const sectionItemsMax = 5;
/** Items looked at for stories told again; what is left is looked at the next time. */
const echoItemsMax = 1000;

export const command: Command = defineCommand<Input>({
  path: "digest",
  summary: "what waits, a fair selection; each item is shown once",
  args: "",
  options: [
    { flags: "--since <when>", about: "last: everything not shown yet (default); 24h: only what came within a day" },
    { flags: "--peek", about: "show it, but let it count as not shown" },
  ],
  examples: [
    { line: "pkm digest", about: "a turn for every source, at most 12 items" },
    { line: "pkm digest --limit 5 --peek", about: "a look that changes nothing" },
    { line: "pkm digest --json", about: "with excerpts and reasons, for a program" },
  ],
  parse: (words) => ({ since: words.choice("since", ["last", "24h"]) ?? "last", isPeek: words.flag("peek") }),
  async run(context, { since, isPeek }) {
    const store = await context.store();
    const now = context.clock.now();
    const from = since === "24h" ? new Date(now.getTime() - dayMs).toISOString() : null;
    const limit = context.flags.limit ?? context.home.digestLimit;
    const matter = await gather(context, { since: from, limit });
    const isFrozen = !isPeek && !context.flags.isDryRun;
    const head = { id: isFrozen ? store.ids.take("digest") : null, date: instantNow(context.clock), since: from };
    const digest = composeDigest(head, matter, {
      limit,
      show: (id, why) => shownItem({ id, why, store }),
    });
    if (digest.sections.length === 0) {
      return text({ value: { ...digest, id: null }, text: "" }, { words: ["nothing waits"] });
    }
    const { id } = digest;
    if (id !== null) store.digests.freeze({ ...digest, id });
    return text(
      { value: digest, text: digestText(digest, context.person.columns) },
      {
        ids: digest.sections.flatMap(({ items }) => items.map((item) => item.id)),
        onTaken: id === null ? null : () => store.digests.deliver(id),
      },
    );
  },
});

async function gather(
  context: Context,
  { since, limit }: { since: Instant | null; limit: number },
): Promise<DigestMatter> {
  const store = await context.store();
  const { digests } = store;
  // Another pkm may have been stopped right after it fetched.
  store.rules.catchUp();
  store.echoes.catchUp(echoItemsMax);
  return {
    candidates: digests.candidates({ since, perSource: limit === 0 ? -1 : limit }),
    waiting: digests.waiting(since),
    lastShown: digests.lastShown(),
    others: [
      { name: "make sense", items: keptEntries(store) },
      { name: "share", items: shareEntries(store, context.clock.now()) },
      { name: "care", items: failingEntries(store) },
    ],
    dropped: store.shelf.letGoSince(digests.lastDelivered()),
  };
}

type Store = Awaited<ReturnType<Context["store"]>>;

function keptEntries({ items }: Store): readonly DigestEntry[] {
  const why = ["kept without a note"];
  const kept = items.keptWithoutNote(sectionItemsMax);
  return kept.map((item) => ({ id: item.id, kind: "item", title: nameOfItem(item), why, excerpt: null }));
}

function shareEntries({ shares }: Store, now: Date): readonly DigestEntry[] {
  return shares.list().flatMap(({ id }) => {
    const facts = shares.facts(id);
    const why = waitingOf(facts, now);
    return why.length === 0
      ? []
      : [{ id, kind: "share", title: facts.versions.at(-1)?.title ?? id, why, excerpt: null }];
  });
}

function failingEntries({ sources }: Store): readonly DigestEntry[] {
  return sources.list().flatMap(({ id, title, url, error }) => {
    if (error === null) return [];
    return [{ id, kind: "source", title: title ?? url, why: [error.message, `try: ${error.hint}`], excerpt: null }];
  });
}

interface Asked {
  id: string;
  why: readonly string[];
  store: Pick<Store, "items" | "echoes">;
}

function shownItem({ id, why, store: { items, echoes } }: Asked): ShownItem & Item {
  const item = items.get(id);
  const others = echoes.others(id);
  const reasons = [
    ...why,
    ...(item.via.length > 1 ? [`${item.via.length} sources brought it`] : []),
    ...(others > 0 ? [`also in ${others} other${others === 1 ? "" : "s"}`] : []),
  ];
  const words = plainLine(items.body(id).text ?? "");
  const excerpt = words.length > excerptCharsMax ? `${words.slice(0, excerptCharsMax).trimEnd()}…` : words;
  return { ...item, title: nameOfItem(item), why: reasons, excerpt: excerpt === "" ? null : excerpt };
}
