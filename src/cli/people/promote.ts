// pkm people promote: my dated word that somebody came nearer, with what shows it; never done by itself.
import { PkmError } from "../../base/errors.ts";
import { plainLine } from "../../base/plain.ts";
import { nextStep, personSteps, type Person, type PersonStep } from "../../people/person.ts";
import { defineCommand, type Command } from "../command.ts";
import type { Context } from "../context.ts";
import { orRehearsal, recorderFor } from "../dry-run.ts";
import { personReport } from "./person-report.ts";

interface Input {
  ref: string;
  /** Null is the next one. */
  to: PersonStep | null;
  because: string | null;
  about: string | null;
}

export const command: Command = defineCommand<Input>({
  path: "people promote",
  summary: "say that somebody came a step nearer, from today",
  args: "<person>",
  options: [
    { flags: "--to <step>", about: `${personSteps.join(", ")}; without it the next one` },
    { flags: "--because <words>", about: "what shows it" },
    { flags: "--about <ref>", about: "the thing that shows it: feedback, a share, a note" },
  ],
  examples: [
    { line: 'pkm people promote p4k2 --because "answered two rounds"', about: "one step nearer" },
    { line: "pkm people promote p4k2 --to followed", about: "a step back" },
  ],
  details:
    "seen > followed > in-touch > co-member. A co-member is a member of one of your communities: pkm community member\n" +
    "says so and takes the step along. Nobody is told, and nobody is ever promoted by pkm.",
  parse: (words) => ({
    ref: words.args[0] ?? "",
    to: words.choice("to", personSteps),
    because: words.text("because"),
    about: words.text("about"),
  }),
  run: (context, input) => orRehearsal(() => promote(context, input)),
});

async function promote(context: Context, { ref, to, because, about }: Input) {
  const store = await context.store();
  const person = store.people.get(store.refs.find(ref, ["person"]));
  const step = to ?? nextStep(person.step);
  if (step === null || step === person.step) {
    throw new PkmError("usage", `${person.name} is ${person.step} already`, {
      hint: `pkm people show ${person.id}`,
    });
  }
  if (step === "co-member") refuseOutsider(person, store.communities.list());
  const shownBy = about === null ? null : store.refs.find(about, ["feedback", "share", "note", "item", "annotation"]);
  const reason = plainLine(because ?? "");
  recorderFor(context, store).record(`${person.name} is ${step}`, () =>
    store.people.setStep(person.id, step, {
      what: `${step}, was ${person.step}${reason === "" ? "" : `: ${reason}`}`,
      ref: shownBy,
    }),
  );
  return personReport(store, store.people.get(person.id), { words: [`${person.name} is ${step} from today`] });
}

interface Place {
  kind: string;
  left: string | null;
  members: readonly { person: string; degree: string }[];
}

function refuseOutsider({ id, name }: Person, places: readonly Place[]): void {
  const isMember = places.some(
    ({ kind, left, members }) =>
      kind !== "network" && left === null && members.some(({ person, degree }) => person === id && degree !== "left"),
  );
  if (isMember) return;
  throw new PkmError("not-yet", `${name} is in none of your communities`, {
    hint: `pkm community member <community> ${id}`,
  });
}
