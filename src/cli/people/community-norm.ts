// pkm community norm: what a community asks of those who send something there.
import { PkmError } from "../../base/errors.ts";
import { plainLine } from "../../base/plain.ts";
import { attributions, type Attribution, type Norms } from "../../people/community.ts";
import { quietHours } from "../../people/rhythm.ts";
import { defineCommand, type Command, type Words } from "../command.ts";
import { orRehearsal, recorderFor } from "../dry-run.ts";
import { placeReport } from "./words.ts";

type Wish = (norms: Norms) => Norms;

export const command: Command = defineCommand<{ place: string; wishes: readonly Wish[] }>({
  path: "community norm",
  summary: "say what a community asks: names, rhythm, quiet hours, confidence",
  args: "<community> [attribution]",
  options: [
    { flags: "--per-week <count>", about: "at most so many rounds in seven days; 0: as many as you like" },
    {
      flags: "--quiet-hours <hours>",
      about: "local hours in which nothing is sent, 22:00-07:00; none takes them away",
    },
    { flags: "--bounded <yes|no>", about: "whether what was shared there stays there; a team's does from the start" },
    { flags: "--say <norm>", about: "a norm in your own words", isRepeatable: true },
    { flags: "--drop <norm>", about: "take such a norm away again", isRepeatable: true },
  ],
  examples: [
    { line: 'pkm community norm "Bench Circle" no-names', about: "what was said may be told, not by whom" },
    {
      line: 'pkm community norm "Bench Circle" --per-week 1 --quiet-hours 21:00-08:00',
      about: "how often, and when not",
    },
  ],
  details:
    "attribution is named (members may be named elsewhere), no-names or none. A round that breaks rhythm or quiet hours is stopped until you say why it goes all the same; so is a name that no norm and no word of its bearer lets out.",
  parse: (words) => ({ place: words.args[0] ?? "", wishes: wishesIn(words) }),
  run: (context, { place: ref, wishes }) =>
    orRehearsal(async () => {
      const store = await context.store();
      const place = store.communities.get(store.refs.find(ref, ["community"]));
      if (wishes.length === 0) return placeReport(place);
      const { norms, attribution, rhythm, isBounded } = place;
      const before: Norms = { norms, attribution, rhythm, isBounded };
      const after = wishes.reduce((now, wish) => wish(now), before);
      const done = `changed the norms of ${place.name}`;
      recorderFor(context, store).record(done, () => store.communities.setNorms(place.id, after));
      return placeReport(store.communities.get(place.id), { words: [done] });
    }),
});

function wishesIn(words: Words): readonly Wish[] {
  const wishes: Wish[] = [];
  const attribution = words.args[1];
  if (attribution !== undefined) {
    const told = attributionNamed(attribution);
    wishes.push((norms) => ({ ...norms, attribution: told }));
  }
  const perWeek = words.count("perWeek");
  if (perWeek !== null) {
    wishes.push((norms) => ({ ...norms, rhythm: { ...norms.rhythm, perWeek: perWeek === 0 ? null : perWeek } }));
  }
  const hours = words.text("quietHours");
  if (hours !== null) {
    const quiet = hours === "none" ? null : quietHours(hours);
    wishes.push((norms) => ({ ...norms, rhythm: { ...norms.rhythm, quiet } }));
  }
  const bounded = words.choice("bounded", ["yes", "no"]);
  if (bounded !== null) wishes.push((norms) => ({ ...norms, isBounded: bounded === "yes" }));
  const said = words
    .list("say")
    .map(plainLine)
    .filter((norm) => norm !== "");
  const dropped = words.list("drop").map(plainLine);
  if (said.length > 0) wishes.push((norms) => ({ ...norms, norms: [...new Set([...norms.norms, ...said])] }));
  if (dropped.length > 0) wishes.push((norms) => ({ ...norms, norms: without(norms.norms, dropped) }));
  return wishes;
}

function attributionNamed(text: string): Attribution {
  const found = attributions.find((known) => known === text);
  if (found !== undefined) return found;
  throw new PkmError("usage", `who said what may be told ${attributions.join(", ")}, not ${text}`, {
    hint: 'pkm community norm <community> --say "…"',
  });
}

function without(norms: readonly string[], dropped: readonly string[]): readonly string[] {
  const missing = dropped.find((norm) => !norms.includes(norm));
  if (missing === undefined) return norms.filter((norm) => !dropped.includes(norm));
  throw new PkmError("not-found", `there is no norm “${missing}”`, { hint: "pkm community show <community>" });
}
