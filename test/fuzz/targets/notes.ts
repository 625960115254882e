// Note files: read whatever they are, edited key by key or refused, and never changed but where they were asked to be.
import { PkmError } from "../../../src/base/errors.ts";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { editFrontmatter } from "../../../src/formats/note-edit.ts";
import { relinkProse } from "../../../src/formats/note-relink.ts";
import { readNote } from "../../../src/formats/note.ts";
import type { FrontmatterEdit } from "../../../src/sense/note.ts";
import { openHomes } from "../../cli/in-home.ts";
import { trouble } from "../dictionary.ts";
import { told } from "../said.ts";
import { textSeeds } from "../seeds.ts";
import { dateComplaints } from "../sound.ts";
import type { Chance } from "../random.ts";
import type { Examined, Target } from "../target.ts";

const pieces = [
  "---\n",
  "---js\n",
  "+++\n",
  "...\n",
  "tags: ",
  "- ",
  ": ",
  "[",
  "]",
  "{",
  "}",
  "&a ",
  "*a ",
  "<<: *a\n",
  "|\n",
  ">-\n",
  "!!js/function ",
  "!!python/object:os.system ",
  "? ",
  "# ",
  "#tag",
  "#",
  "[[",
  "]]",
  "[[a|b]]",
  "](",
  "![[",
  "```\n",
  "~~~\n",
  "`",
  "<!--",
  "-->",
  "<<<<<<< HEAD\n",
  ">>>>>>> x\n",
  "\r\n",
  "\r",
  "\t",
  "id: n1b2\n",
  "title: ",
  "links:\n- {to: n1b2, as: supports}\n",
  "kind: practice\n",
  "created: ",
  "__proto__: {polluted: 1}\n",
  "'",
  '"',
  "\\",
  "\n\n",
  "   ",
];

const edits: readonly FrontmatterEdit[] = [
  { key: "tags", add: ["new tag", "#yes"], remove: ["old"] },
  { key: "title", set: 'It\'s: a "title" # not' },
  { key: "id", set: "n7t7" },
  { key: "context", add: ["work"], remove: [] },
  { key: "growth", set: "settled" },
  { key: "links", add: [{ to: "n1b2", as: "challenges" }], remove: [{ to: "k3d4", as: "example" }] },
  { key: "source", add: ["k9q9"], remove: ["k1b2"] },
];

export const notes: Target = {
  name: "notes",
  dictionary: { tokens: [...pieces, ...pieces, ...trouble], marks: ["\n", ":", "[", "#", "-"] },
  // The YAML library reads frontmatter of 64 kB, and more is not handed to it, in a second or two.
  budgetMs: (bytes) => 2500 + bytes / 100,
  shortRuns: 200,
  reaches: { outcome: "edited", share: 0.3 },
  open() {
    const homes = openHomes();
    const home = homes.fresh();
    const folder = join(home, "notes");
    mkdirSync(folder, { recursive: true });
    return Promise.resolve({
      seeds: textSeeds([
        "---\nid: n2k4\ntitle: Small groups\ntags: [learning, 'two words']\ncontext: work\n# mine\nweight: 007\n---\n\n# Small groups\n\nSee [[other note|that]] and #inline. `#not` [x](k1b2)\n",
        "---\ntags:\n  - one\n  - two # why\nlinks:\n- to: k3d4\n  as: example\nbase: &b [1]\nagain: *b\n---\ntext\n",
        "# Only a body\n\n```js\n[[not]] #not\n```\n\n[[a]] [[b|c]] <https://a.example/> #tag/deep\n",
        "\ufeff---\r\ntitle: |+\r\n  kept\r\n\r\ncreated: 2026-02-30\r\n---\r\nbody\r\n",
      ]),
      close: () => homes.close(),
      async examine(bytes, { chance }) {
        const text = bytes.toString("utf8");
        const read = examined(text, chance);
        if (chance.below(20) !== 0) return read;
        const shown = await shownBy(home, join(folder, "a-note.md"), bytes);
        return { ...read, complaints: [...read.complaints, ...shown] };
      },
    });
  },
};

function examined(text: string, chance: Chance): Examined {
  const complaints: string[] = [];
  const before = readNote(text, "a-note.md");
  if (before.title.trim() === "") complaints.push("a note has no title");
  complaints.push(...dateComplaints(before.created));
  if (!text.endsWith(before.body)) complaints.push("the body is not the end of the file");
  for (const { target, at } of before.mentions)
    if (at < 0 || at >= text.length || target === "") complaints.push(`a mention stands at ${at}`);
  const renamed = relinkProse(text, () => null);
  if (renamed !== text) complaints.push("links that nobody renames are written anew");
  const edit = chance.of(edits);
  try {
    const after = editFrontmatter({ text, path: "a-note.md" }, [edit]);
    const read = readNote(after, "a-note.md");
    if (bodyWithout(read.body) !== bodyWithout(before.body)) complaints.push(`setting ${edit.key} changes the body`);
    if (editFrontmatter({ text: after, path: "a-note.md" }, [edit]) !== after)
      complaints.push(`setting ${edit.key} twice is not as once`);
    return { complaints, outcome: "edited" };
  } catch (error) {
    if (!(error instanceof PkmError)) throw error;
    return { complaints, outcome: "refused" };
  }
}

/** A file without frontmatter is given a blank line between it and its body. */
function bodyWithout(body: string): string {
  return body.replace(/^[\r\n]+/, "");
}

/** As a file in the notes folder: listed and shown by the program, and not a byte of it is another then. */
async function shownBy(home: string, file: string, bytes: Buffer): Promise<readonly string[]> {
  writeFileSync(file, bytes);
  const listed = await told(home, ["sense", "list", "--json"]);
  const shown = await told(home, ["show", "a-note.md"]);
  const complaints = [...listed.complaints, ...shown.complaints];
  if (!readFileSync(file).equals(bytes)) complaints.push("a file is not what it was, once it was shown");
  return complaints;
}
