// pkm seek mute: leaves what a query finds out of digest, lists and counts; it stays stored.
import { defineCommand, type Command } from "../command.ts";
import { parseRuleWish, ruleOptions, runRule, type RuleWish } from "./rule-command.ts";

export const command: Command = defineCommand<RuleWish>({
  path: "seek mute",
  summary: "leave out what a query finds; it stays, and comes back",
  args: "[query...]",
  options: ruleOptions,
  takesDashWords: true,
  examples: [
    { line: 'pkm seek mute "world cup" --for 30d', about: "both words, for a month" },
    { line: "pkm seek mute from:s4k2 -review", about: "all of one source but what says review" },
    { line: "pkm seek mute --list", about: "the rules, with their numbers" },
    { line: "pkm seek mute --drop 2", about: "everything it held for waits again" },
  ],
  details:
    "A rule takes words, tag: from: by: context: via:, as in pkm help find. It holds for what is there and for what comes. " +
    "A muted item is stored and searched, but waits nowhere: pkm find is:muted shows it. What you did something with is " +
    "never hidden, and pkm seek keep names what no rule may mute.",
  parse: parseRuleWish,
  run: (context, wish) => runRule("mute", context, wish),
});
