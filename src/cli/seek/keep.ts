// pkm seek keep: names what no mute rule and no shelf life touches.
import { defineCommand, type Command } from "../command.ts";
import { parseRuleWish, ruleOptions, runRule, type RuleWish } from "./rule-command.ts";

export const command: Command = defineCommand<RuleWish>({
  path: "seek keep",
  summary: "name what is never muted nor let go unread",
  args: "[query...]",
  options: ruleOptions,
  takesDashWords: true,
  examples: [
    { line: "pkm seek keep by:Jarche", about: "whatever else is muted, this waits" },
    { line: "pkm seek keep --list", about: "the rules, with their numbers" },
  ],
  details: "It marks nothing as kept: it is the exception to pkm seek mute, and to the shelf life of a source.",
  parse: parseRuleWish,
  run: (context, wish) => runRule("keep", context, wish),
});
