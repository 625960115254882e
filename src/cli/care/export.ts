// pkm export: what pkm holds, in forms that other programs read.
import { PkmError } from "../../base/errors.ts";
import { originOf } from "../../seek/source.ts";
import { text, type Report } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";

const kinds = ["opml"] as const;

interface Input {
  kind: (typeof kinds)[number];
  /** Null: to stdout. */
  out: string | null;
}

export const command: Command = defineCommand<Input>({
  path: "export",
  summary: "hand out what pkm holds, for other programs",
  args: "",
  options: [
    { flags: "--as <kind>", about: `what to hand out: ${kinds.join(", ")}`, choices: kinds },
    { flags: "--out <path>", about: "write it to this file; one that is there stays, unless --yes" },
  ],
  examples: [
    { line: "pkm export --as opml --out sources.opml", about: "your sources, for any feed reader" },
    { line: "pkm export --as opml --out sources.opml --yes", about: "over an older file" },
  ],
  details:
    "opml: every source that is a feed on the web, under its first tag, with its title and all its tags. Programs and saved " +
    "pages are left out, and so are secrets.",
  parse(words) {
    const kind = words.choice("as", kinds);
    if (kind === null)
      throw new PkmError("usage", "what to export was not said", {
        hint: kinds.map((each) => `pkm export --as ${each}`),
      });
    return { kind, out: words.text("out") };
  },
  run: exportAs,
});

async function exportAs(context: Context, { kind, out }: Input): Promise<Report> {
  const { sources } = await context.store();
  const { writeOpml } = await context.readers();
  const all = sources.list();
  const listed = all.filter(({ url }) => originOf(url) === "web");
  const document = await writeOpml(listed);
  const leftOut = all.length - listed.length;
  const words = leftOut === 0 ? [] : [`${leftOut} left out, which are no feeds on the web: pkm seek list`];
  const value = { kind, sources: listed.length, leftOut };
  if (out === null) return text({ value: { ...value, document }, text: document, isExact: true }, { words });
  if (context.flags.isDryRun)
    return text({ value: { dryRun: true, ...value, out }, text: `not done: write ${listed.length} sources to ${out}` });
  context.writeFile(out, document, {
    mayReplace: context.flags.isYes,
    again: `pkm export --as ${kind} --out ${out} --yes`,
  });
  return text(
    { value: { ...value, out }, text: out },
    { words: [...words, `wrote ${listed.length} sources to ${out}`] },
  );
}
