// pkm share stage: freezes a note as a round with a community; nothing is sent.
import { PkmError } from "../../base/errors.ts";
import type { PostForm } from "../../share/channel.ts";
import { findingsOf } from "../../share/clearance.ts";
import { openCase } from "../../share/desk.ts";
import { stopping } from "../../share/preflight.ts";
import { nextOf } from "../../share/pipeline.ts";
import { stage } from "../../share/stage.ts";
import { untilInstant } from "../../share/until.ts";
import { shareView } from "../../share/view.ts";
import { record } from "../../ui/report.ts";
import { localText } from "../../ui/time.ts";
import { defineCommand, type Command } from "../command.ts";
import { orRehearsal } from "../dry-run.ts";
import { challengeText, disagreeingLines } from "../people/disagreeing.ts";
import { openDesk } from "./desk.ts";
import { formFrom, formOptions } from "./form-options.ts";
import { answerLines } from "./preflight-words.ts";
import { audienceLines } from "./words.ts";

interface Input {
  note: string;
  place: string;
  questions: readonly string[];
  until: string | null;
  anyway: string | null;
  form: Partial<PostForm>;
}

export const command: Command = defineCommand<Input>({
  path: "share stage",
  summary: "freeze a note for a round with a community; send nothing",
  args: "<note>",
  options: [
    { flags: "--with <community>", about: "the community or team to ask" },
    { flags: "--ask <question>", about: "what you want to know", isRepeatable: true },
    { flags: "--until <day>", about: "closing day: fri, 2026-12-01 or 7d" },
    ...formOptions,
    { flags: "--anyway <reason>", about: "go wider than the gate lets it, with the reason on record" },
  ],
  examples: [
    {
      line: 'pkm share stage n4k2 --with "Bench Circle" --ask "Where does this not hold?" --until fri',
      about: "then preview and send",
    },
  ],
  details:
    "Staging again replaces what was staged and not sent. A first round with a closed community needs nothing; what goes wider than before has to pass the gate.",
  parse(words) {
    const place = words.text("with");
    if (place === null)
      throw new PkmError("usage", "share stage needs --with", {
        hint: ["pkm community", "pkm share stage <note> --with <community>"],
      });
    return {
      note: words.args[0] ?? "",
      place,
      questions: words.list("ask"),
      until: words.text("until"),
      anyway: words.text("anyway"),
      form: formFrom(words),
    };
  },
  run: (context, { note, place, questions, until, anyway, form }) =>
    orRehearsal(async () => {
      const desk = await openDesk(context);
      const community = desk.store.refs.find(place, ["community"]);
      const closing = until === null ? null : untilInstant(until, context.clock.now());
      const staging = {
        note: desk.store.refs.find(note, ["note"]),
        place: community,
        questions,
        until: closing,
        anyway,
        form,
      };
      const { share, release } = await stage(desk, staging);
      const shareCase = openCase(desk, share);
      const made = shareCase.releases.find(({ id }) => id === release);
      const who = made === undefined ? [] : audienceLines(made.audience);
      const findings = made === undefined ? [] : findingsOf(desk, shareCase, made);
      const stops = stopping(findings);
      return record(
        {
          value: { ...shareView(shareCase), ...nextOf(shareCase) },
          fields: [
            { label: "share", value: share, tone: "id" },
            {
              label: "round",
              value: made === undefined ? release : `${release}, v${made.version} with ${made.placeName}`,
            },
            ...who.map((line) => ({
              label: line.slice(0, line.indexOf(":")),
              value: line.slice(line.indexOf(":") + 2),
            })),
            { label: "asks", value: questions.length === 0 ? null : questions.join(" / ") },
            { label: "until", value: closing === null ? null : localText(closing) },
            { label: "challenges", value: challengeText(desk.store, staging.note) },
            {
              label: "stopped by",
              value:
                stops.length === 0 ? null : stops.map(({ check, detail }) => `${check}: ${detail ?? ""}`).join("; "),
            },
          ],
        },
        {
          ids: [share],
          words: [
            `staged ${share}; nothing is sent yet: pkm share preview ${share}, then pkm share send ${share}`,
            ...answerLines(share, findings, community),
            ...disagreeingLines(
              desk.store,
              community,
              (made?.audience.people ?? []).map(({ person }) => person),
            ),
          ],
        },
      );
    }),
});
