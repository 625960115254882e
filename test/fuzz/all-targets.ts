// Every target of the fuzzer.
import type { Target } from "./target.ts";
import { answers } from "./targets/answers.ts";
import { archives } from "./targets/archives.ts";
import { cards } from "./targets/cards.ts";
import { configs } from "./targets/configs.ts";
import { feeds } from "./targets/feeds.ts";
import { imports } from "./targets/imports.ts";
import { letters } from "./targets/letters.ts";
import { lists } from "./targets/lists.ts";
import { madePages } from "./targets/made-pages.ts";
import { notes } from "./targets/notes.ts";
import { queries } from "./targets/queries.ts";
import { refs } from "./targets/refs.ts";
import { webPages } from "./targets/web-pages.ts";

export const targets: readonly Target[] = [
  feeds,
  lists,
  imports,
  cards,
  notes,
  configs,
  queries,
  refs,
  answers,
  archives,
  letters,
  madePages,
  webPages,
];
