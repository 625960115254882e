// pkm import: takes in what another program or another pkm handed out; says first what it would do.
import { PkmError } from "../../base/errors.ts";
import { isArchive } from "../../share/archive.ts";
import { isState } from "../../share/machine-state.ts";
import type { Report } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";
import { importArchive } from "./import-archive.ts";
import { importFolder } from "./import-folder.ts";
import { importReading } from "./import-reading.ts";
import { importState } from "./import-state.ts";

const kinds = [
  "all",
  "state",
  "opml",
  "newsboat",
  "pocket",
  "raindrop",
  "instapaper",
  "readwise",
  "reader",
  "omnivore",
  "bookmarks",
  "hypothesis",
  "w3c",
  "zotero",
  "markdown",
] as const;
type Kind = (typeof kinds)[number];

interface Input {
  path: string;
  /** Null: told by what is in it. */
  kind: Kind | null;
  isTrusted: boolean;
}

export const command: Command = defineCommand<Input>({
  path: "import",
  summary: "take in what another program, or another pkm, handed out",
  args: "<file>",
  options: [
    { flags: "--as <kind>", about: `what it is, where that can not be told: ${kinds.join(", ")}`, choices: kinds },
    { flags: "--trust", about: "an archive is my own: take the programs and secrets that it names" },
  ],
  examples: [
    { line: "pkm import part_000000.csv -n", about: "what of it is new, known, or not understood; nothing is changed" },
    { line: "pkm import part_000000.csv", about: "Pocket: pages, tags, what was read" },
    { line: "pkm import ~/.newsboat/urls", about: "feeds and their tags; commands are named and left out" },
    { line: "pkm import ~/obsidian", about: "a folder of Markdown notes, copied beside yours, never over one" },
    { line: "pkm export --as all | pkm --home ~/copy import -", about: "a second home that is the same" },
  ],
  details:
    "What a file is, is told by what is in it. Each import is one change: pkm undo takes back its marks, tags,\n" +
    "quotes and sources, while the pages themselves stay and can be found. Done twice it brings nothing new, and what\n" +
    "you did in pkm since stays as it is. The network is not asked: pkm seek fetches new feeds.\n\n" +
    "  feeds     OPML, newsboat urls\n" +
    "  pages     Pocket (CSV, HTML), Raindrop, Instapaper, Readwise Reader (CSV), Omnivore (JSON), bookmarks of any\n" +
    "            browser (HTML), Zotero (CSL JSON)\n" +
    "  marks     Readwise (CSV), Hypothes.is and W3C Web Annotations (JSON), and those that come with the pages\n" +
    "  notes     a folder of Markdown files, as Obsidian, zk and nb keep them. To leave them where they are, name the\n" +
    "            folder in config.toml instead: pkm help files\n" +
    "  all       what pkm export --as all wrote, into an empty home\n" +
    "  state     what pkm export --as state wrote on another of your machines, merged with what you did here\n\n" +
    "Pages become items of a source named after the service; their folders and tags become tags, stars make them kept,\n" +
    "highlights and notes become annotations. Commands and secrets are never taken.",
  parse: (words) => ({
    path: words.args[0] ?? "-",
    kind: words.choice("as", kinds),
    isTrusted: words.flag("trust"),
  }),
  run,
});

async function run(context: Context, { path, kind, isTrusted }: Input): Promise<Report> {
  const document = await context.document(path);
  if (document.isFolder || kind === "markdown") {
    if (document.isFolder && (kind === null || kind === "markdown")) return importFolder(context, path);
    const what = document.isFolder ? `a folder can not be ${kind}` : `${document.name} is no folder of Markdown files`;
    throw new PkmError("usage", what, { hint: "pkm help import" });
  }
  if (kind === "all" || (kind === null && document.startsWith(isArchive)))
    return importArchive(context, document, { isTrusted });
  if (kind === "state" || (kind === null && document.startsWith(isState))) return importState(context, document);
  const { recognise } = await context.readers();
  const reading = await recognise(document.whole(), kind);
  if (reading === null) {
    const what = kind === null ? "nothing that pkm can read" : `no ${kind}`;
    throw new PkmError("failed", `${document.name} is ${what}`, { hint: "pkm help import" });
  }
  return importReading(context, reading, document.name);
}
