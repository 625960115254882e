// pkm init: three questions, each with a default, and a home that is ready to be read in.
import { resolve } from "node:path";
import { PkmError } from "../../base/errors.ts";
import { text, type Report } from "../../ui/report.ts";
import { defineCommand, Words, type Command } from "../command.ts";
import type { Context } from "../context.ts";
import { command as seekAdd } from "../seek/add.ts";

interface Input {
  notes: string | null;
  author: string | null;
  packs: readonly string[];
}

/** What was answered, or would have been. */
interface Answers {
  notes: string;
  /** Null: nothing is said of it. */
  author: string | null;
  packs: readonly string[];
}

export const command: Command = defineCommand<Input>({
  path: "init",
  summary: "set up notes, your name and a few feeds: three questions",
  args: "",
  options: [
    { flags: "--notes <dir>", about: "the folder of your notes" },
    { flags: "--author <name>", about: "your name on what you publish" },
    { flags: "--pack <name>", about: "feeds to begin with: learning, communities or software", isRepeatable: true },
  ],
  examples: [
    { line: "pkm init", about: "asks three questions; return takes what stands in brackets" },
    { line: "pkm init --yes", about: "asks none" },
    { line: "pkm init --yes --pack learning --author 'Ada Lovelace'", about: "for a script" },
  ],
  details:
    "A config.toml that is there stays as it is; a folder of notes that is there is read in place. pkm works without this " +
    "command too: it only saves you the first file.",
  parse: (words) => ({ notes: words.text("notes"), author: words.text("author"), packs: words.list("pack") }),
  run: setUp,
});

async function setUp(context: Context, input: Input): Promise<Report> {
  const { home, flags } = context;
  const file = await context.configFile();
  const isNew = file.read() === null;
  const known = await context.packNames();
  for (const name of input.packs) await context.pack(name);
  const answers = await answersFor(context, input, { isNew, known });
  if (flags.isDryRun) {
    const would = [...(isNew ? [`write ${home.configFile}`] : []), ...answers.packs.map((pack) => `add pack:${pack}`)];
    return text({ value: { dryRun: true, would }, text: would.map((what) => `not done: ${what}`).join("\n") });
  }
  if (isNew) await file.save(configText(answers));
  const store = await context.store();
  const added = answers.packs.length === 0 ? null : await addPacks(context, answers.packs);
  const sources = store.sources.list().length;
  const next = sources === 0 ? "pkm seek add jarche.com" : "pkm digest";
  const lines = [
    `config  ${home.configFile}${isNew ? "" : " (was there, stays)"}`,
    `store   ${home.storeFile}`,
    `notes   ${answers.notes}`,
    ...(added === null ? [] : [added]),
  ];
  const value = {
    config: home.configFile,
    isWritten: isNew,
    store: home.storeFile,
    notes: answers.notes,
    sources,
    next,
  };
  return text({ value, text: lines.join("\n") }, { words: [`next: ${next}`] });
}

async function answersFor(
  context: Context,
  input: Input,
  { isNew, known }: { isNew: boolean; known: readonly string[] },
): Promise<Answers> {
  const { flags, home, person, env } = context;
  const usual: Answers = {
    notes: input.notes === null ? home.notesDir : fromHere(input.notes),
    author: input.author ?? home.author ?? null,
    packs: input.packs,
  };
  if (flags.isYes) return usual;
  if (!flags.mayAsk) {
    throw new PkmError("usage", "init asks three questions, and nobody is there to answer", { hint: "pkm init --yes" });
  }
  const ask = async (question: string, usually: string): Promise<string> =>
    ((await person.ask(`${question} [${usually === "" ? "none" : usually}] `)) ?? "").trim() || usually;
  const notes =
    isNew && input.notes === null ? fromHere(await ask("Where do your notes lie?", usual.notes)) : usual.notes;
  const name = usual.author ?? env["USER"] ?? "";
  const author = isNew && input.author === null ? await ask("Your name on what you publish?", name) : usual.author;
  const packs = input.packs.length > 0 ? input.packs : await askPacks(ask, known);
  return { notes, author: author === "" ? null : author, packs };
}

/** A folder as it was typed here; ~ is opened out where config.toml is read. */
function fromHere(path: string): string {
  return /^~(?:\/|$)/.test(path) ? path : resolve(path);
}

async function askPacks(
  ask: (question: string, usually: string) => Promise<string>,
  known: readonly string[],
): Promise<readonly string[]> {
  let said = "";
  for (;;) {
    const answer = await ask(`${said}A pack of feeds (${known.join(", ")})?`, "none");
    const names = answer === "none" ? [] : answer.split(/[\s,]+/);
    const unknown = names.find((name) => !known.includes(name));
    if (unknown === undefined) return names;
    said = `There is no pack ${unknown}. `;
  }
}

function configText({ notes, author }: Answers): string {
  const lines = [
    `notes = ${JSON.stringify(notes)}`,
    ...(author === null ? [] : [`author = ${JSON.stringify(author)}`]),
  ];
  return `${lines.join("\n")}\n`;
}

async function addPacks(context: Context, packs: readonly string[]): Promise<string> {
  const report = await seekAdd.execute(
    context,
    new Words(
      packs.map((pack) => `pack:${pack}`),
      {},
    ),
  );
  return report.layout.kind === "text" ? report.layout.text : "";
}
