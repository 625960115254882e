// pkm share feedback: what came back, writing it down, and deciding about it.
import { PkmError } from "../../base/errors.ts";
import { shellWord } from "../../base/shell-word.ts";
import { claimOf } from "../../share/taken-up.ts";
import { consents, type Consent, type Feedback, type Verdict } from "../../share/feedback.ts";
import { listen } from "../../share/listen.ts";
import { addFeedback, closeRounds, decide } from "../../share/reply.ts";
import { take } from "../../share/take.ts";
import { feedbackView } from "../../share/view.ts";
import { record, text, type Report } from "../../ui/report.ts";
import { defineCommand, type Command } from "../command.ts";
import { orRehearsal, Rehearsed } from "../dry-run.ts";
import { openDesk, type ShareDesk } from "./desk.ts";
import { countedWords, heardRows, heardTable, nextWords, unheard } from "./heard.ts";

type Action =
  | { do: "list"; isAll: boolean }
  | { do: "fetch" }
  | { do: "take"; feedback: string; from: string | null }
  | { do: "close" }
  | { do: "add"; from: string; via: string; text: string; about: string | null; consent: Consent }
  | { do: "decide"; verdict: Verdict; feedback: string; why: string | null };

const verdicts: Readonly<Record<string, Verdict>> = { accept: "accepted", decline: "declined", defer: "deferred" };

export const command: Command = defineCommand<{ ref: string | null; action: Action }>({
  path: "share feedback",
  summary: "fetch and list what came back, write it down, decide about it",
  args: "[share] [action] [feedback]",
  options: [
    { flags: "--fetch", about: "ask the channels what came back; without a share, for everything that is open" },
    { flags: "--all", about: "list automatic answers, reactions and repeats too" },
    { flags: "--from <person>", about: "who said it: id, name or mail" },
    { flags: "--via <how>", about: "how it came: coffee, mail, call" },
    { flags: "-m, --message <text>", about: "what was said" },
    { flags: "--about <passage>", about: "what it is about" },
    { flags: "--consent <how>", about: "private, no-name or named: how far it may be passed on", choices: consents },
    { flags: "--why <reason>", about: "why it is declined or put off" },
  ],
  examples: [
    { line: "pkm share feedback d3r7", about: "the points, those to decide first" },
    { line: "pkm share feedback --fetch", about: "ask all channels; says only what is new, so cron may run it" },
    { line: "pkm share feedback d3r7 take f2k9", about: "it was kept apart, but it counts" },
    {
      line: 'pkm share feedback d3r7 add --from "Ines Aalto" --via coffee -m "What about code?"',
      about: "write it down",
    },
    { line: "pkm share feedback d3r7 accept f2k9", about: "it will be taken up" },
    { line: 'pkm share feedback d3r7 decline f2k9 --why "another note"', about: "with the reason" },
    { line: "pkm share feedback d3r7 close", about: "take no more answers in this round" },
  ],
  details:
    "What comes back is taken in once. Feedback is what somebody says who was asked; what strangers, programs and lists say is kept apart until you take it. What a reply quotes of your text is not part of it.",
  parse(words) {
    const [ref = null, verb = "list", feedback = ""] = words.args;
    refuseStray(words.flag("fetch") ? "--fetch" : verb, words);
    if (words.flag("fetch")) {
      if (words.args.length < 2) return { ref, action: { do: "fetch" } };
      throw new PkmError("usage", `--fetch and ${verb} are two things`, { hint: `pkm share feedback ${ref} --fetch` });
    }
    return { ref, action: actionOf(verb, { ref: ref ?? "<share>", feedback, words }) };
  },
  run: (context, { ref, action }) =>
    orRehearsal(async () => {
      const desk = await openDesk(context);
      const named = ref === null ? null : desk.find(ref);
      if (action.do === "fetch") {
        if (context.flags.isDryRun) throw new Rehearsed("the channels would be asked what came back");
        return fetchReport(desk, named);
      }
      if (named === null) return openReport(desk);
      const share = named;
      switch (action.do) {
        case "list":
          return listReport(desk, share, action);
        case "take": {
          const id = desk.store.refs.find(action.feedback, ["feedback"]);
          const person = action.from === null ? null : personNamed(desk, action.from);
          const taken = await take(desk, { share, id, person });
          return feedbackReport(taken, [
            `took ${id}: pkm share feedback ${share} accept ${id} (or decline --why, defer)`,
          ]);
        }
        case "close":
          return closeReport(share, closeRounds(desk, share));
        case "add":
          return addReport(desk, share, action);
        case "decide": {
          const id = desk.store.refs.find(action.feedback, ["feedback"]);
          const decided = decide(desk, { share, id, verdict: action.verdict, why: action.why });
          return feedbackReport(decided, [
            `${action.verdict} ${id}: pkm share ${action.verdict === "accepted" ? `revise ${share}` : share}`,
          ]);
        }
      }
    }),
});

type Words = Parameters<Command["execute"]>[1];

/** The actions that each of these goes with. */
const goWith: readonly (readonly [string, readonly string[]])[] = [
  ["from", ["add", "take"]],
  ["via", ["add"]],
  ["message", ["add"]],
  ["about", ["add"]],
  ["consent", ["add"]],
  ["why", Object.keys(verdicts)],
];

/** What was said with -m and goes nowhere would be lost. */
function refuseStray(verb: string, words: Words): void {
  const stray = goWith.find(([name, verbs]) => words.text(name) !== null && !verbs.includes(verb));
  if (stray === undefined) return;
  const [name, verbs] = stray;
  throw new PkmError("usage", `--${name} goes with ${verbs.join(" or ")}, not with ${verb}`, {
    hint: "pkm help share feedback",
  });
}

function actionOf(verb: string, { ref, feedback, words }: { ref: string; feedback: string; words: Words }): Action {
  if (verb === "list") return { do: "list", isAll: words.flag("all") };
  if (verb === "close") return { do: verb };
  if (feedback === "" && ["take", ...Object.keys(verdicts)].includes(verb))
    throw new PkmError("usage", `which feedback to ${verb}?`, { hint: `pkm share feedback ${ref}` });
  if (verb === "take") return { do: "take", feedback, from: words.text("from") };
  if (verb === "add") {
    const from = words.text("from");
    const message = words.text("message");
    if (from === null || message === null) {
      throw new PkmError("usage", "feedback add needs --from and -m", {
        hint: `pkm share feedback ${ref} add --from <person> --via coffee -m "…"`,
      });
    }
    const consent = words.choice("consent", consents) ?? "private";
    return { do: "add", from, via: words.text("via") ?? "by hand", text: message, about: words.text("about"), consent };
  }
  const verdict = Object.hasOwn(verdicts, verb) ? verdicts[verb] : undefined;
  if (verdict === undefined) {
    throw new PkmError("usage", `share feedback knows add, take, accept, decline, defer and close, not ${verb}`, {
      hint: `pkm share feedback ${ref}`,
    });
  }
  return { do: "decide", verdict, feedback, why: words.text("why") };
}

function listReport(desk: ShareDesk, share: string, { isAll }: { isAll: boolean }): Report {
  const replies = desk.replies.ofShare(share);
  const { feedback, versions } = desk.shares.facts(share);
  const rows = heardRows(feedback, replies, { isAll, claimOf: (point) => claimOf(point, versions) });
  return heardTable(rows, `nobody has answered ${share} yet`, {
    words: [...nextWords(rows, replies, share), ...(isAll ? [] : countedWords(replies, share))],
  });
}

/** What waits for a decision, over all shares. */
function openReport(desk: ShareDesk): Report {
  const standing = desk.shares.list().filter(({ withdrawn }) => withdrawn === null);
  const waiting = standing.flatMap(({ id }) => desk.feedback.ofShare(id)).filter(({ state }) => state === "received");
  const rows = heardRows(waiting, [], { isAll: false });
  const [first] = waiting;
  const words = first === undefined ? [] : nextWords(rows, [], first.share);
  return heardTable(rows, "nothing waits for a decision: pkm share feedback --fetch", { words });
}

async function fetchReport(desk: ShareDesk, share: string | null): Promise<Report> {
  const listened = await listen(desk, share);
  const { heard, deaf, asked, cut } = listened;
  const ids = new Set(heard.map(({ id }) => id));
  const shares = [...new Set(heard.map((reply) => reply.share))];
  const points = shares.flatMap((id) => desk.feedback.ofShare(id)).filter(({ id }) => ids.has(id));
  const rows = heardRows(points, heard, { isAll: false });
  const byHand = deaf.map(({ kind, placeName }) => `answers do not come back through ${kind} of ${placeName}`);
  const onlyDeaf =
    asked === 0 && share !== null ? byHand.map((told) => `${told}: pkm share feedback ${share} add`) : [];
  return heardTable(rows, "nothing new came back", {
    words: [
      ...nextWords(rows, heard, shares[0] ?? share),
      ...countedWords(heard, shares[0] ?? share),
      ...onlyDeaf,
      ...cut,
    ],
    ...unheard(listened),
  });
}

function addReport(desk: ShareDesk, share: string, action: Extract<Action, { do: "add" }>): Report {
  const person = personNamed(desk, action.from);
  const { via, text: said, about, consent } = action;
  const { feedback, isMember } = addFeedback(desk, { share, person, via, text: said, about, consent });
  const apart = isMember ? [] : [`${feedback.personName} is not a member of the place that was asked`];
  return feedbackReport(feedback, [
    ...apart,
    `noted ${feedback.id}: pkm share feedback ${share} accept ${feedback.id} (or decline --why, defer)`,
  ]);
}

function personNamed(desk: ShareDesk, ref: string): string {
  try {
    return desk.store.refs.find(ref, ["person"]);
  } catch (thrown) {
    if (!(thrown instanceof PkmError) || thrown.kind !== "not-found") throw thrown;
    throw new PkmError("not-found", `nobody known is called ${ref}`, {
      hint: `pkm people add ${shellWord(ref)}`,
      cause: thrown,
    });
  }
}

function closeReport(share: string, rounds: number): Report {
  return text(
    { value: { share, closed: rounds }, text: `closed ${rounds === 1 ? "the round" : `${rounds} rounds`} of ${share}` },
    { ids: [share], words: [`no answer is not approval: pkm share ${share}`] },
  );
}

function feedbackReport(feedback: Feedback, words: readonly string[]): Report {
  const view = feedbackView(feedback);
  return record(
    {
      value: view,
      fields: [
        { label: "feedback", value: view.id, tone: "id" },
        { label: "from", value: `${view.fromName}, ${view.via}` },
        { label: "state", value: view.state },
        { label: "why", value: view.why },
        { label: "about", value: view.about },
        { label: "consent", value: view.consent },
      ],
      body: view.text,
    },
    { ids: [view.id], words },
  );
}
