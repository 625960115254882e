// The options that say how the words are put where posts have a form of their own.
import { plainLine } from "../../base/plain.ts";
import type { PostForm } from "../../share/channel.ts";
import { checkLanguage } from "../../share/language.ts";
import type { OptionSpec, Words } from "../command.ts";

export const formOptions: readonly OptionSpec[] = [
  { flags: "--thread", about: "posts: make a thread of what is too long for one" },
  { flags: "--warning <text>", about: "posts: a content warning in front of the words" },
  { flags: "--language <tag>", about: "posts: the language they are in: en" },
];

/** What was said of the form; what was not said is left out. Throws PkmError("usage"). */
export function formFrom(words: Words): Partial<PostForm> {
  const warning = words.text("warning");
  const language = words.text("language");
  checkLanguage(language);
  return {
    ...(words.flag("thread") ? { isThread: true } : {}),
    ...(warning === null ? {} : { warning: plainLine(warning) || null }),
    ...(language === null ? {} : { language }),
  };
}
