// pkm seek check: shows what pkm sees in documents, and stores nothing.
import { PkmError } from "../../base/errors.ts";
import type { FeedProblem } from "../../seek/feed.ts";
import { ask } from "../../seek/ask.ts";
import { originOf, shownUrl, usualSettings } from "../../seek/source.ts";
import { noFeedFailure } from "../../seek/reading.ts";
import { text, type Report } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context, Readers } from "../context.ts";
import { checkText, type Checked } from "./check-text.ts";

interface Input {
  inputs: readonly string[];
  contentType: string | null;
  baseUrl: string | null;
}

export const command: Command = defineCommand<Input>({
  path: "seek check",
  summary: "show what pkm sees in a feed, store nothing",
  args: "<input...>",
  options: [
    { flags: "--content-type <type>", about: "the Content-Type a server would have sent with a file" },
    { flags: "--base-url <url>", about: "the address a file would have come from" },
  ],
  examples: [
    { line: "pkm seek check https://example.org/feed.xml", about: "fetch it and look" },
    { line: "pkm seek check feed.xml --base-url https://example.org/", about: "a file" },
    { line: "curl -s https://example.org/feed.xml | pkm seek check - --jsonl", about: "what comes in, as JSON" },
  ],
  details:
    "Takes addresses, files, exec: and a program, and - for what is piped in. One answer for each, in order. Exit 1 when one is no feed.",
  parse(words) {
    const baseUrl = words.text("baseUrl");
    if (baseUrl !== null && !URL.canParse(baseUrl)) {
      throw new PkmError("usage", `--base-url takes an address, not ${baseUrl}`, { hint: "pkm seek check --help" });
    }
    return { inputs: words.args, contentType: words.text("contentType"), baseUrl };
  },
  run: check,
});

async function check(context: Context, given: Input): Promise<Report> {
  const readers = await context.readers();
  const checked: Checked[] = [];
  for (const input of given.inputs) checked.push(await checkOne(input, { context, readers, given }));
  const bad = checked.filter(({ format }) => format === null);
  return text(
    { value: checked, text: checked.map(checkText).join("\n\n") },
    {
      outcome: bad.length > 0 ? "failed" : null,
      complaints: bad.map(({ input, problems, feeds }) => {
        const [named] = feeds;
        const mend = named === undefined ? "" : `; try: pkm seek check ${named.url}`;
        return `${input}: ${problems.at(-1)?.message ?? "no feed"}${mend}`;
      }),
    },
  );
}

interface Checking {
  context: Context;
  readers: Readers;
  given: Input;
}

async function checkOne(input: string, { context, readers, given }: Checking): Promise<Checked> {
  const isServed = /^https?:\/\//i.test(input) || originOf(input) === "program";
  const document = isServed ? await fetched(input, context) : await read(input, context, given);
  const shown = shownUrl(input);
  if ("problem" in document) return unread(shown, document.problem);
  const result = readers.readFeed(document.bytes, { contentType: document.contentType, baseUrl: document.baseUrl });
  const report = readers.checkOf(shown, result);
  if (result.format !== null || report.format !== null) return { ...report, feeds: [] };
  const { code, message } = noFeedFailure(result);
  return { ...report, feeds: result.feeds, problems: [...report.problems, { code, message, line: null }] };
}

type Document = { bytes: Uint8Array; contentType: string | null; baseUrl: string | null } | { problem: FeedProblem };

async function fetched(url: string, context: Context): Promise<Document> {
  const asked = { url, etag: null, lastModified: null, foundAt: null, settings: usualSettings };
  const answer = await ask(asked, { web: await context.web(), runProgram: context.runProgram });
  if (answer.kind === "fresh") return { bytes: answer.body, contentType: answer.contentType, baseUrl: answer.url };
  const problem =
    answer.kind === "failed"
      ? { code: answer.code, message: answer.message }
      : {
          code: answer.kind,
          message: answer.kind === "gone" ? "it is gone for good (410)" : "the server sent no document",
        };
  return { problem: { ...problem, line: null } };
}

async function read(path: string, context: Context, { contentType, baseUrl }: Input): Promise<Document> {
  try {
    return { bytes: await context.readFile(path), contentType, baseUrl };
  } catch (thrown) {
    if (!(thrown instanceof PkmError)) throw thrown;
    return { problem: { code: "unreadable-file", message: thrown.message, line: null } };
  }
}

function unread(input: string, problem: FeedProblem): Checked {
  const nothing = { format: null, version: null, encoding: null, title: null, link: null, items: [], feeds: [] };
  return { input, ...nothing, problems: [problem] };
}
