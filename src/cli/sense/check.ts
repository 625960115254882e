// pkm sense check: what an item says, checked in four steps, with findings kept and a status worked out from them.
import { PkmError } from "../../base/errors.ts";
import { plainLine } from "../../base/plain.ts";
import { type Bearing, bearings, checkSteps, type CheckStep, stepQuestions } from "../../sense/check.ts";
import { addClaim, addFinding, checkedOf, placeFound } from "../../sense/check-flow.ts";
import { nameOfItem } from "../../seek/item.ts";
import { record, type Report } from "../../ui/report.ts";
import { defineCommand, type Command, type Words } from "../command.ts";
import type { Context } from "../context.ts";
import { answerFrom, statusText, stepLines } from "./check-words.ts";
import { notesNow, type OpenStore } from "./notes-now.ts";
import { wouldDo } from "./would-do.ts";

const acts = ["claim", ...checkSteps] as const;

interface Input {
  ref: string;
  /** Null shows, and on a terminal walks. */
  act: "claim" | CheckStep | null;
  /** As typed; null when none was. */
  found: string | null;
  bears: Bearing | null;
  message: string | null;
}

export const command: Command = defineCommand<Input>({
  path: "sense check",
  summary: "check what an item says in four steps, and keep what you find",
  args: "<item> [step] [found]",
  options: [
    { flags: "-m, --message <text>", about: "what you found, or the claim, in your words" },
    { flags: "--as <bearing>", about: `how what you found bears on it: ${bearings.join(", ")}` },
  ],
  examples: [
    { line: "pkm sense check k4n2", about: "how it stands; on a terminal it asks step by step" },
    { line: 'pkm sense check k4n2 stop -m "too neat to be true"', about: "before anything else" },
    { line: 'pkm sense check k4n2 claim -m "Half of all teams fail"', about: "one claim of several gets an id" },
    { line: "pkm sense check q2d4 trace https://example.org/survey", about: "where it was said first" },
    { line: "pkm sense check q2d4 find k9n3 --as supports", about: "who else says it: supports, disputes, retracts" },
  ],
  details:
    `The steps are those of SIFT: ${checkSteps.map((step) => `${step} (${stepQuestions[step]})`).join(", ")}\n` +
    "Findings are about the item as a whole, or about one claim by its id. The status is worked out from them:\n" +
    "unchecked, traced, corroborated when somebody says it by their own work, else disputed or retracted. A copy of one\n" +
    "story, another page of one site, source or author, and what goes back to one origin do not corroborate.",
  parse: parseCheck,
  async run(context, input) {
    const { store } = await notesNow(context);
    const about = store.refs.find(input.ref, ["item", "claim"]);
    if (input.act === null) {
      if (context.flags.mayAsk && !context.flags.isDryRun) await walk(context, store, about);
      return reportOn(store, about);
    }
    if (context.flags.isDryRun) return wouldDo(`write down what checking ${about} found: ${input.act}`);
    return reportOn(store, write(store, about, input));
  },
});

function parseCheck(words: Words): Input {
  const [ref = "", first, found = null] = words.args;
  const hint = "pkm sense check --help";
  const act = acts.find((candidate) => candidate === first) ?? null;
  if (first !== undefined && act === null) {
    throw new PkmError("usage", `the steps are ${acts.join(", ")}, not ${first}`, { hint });
  }
  const bears = words.choice("as", bearings);
  const message = words.text("message");
  if (message?.trim() === "") throw new PkmError("usage", "-m is empty", { hint });
  if (found !== null && act !== "find" && act !== "trace") {
    throw new PkmError("usage", `${act ?? "check"} takes words, not ${found}`, { hint });
  }
  if (bears !== null && act !== "find") throw new PkmError("usage", "--as goes with find", { hint });
  if (act !== null && found === null && message === null) throw new PkmError("usage", `${act} needs -m`, { hint });
  return { ref, act, found, bears, message };
}

/** Writes it down; hands back what it is about. */
function write(store: OpenStore, about: string, { act, found, bears, message }: Input): string {
  if (act === "claim") {
    if (store.checks.claimOf(about) !== null) {
      throw new PkmError("usage", "a claim is of an item", { hint: "pkm sense check ITEM claim -m TEXT" });
    }
    return addClaim(store, about, message ?? "").id;
  }
  if (act === null) return about;
  const place = found === null ? null : placeFound(store, found);
  const usual = act === "find" && place !== null ? "supports" : null;
  addFinding(store, { about, step: act, bears: bears ?? usual, found: place, text: message });
  return about;
}

/** Asks for every step that nothing was found for; an empty answer leaves it. Ends with the input. */
async function walk(context: Context, store: OpenStore, about: string): Promise<void> {
  const { person } = context;
  const { findings, item } = checkedOf(store, about);
  const name = store.checks.claimOf(about)?.text ?? nameOfItem(store.items.get(item));
  const due = checkSteps.filter((step) => !findings.some((finding) => finding.step === step));
  if (due.length > 0) await person.show(`${about} ${plainLine(name)}\nan empty line leaves a step for later\n\n`);
  for (const step of due) {
    const answer = await person.ask(`${step}: ${stepQuestions[step]}\n> `);
    if (answer === null) return;
    if (answer.trim() === "") continue;
    const isPlaced = step === "find" || step === "trace";
    const { place, bears, text } = isPlaced ? answerFrom(answer) : { place: null, bears: null, text: answer.trim() };
    const input = { ref: about, act: step, found: place, bears: step === "find" ? bears : null, message: text };
    write(store, about, input);
  }
}

function reportOn(store: OpenStore, about: string): Report {
  const checked = checkedOf(store, about);
  const { item, claim, next } = checked;
  const claims = about === item ? store.checks.claimsOf(item).map(({ id }) => checkedOf(store, id)) : [];
  return record(
    {
      value: {
        ...checked,
        claims: claims.map((each) => ({ id: each.about, text: each.claim, status: each.status })),
      },
      fields: [
        { label: claim === null ? "item" : "claim", value: about, tone: "id" },
        { label: "says", value: claim ?? nameOfItem(store.items.get(item)), tone: "strong" },
        { label: "of", value: claim === null ? null : `${item} ${nameOfItem(store.items.get(item))}` },
        { label: "stands", value: statusText(checked), tone: toneOf[checked.status] },
        ...claims.map((each) => ({ label: each.about, value: `${statusText(each)} · ${each.claim ?? ""}` })),
      ],
      body: stepLines(store, checked),
    },
    {
      ids: [about],
      words: next === null ? [] : [`next, ${stepQuestions[next]} pkm sense check ${about} ${next} -m TEXT`],
    },
  );
}

const toneOf = {
  unchecked: "dim",
  traced: "plain",
  corroborated: "good",
  disputed: "warn",
  retracted: "bad",
} as const;
