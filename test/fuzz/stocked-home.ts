// A home with something of everything in it, to ask hostile questions of.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inHome, openHomes } from "../cli/in-home.ts";

export interface StockedHome {
  home: string;
  /** Ids of what is in it, of every kind. */
  ids: readonly string[];
  /** Runs what must end well; what it printed, without the last line feed. */
  well(argv: readonly string[], input?: string): Promise<string>;
  close(): void;
}

const pages = [
  "title,url,time_added,tags,status",
  "Small groups learn aloud,https://a.example/groups,1700000000,learning|teams,unread",
  "Über Gärten and Öfen,https://b.example/ofen,1700000100,garden,archive",
  "学びは声に出すと早く直る,https://c.example/kana,1700000200,learning,unread",
  '"It\'s a quote, ""so"" it is",https://d.example/quote,1700000300,,unread',
];

/** Opens one; the same things are in it each time, but for ids that chance gives. */
export async function openStockedHome(): Promise<StockedHome> {
  const homes = openHomes();
  const home = homes.fresh();
  const well: StockedHome["well"] = async (argv, input = "") => {
    const { status, stdout, stderr } = await inHome(home, argv, { input });
    if (status !== 0) throw new Error(`pkm ${argv.join(" ")} ended with ${status}: ${stderr}`);
    return stdout.trim();
  };
  await well(["import", "-"], `${pages.join("\n")}\n`);
  const items = (await well(["find", "kind:item", "--ids"])).split("\n");
  const [first = "", second = ""] = items;
  await well(["sense", "mark", first, "-m", "where work is seen"]);
  const note = await well([
    "sense",
    "note",
    first,
    "--title",
    "Seen work",
    "-m",
    "What I think of it. #learning",
    "--ids",
  ]);
  const other = await well(["sense", "note", second, "--title", "Other work", "-m", "Against [[Seen work]].", "--ids"]);
  await well(["sense", "link", other, note, "--as", "challenges"]);
  await well(["people", "add", "Ines Aalto", "--mail", "ines@bench.example"]);
  await well(["community", "add", "Bench Circle"]);
  await well(["community", "member", "Bench Circle", "Ines Aalto"]);
  await well(["community", "channel", "Bench Circle", "file", "--exposure", "closed", "--dir", join(home, "out")]);
  const share = await well(["share", "stage", note, "--with", "Bench Circle", "--ask", "Does it hold?", "--ids"]);
  await well(["share", "send", share]);
  const said = ["--from", "Ines Aalto", "--via", "coffee", "-m", "Yes, where it is seen."];
  const feedback = await well(["share", "feedback", share, "add", ...said, "--ids"]);
  await well(["seek", "mute", "promotion"]);
  writeFileSync(join(home, "config.toml"), '[views]\nwork = "tag:learning"\nloop = "@loop"\n');
  const people = (await well(["people", "--ids"])).split("\n");
  const places = (await well(["community", "--ids"])).split("\n");
  return {
    home,
    well,
    ids: [...items, note, other, share, feedback, ...people, ...places],
    close: () => homes.close(),
  };
}
