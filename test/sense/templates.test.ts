// Templates and the note of the day, as a person types them, over a real folder.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { dayFields, filled } from "../../src/sense/template.ts";
import { openVault } from "../../src/vault/vault.ts";
import { play, valueOf } from "../cli/play.ts";
import { contextOver, type Answers } from "./context.ts";
import { stocked } from "./stocked.ts";
import { undoLatest } from "./undo.ts";

const fields = { title: "T", date: "2026-11-25", time: "14:05", weekday: "Wednesday", text: "W", quotes: "Q" };

test("fields are filled in one pass, others stay, and what has no place goes to the end", () => {
  const cases: readonly [string, string][] = [
    ["a {{title}} b {{ date }} {{time}} {{weekday}}", "a T b 2026-11-25 14:05 Wednesday\n\nW\n\nQ"],
    ["{{text}} then {{quotes}}", "W then Q"],
    ["{{quotes}}\n", "Q\n\nW"],
    ["{{else}} {title} {{title", "{{else}} {title} {{title\n\nW\n\nQ"],
    ["", "W\n\nQ"],
  ];
  for (const [body, expected] of cases) assert.equal(filled({ front: "", body }, fields).body, expected, body);
  const echo = { ...fields, text: "{{title}} {{quotes}}" };
  assert.equal(filled({ front: "", body: "{{text}}" }, echo).body, "{{title}} {{quotes}}\n\nQ");
  assert.equal(
    filled({ front: "day: {{date}}\nx: '{{title}} {{text}}'\n", body: "" }, fields).front,
    "day: 2026-11-25\nx: '{{title}} {{text}}'\n",
  );
});

test("the day is the local one", () => {
  const before = process.env["TZ"];
  const late = new Date("2026-11-02T23:30:00.000Z");
  try {
    const days = [
      ["Asia/Tokyo", "2026-11-03", "08:30", "Tuesday"],
      ["America/Lima", "2026-11-02", "18:30", "Monday"],
    ] as const;
    for (const [zone, date, time, weekday] of days) {
      process.env["TZ"] = zone;
      assert.deepEqual(dayFields(late), { date, time, weekday });
    }
  } finally {
    if (before === undefined) delete process.env["TZ"];
    else process.env["TZ"] = before;
  }
});

const reading = `---
# how I read
aliases: [x]   # kept
tags: [reading]
title: {{title}}
kind: question
status: {{date}}
---
# {{title}}

Asked on {{weekday}}.

## Mine

{{text}}

## Theirs

{{quotes}}
`;

function desk(t: TestContext, answers: Answers = {}) {
  const stock = stocked(t);
  const { folder } = stock;
  const put = (path: string, text: string): void => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const textOf = (path: string): string => readFileSync(join(folder, path), "utf8");
  const context = contextOver(stock, answers);
  const run = (...argv: readonly string[]) => play(context, ["sense", "note", ...argv]);
  return { ...stock, put, textOf, run, context, day: dayFields(stock.clock.now()) };
}

test("a note from a template has its frontmatter and body, with what was typed and cited in their places", async (t) => {
  const { items, put, textOf, run, store, day } = desk(t);
  put(".templates/reading.md", reading);
  const [item = ""] = items({ title: "A: B", html: "<p>Words here.</p>" });
  await run(item, "--template", "reading", "-m", "Why {{title}}?", "--title", 'A "q": b', "-t", "mine");
  const text = textOf("a-q-b.md");
  const id = store.notes.get("a-q-b.md")?.id ?? "";
  const created = store.notes.get("a-q-b.md")?.created ?? "";
  assert.equal(
    text,
    `---
id: ${id}
title: 'A "q": b'
created: ${created}
kind: question
# how I read
aliases: [x]   # kept
tags: [reading, mine]
status: ${day.date}
source: [${item}]
---

Asked on ${day.weekday}.

## Mine

Why {{title}}?

## Theirs

From [A: B](<https://letters.example/1>)
`,
  );
  assert.deepEqual(store.notes.get("a-q-b.md")?.problems, []);
  assert.equal(store.notes.list().length, 1);
});

test("the editor opens on the filled template; left as it was it saves nothing", async (t) => {
  let shown = "";
  let written: (text: string) => string | null = () => null;
  const edit = (text: string): string | null => {
    shown = text;
    return written(text);
  };
  const { put, textOf, run, folder, day } = desk(t, { edit });
  put(".templates/reading.md", reading);
  assert.deepEqual(valueOf(await run("--template", "reading", "--title", "Asked")), { saved: null });
  assert.equal(shown, `# Asked\n\nAsked on ${day.weekday}.\n\n## Mine\n\n\n\n## Theirs\n`);
  assert.deepEqual(readdirSync(folder), [".templates"]);
  written = (text) => text.replace("# Asked", "# Asked well").replace("## Theirs", "Mine alone.");
  await run("--template", "reading", "--title", "Asked");
  assert.match(textOf("asked-well.md"), /title: Asked well\n[^]*aliases: \[x\] {3}# kept\n[^]*Mine alone\.\n$/);
});

test("a template that is not there, or is broken, or no text, makes nothing and is named", async (t) => {
  const { put, run, folder } = desk(t);
  put(".templates/broken.md", "---\na: [\n---\nx\n");
  put(".templates/latin.md", "x");
  writeFileSync(join(folder, ".templates/latin.md"), Buffer.from([0x63, 0xe9]));
  await assert.rejects(run("-m", "x", "--template", "none"), {
    kind: "not-found",
    message: "there is no template none; there are broken, latin",
  });
  for (const name of ["../reading", ".", "", "a/b"]) {
    await assert.rejects(run("-m", "x", `--template=${name}`), { kind: "not-found" }, name);
  }
  await assert.rejects(run("-m", "x", "--template", "broken"), { kind: "failed", message: /frontmatter is not valid/ });
  await assert.rejects(run("-m", "x", "--template", "latin"), { kind: "failed", message: /is not UTF-8/ });
  assert.deepEqual(readdirSync(folder), [".templates"]);
});

test("a template beside config stands in where the notes have none of that name", (t) => {
  const { folder, put } = desk(t);
  put(".templates/one.md", "from the notes");
  put("../config/one.md", "from config");
  put("../config/two.md", "from config");
  const vault = openVault({ root: folder, templates: join(folder, "../config") });
  assert.deepEqual(vault.templates(), ["one", "two"]);
  assert.equal(vault.template("one")?.body, "from the notes");
  assert.equal(vault.template("two")?.body, "from config");
});

test("today's note is made once, wherever it lies; what is handed in later is one more paragraph", async (t) => {
  const stock = desk(t);
  const { items, put, textOf, run, folder, day, store } = stock;
  put(".templates/daily.md", "---\ntags: [daily]\nmood:\n---\n## {{weekday}}\n");
  const [item = ""] = items({ title: "A", html: "a" });
  await run("--daily");
  await run("--daily");
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith(".md")),
    [`${day.date}.md`],
  );
  const first = textOf(`${day.date}.md`);
  assert.match(first, new RegExp(`title: "?${day.date}"?\\n[^]*mood:\\n---\\n\\n## ${day.weekday}\\n$`));
  assert.deepEqual(store.notes.list()[0]?.tags, ["daily"]);

  mkdirSync(join(folder, "journal"));
  renameSync(join(folder, `${day.date}.md`), join(folder, "journal", `${day.date}.md`));
  await run("--daily", "-m", "Talked.");
  await run("--daily", item, "-t", "met");
  const text = textOf(`journal/${day.date}.md`);
  assert.match(text, /\ntags: \[daily, met\]\n[^]*\n\nTalked\.\n\nFrom \[A\]\(<[^>]*>\)\n$/);
  assert.equal(store.items.get(item).state, "noted");
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith(".md")),
    [],
  );
  assert.match(undoLatest(stock) ?? "", /^added to/);
  assert.equal(undoLatest(stock), `added to “${day.date}”`);
  assert.equal(textOf(`journal/${day.date}.md`), first);
});

test("a day's note that is there opens in the editor; one that another tool wrote is it too", async (t) => {
  const seen: string[] = [];
  const edit = (text: string): string => {
    seen.push(text);
    return `${text}More.\r\n`;
  };
  const { put, textOf, run, day } = desk(t, { edit });
  put(`Daily/${day.date}.md`, "Theirs.\r\n");
  await run("--daily");
  assert.deepEqual(seen, ["Theirs.\r\n"]);
  assert.equal(textOf(`Daily/${day.date}.md`), "Theirs.\r\nMore.\r\n");
  await run("--daily", "-m", "By hand");
  assert.equal(textOf(`Daily/${day.date}.md`), "Theirs.\r\nMore.\r\n\r\nBy hand\r\n");
  await assert.rejects(run("--daily", "--title", "x"), { kind: "usage", message: /takes no --title/ });
});
