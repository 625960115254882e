// pkm share feedback: what came back, writing it down, and deciding about it.
import { PkmError } from "../../base/errors.ts";
import { claimOf, type Claim } from "../../share/claim.ts";
import { consents, type Consent, type Feedback, type Verdict } from "../../share/feedback.ts";
import { addFeedback, closeRounds, decide } from "../../share/reply.ts";
import type { ShareFacts } from "../../share/share.ts";
import { feedbackView, type FeedbackView } from "../../share/view.ts";
import { record, table, text, type Report } from "../../ui/report.ts";
import { localText } from "../../ui/time.ts";
import { defineCommand, type Command } from "../command.ts";
import { orRehearsal } from "../dry-run.ts";
import { openDesk, type ShareDesk } from "./desk.ts";

type Action =
  | { do: "list" }
  | { do: "close" }
  | { do: "add"; from: string; via: string; text: string; about: string | null; consent: Consent }
  | { do: "decide"; verdict: Verdict; feedback: string; why: string | null };

const verdicts: Readonly<Record<string, Verdict>> = { accept: "accepted", decline: "declined", defer: "deferred" };

export const command: Command = defineCommand<{ ref: string; action: Action }>({
  path: "share feedback",
  summary: "list what came back, write it down, decide about it",
  args: "<share> [action] [feedback]",
  options: [
    { flags: "--from <person>", about: "who said it: id, name or mail" },
    { flags: "--via <how>", about: "how it came: coffee, mail, call" },
    { flags: "-m, --message <text>", about: "what was said" },
    { flags: "--about <passage>", about: "what it is about" },
    { flags: "--consent <how>", about: "private, no-name or named: how far it may be passed on", choices: consents },
    { flags: "--why <reason>", about: "why it is declined or put off" },
  ],
  examples: [
    { line: "pkm share feedback d3r7", about: "the points, those to decide first" },
    {
      line: 'pkm share feedback d3r7 add --from "Ines Aalto" --via coffee -m "What about code?"',
      about: "write it down",
    },
    { line: "pkm share feedback d3r7 accept f2k9", about: "it will be taken up" },
    { line: 'pkm share feedback d3r7 decline f2k9 --why "another note"', about: "with the reason" },
    { line: "pkm share feedback d3r7 close", about: "take no more answers in this round" },
  ],
  parse(words) {
    const [ref = "", verb = "list", feedback = ""] = words.args;
    return { ref, action: actionOf(verb, { ref, feedback, words }) };
  },
  run: (context, { ref, action }) =>
    orRehearsal(async () => {
      const desk = await openDesk(context);
      const share = desk.find(ref);
      switch (action.do) {
        case "list":
          return listReport(desk.shares.facts(share));
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

function actionOf(verb: string, { ref, feedback, words }: { ref: string; feedback: string; words: Words }): Action {
  if (verb === "list" || verb === "close") return { do: verb };
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
    throw new PkmError("usage", `share feedback knows add, accept, decline, defer and close, not ${verb}`, {
      hint: `pkm share feedback ${ref}`,
    });
  }
  if (feedback === "") throw new PkmError("usage", `which feedback to ${verb}?`, { hint: `pkm share feedback ${ref}` });
  return { do: "decide", verdict, feedback, why: words.text("why") };
}

const order = ["received", "accepted", "deferred", "addressed", "declined"];

interface Row extends FeedbackView {
  claim: Claim | null;
}

function stateWords({ state, addressedVersion, claim }: Row): string {
  if (addressedVersion === null) return state;
  return `in v${addressedVersion}${claim === "unchanged" ? ": claimed, text unchanged" : ""}`;
}

function listReport({ share: { id: share }, feedback, versions }: ShareFacts): Report {
  const sorted = feedback.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  const open = sorted.find(({ state }) => state === "received");
  return table(
    {
      rows: sorted.map((point) => ({ ...feedbackView(point), claim: claimOf(point, versions) })),
      columns: [
        { title: "id", value: ({ id }) => id, tone: "id" },
        {
          title: "state",
          value: stateWords,
        },
        { title: "from", value: ({ fromName }) => fromName },
        { title: "what", value: ({ text: said }) => said, isFlexible: true },
        { title: "via", value: ({ via }) => via, hiddenBelowColumns: 80 },
        { title: "when", value: ({ received }) => localText(received), hiddenBelowColumns: 100 },
      ],
      empty: `nobody has answered ${share} yet`,
    },
    {
      ids: sorted.map(({ id }) => id),
      words: open === undefined ? [] : [`decide: pkm share feedback ${share} accept|decline|defer ${open.id}`],
    },
  );
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
      hint: `pkm people add "${ref}"`,
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
