// Words of the seek commands that say the same thing: whose source it is, how it is asked, and what came of a change.
import { PkmError } from "../../base/errors.ts";
import type { Source, SourceSettings } from "../../seek/source.ts";
import { table, type Report } from "../../ui/report.ts";
import type { OptionSpec, Words } from "../command.ts";
import { secretReference } from "../people/channel-settings.ts";

/** The flags for a server that asks who is there, or that is slow. */
export const askingOptions: readonly OptionSpec[] = [
  {
    flags: "--secret <ref>",
    about: "where the secret is that its server asks for: env:NAME, file:PATH or cmd:PROGRAM",
  },
  { flags: "--user <name>", about: "the name that goes with the secret; without one it is a token" },
  { flags: "--timeout <seconds>", about: "how long its server or program may take" },
];

const timeoutSecondsMax = 600;

/** What was typed of those; left out what was not typed, null where an empty word takes it off. Throws PkmError("usage"). */
export function askingFrom(words: Words): Partial<Pick<SourceSettings, "secret" | "user" | "timeoutMs">> {
  const [secret, user, seconds] = [words.text("secret"), words.text("user"), words.text("timeout")];
  return {
    ...(secret === null ? {} : { secret: secret === "" ? null : secretReference(secret) }),
    ...(user === null ? {} : { user: user === "" ? null : user }),
    ...(seconds === null ? {} : { timeoutMs: seconds === "" ? null : timeoutFrom(words) }),
  };
}

function timeoutFrom(words: Words): number {
  const seconds = words.count("timeout") ?? 0;
  if (seconds >= 1 && seconds <= timeoutSecondsMax) return seconds * 1000;
  throw new PkmError("usage", `--timeout is 1 to ${timeoutSecondsMax} seconds, not ${seconds}`, {
    hint: "pkm seek edit --help",
  });
}

/** Tags as they are stored: without # and blanks around them, none of them empty. */
export function tagsFrom(words: Words, option: string): readonly string[] {
  const tags = words.list(option).map((tag) => tag.replace(/^#/, "").trim());
  return [...new Set(tags.filter((tag) => tag !== ""))];
}

/** The sources as they stand after a change. */
export function sourcesReport(rows: readonly Source[], words: readonly string[]): Report {
  return table(
    {
      rows,
      columns: [
        { title: "id", value: ({ id }) => id, tone: "id" },
        { title: "title", value: ({ title, url }) => title ?? url, isFlexible: true },
        { title: "state", value: ({ state }) => state },
        { title: "url", value: ({ url }) => url, tone: "link", hiddenBelowColumns: 90 },
      ],
      empty: "",
    },
    { ids: rows.map(({ id }) => id), words },
  );
}
