// pkm demo: one feed item on its whole way, through the real program, in a home that is thrown away.
import { PkmError } from "../../base/errors.ts";
import type { Played, Rehearsal } from "../../demo/rehearsal.ts";
import { text } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { acts, type Act, type Cast } from "./demo-acts.ts";

interface PlayedAct extends Played {
  title: string;
  line: string;
}

export const command: Command = defineCommand<null>({
  path: "demo",
  summary: "show the whole chain in a throw-away home, offline",
  args: "",
  options: [],
  examples: [{ line: "pkm demo", about: "feeds, a digest, a note, a round, feedback, a public post, the trace" }],
  parse: () => null,
  async run(context) {
    const rehearsal = await context.rehearse();
    try {
      const { mode } = context.flags;
      const played: PlayedAct[] = [];
      for (const act of acts) {
        const now = await playAct(act, rehearsal);
        played.push(now);
        if (mode === "human" || mode === "plain") await context.person.show(`${actText(now)}\n\n`);
      }
      const value = played.map(({ title, line, status }) => ({ title, command: line, status }));
      return text({ value, text: closing });
    } finally {
      await rehearsal.close();
    }
  },
});

const closing = `That was all real: a server on this machine, a SQLite file, a folder of notes, the bytes that were
sent. It is thrown away now. To start for yourself:

  pkm seek add jarche.com      any site with a feed
  pkm digest                   every morning
  pkm help                     the rest`;

async function playAct(act: Act, rehearsal: Rehearsal): Promise<PlayedAct> {
  const argv = await act.argv(castOf(rehearsal));
  const played = await rehearsal.play(argv);
  const line = `pkm ${argv.map(quoted).join(" ")}`;
  if (played.status !== act.status) {
    throw new PkmError(
      "failed",
      `the demo stopped at "${line}": exit ${played.status}, not ${act.status}\n${played.stderr}`,
      {
        hint: "pkm doctor",
      },
    );
  }
  return { ...played, title: act.title, line };
}

/** How an act asks for ids that earlier acts made: through the program too, with --ids. */
function castOf(rehearsal: Rehearsal): Cast {
  const first = async (...argv: readonly string[]): Promise<string> => {
    const { stdout, stderr } = await rehearsal.play([...argv, "--ids"]);
    const id = stdout.trim().split("\n")[0] ?? "";
    if (id === "")
      throw new PkmError("failed", `the demo found nothing with "pkm ${argv.join(" ")}"\n${stderr}`, {
        hint: "pkm doctor",
      });
    return id;
  };
  return { addresses: rehearsal.addresses, home: rehearsal.home, first };
}

function actText({ title, line, stdout, stderr }: PlayedAct): string {
  const said = [stdout.trimEnd(), stderr.trimEnd()].filter((part) => part !== "").join("\n");
  const indented = said.split("\n").map((row) => (row === "" ? "" : `  ${row}`));
  return [`# ${title}`, `$ ${line}`, ...indented].join("\n");
}

function quoted(word: string): string {
  return /^[\w%+,./:=@$-]+$/.test(word) ? word : `"${word.replaceAll('"', '\\"')}"`;
}
