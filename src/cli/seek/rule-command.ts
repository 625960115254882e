// What `seek mute` and `seek keep` share: a rule is made, listed, dropped.
import { PkmError } from "../../base/errors.ts";
import { parseRule, ruleEnd, type Rule, type RuleKind } from "../../sense/rule.ts";
import { localText } from "../../ui/time.ts";
import { record, table, type Report } from "../../ui/report.ts";
import type { OptionSpec, Words } from "../command.ts";
import type { Context } from "../context.ts";
import { orRehearsal, recorderFor } from "../dry-run.ts";
import { queryFrom } from "../sense/query-words.ts";

export type RuleWish =
  | { act: "list" }
  | { act: "drop"; no: number }
  | { act: "make"; query: string; span: string | null };

export const ruleOptions: readonly OptionSpec[] = [
  { flags: "--for <time>", about: "12h, 30d, 2w, 3m: then it ends by itself, at the next pkm seek" },
  { flags: "--list", about: "the rules there are, mute and keep" },
  { flags: "--drop <number>", about: "take a rule away, by its number in the list" },
];

/** What is wished of a rule. Throws PkmError("usage"). */
export function parseRuleWish(words: Words): RuleWish {
  const [query, no] = [queryFrom(words.args).trim(), words.count("drop")];
  const span = words.text("for");
  const wishes = [query !== "", words.flag("list"), no !== null].filter(Boolean).length;
  const hint = "pkm help seek mute";
  if (wishes > 1) throw new PkmError("usage", "a query, --list and --drop do not go together", { hint });
  if (span !== null && query === "") throw new PkmError("usage", "--for goes with a query", { hint });
  if (no !== null) return { act: "drop", no };
  return query === "" ? { act: "list" } : { act: "make", query, span };
}

/** Does what is wished, and says how to take it back. */
export function runRule(how: RuleKind, context: Context, wish: RuleWish): Promise<Report> {
  return orRehearsal(() => {
    if (wish.act === "list") return listRules(context);
    return wish.act === "drop" ? dropRule(context, wish.no) : makeRule(context, { ...wish, how });
  });
}

async function listRules(context: Context): Promise<Report> {
  const { rules } = await context.store();
  const rows = rules.list();
  return table<Rule>(
    {
      rows,
      columns: [
        { title: "no", value: ({ no }) => no, align: "right", tone: "id" },
        { title: "rule", value: ({ how }) => how },
        { title: "query", value: ({ query }) => query, isFlexible: true },
        { title: "items", value: ({ items }) => items, align: "right" },
        { title: "until", value: ({ until }) => localText(until) || "it is dropped", hiddenBelowColumns: 60 },
      ],
      empty: "no rules: pkm seek mute <query>",
    },
    { ids: rows.map(({ no }) => String(no)) },
  );
}

async function dropRule(context: Context, no: number): Promise<Report> {
  const store = await context.store();
  const rule = store.rules.list().find((each) => each.no === no);
  const name = rule === undefined ? `rule ${no}` : `rule ${no}, ${rule.how} ${rule.query}`;
  recorderFor(context, store).record(`drop the ${name}`, () => store.rules.drop(no));
  return record(
    { value: { ...rule, no, dropped: true }, fields: [{ label: "dropped", value: name }] },
    { words: ["what it held for is as it was before: pkm undo"] },
  );
}

async function makeRule(
  context: Context,
  { how, query, span }: { how: RuleKind; query: string; span: string | null },
): Promise<Report> {
  const now = context.clock.now();
  parseRule(query, now);
  const until = span === null ? null : ruleEnd(span, now);
  const store = await context.store();
  const no = recorderFor(context, store).record(`${how} ${query}`, () => {
    const made = store.rules.add({ how, query, until });
    store.rules.catchUp();
    return made;
  });
  const rule = store.rules.list().find((each) => each.no === no);
  if (rule === undefined) throw new Error(`the rule ${no} was not written`);
  const things = `${rule.items} item${rule.items === 1 ? "" : "s"}`;
  const done =
    how === "mute" ? `muted ${things}, and what comes` : `kept from mute and shelf life: ${things}, and what comes`;
  return record(
    {
      value: rule,
      fields: [
        { label: "rule", value: `${no}, ${how} ${query}` },
        { label: "items", value: String(rule.items) },
        { label: "until", value: localText(until) || "it is dropped" },
      ],
    },
    { ids: [String(no)], words: [`${done}: pkm seek ${how} --drop ${no}`] },
  );
}
