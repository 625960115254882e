// pkm people edit: what somebody is known as, what went either way, a pause or an end, and whether I trust them to disagree.
import { instantNow, localDay, type Instant } from "../../base/clock.ts";
import { PkmError } from "../../base/errors.ts";
import { plainLine } from "../../base/plain.ts";
import type { Way } from "../../people/person.ts";
import { defineCommand, type Command, type Words } from "../command.ts";
import type { Context } from "../context.ts";
import { orRehearsal, recorderFor } from "../dry-run.ts";
import { mailFrom, refuseTaken } from "./known-words.ts";
import { personReport } from "./person-report.ts";

interface Input {
  ref: string;
  /** Null was not typed; "" takes a mail address off. */
  name: string | null;
  mail: string | null;
  handles: readonly string[];
  dropped: readonly string[];
  feeds: readonly string[];
  contacts: readonly { way: Way; what: string }[];
  /** The day of what is told, "2026-11-03"; null is today. */
  on: string | null;
  /** What shows it; null when nothing does. */
  about: string | null;
  state: { isDormant?: boolean; hasLeft?: boolean; disagrees?: boolean };
}

export const command: Command = defineCommand<Input>({
  path: "people edit",
  summary: "say what somebody is known as, what went either way, or that they went",
  args: "<person>",
  options: [
    { flags: "--name <name>", about: "their name; the former one stays a handle" },
    { flags: "--mail <address>", about: 'their mail address; "" takes it off' },
    { flags: "--handle <handle>", about: "what they are called elsewhere: @name, a name or a URL", isRepeatable: true },
    { flags: "--drop-handle <handle>", about: "not called so", isRepeatable: true },
    { flags: "--feed <source>", about: "a source of yours that is theirs", isRepeatable: true },
    { flags: "--gave <what>", about: "what you gave them: a comment, an hour, a link", isRepeatable: true },
    { flags: "--got <what>", about: "what they gave you", isRepeatable: true },
    { flags: "--on <day>", about: "the day of what was given, 2026-11-03; without it today" },
    { flags: "--about <ref>", about: "the thing it was about: a note, an item, a share" },
    { flags: "--dormant", about: "there is a pause" },
    { flags: "--left", about: "they went; what there was stays" },
    { flags: "--back", about: "neither dormant nor left any more" },
    { flags: "--disagrees", about: "you trust them to disagree with you: offered when a note is staged" },
    { flags: "--no-disagrees", about: "not any more" },
  ],
  examples: [
    { line: "pkm people edit p4k2 --handle @ines@social.example --feed s4k2", about: "the same person" },
    { line: 'pkm people edit p4k2 --got "answered my question on the list" --on 2026-11-03', about: "two-way contact" },
    { line: "pkm people edit p4k2 --disagrees", about: "somebody to be challenged by" },
  ],
  parse: parseWords,
  run: (context, input) => orRehearsal(() => edit(context, input)),
});

function parseWords(words: Words): Input {
  const typed = (name: string): readonly string[] =>
    words
      .list(name)
      .map(plainLine)
      .filter((text) => text !== "");
  const [isBack, isDormant, hasLeft] = [words.flag("back"), words.flag("dormant"), words.flag("left")];
  if ([isBack, isDormant, hasLeft].filter(Boolean).length > 1) {
    throw new PkmError("usage", "--dormant, --left and --back contradict each other", {
      hint: "pkm help people edit",
    });
  }
  const mail = words.text("mail");
  const [on, about] = [words.text("on"), words.text("about")];
  const contacts = (["gave", "got"] as const).flatMap((way) => typed(way).map((what) => ({ way, what })));
  if (contacts.length === 0 && (on !== null || about !== null)) {
    throw new PkmError("usage", "--on and --about go with --gave or --got", { hint: "pkm help people edit" });
  }
  return {
    ref: words.args[0] ?? "",
    name: words.text("name"),
    mail: mail === null || mail === "" ? mail : mailFrom(mail),
    handles: typed("handle"),
    dropped: typed("dropHandle"),
    feeds: words.list("feed"),
    contacts,
    on,
    about,
    state: {
      ...(isBack ? { isDormant: false, hasLeft: false } : {}),
      ...(isDormant ? { isDormant } : {}),
      ...(hasLeft ? { hasLeft } : {}),
      ...(words.flag("disagrees") ? { disagrees: true } : {}),
      ...(words.allows("disagrees") ? {} : { disagrees: false }),
    },
  };
}

async function edit(context: Context, input: Input) {
  const store = await context.store();
  const { people, refs, sources } = store;
  const { id, name } = people.get(refs.find(input.ref, ["person"]));
  if (input.mail !== null && input.mail !== "") refuseTaken(store, input.mail, id);
  const known = people.addresses(id);
  const at = input.on === null ? instantNow(context.clock) : dayFrom(input.on, context.clock.now());
  const ref = input.about === null ? null : refs.find(input.about, ["note", "item", "share", "annotation", "feedback"]);
  const feeds = input.feeds.map((feed) => sources.get(refs.find(feed, ["source"])));
  const renamed = plainLine(input.name ?? "");
  const isRenamed = renamed !== "" && renamed !== name;
  const handles = [...known.handles, ...(isRenamed ? [name] : []), ...input.handles];
  const dropped = new Set(input.dropped);
  recorderFor(context, store).record(`edited ${name}`, () => {
    people.edit(id, {
      ...(isRenamed ? { name: renamed } : {}),
      mail: input.mail === null ? known.mail : input.mail === "" ? null : input.mail,
      handles: [...new Set(handles)].filter((handle) => !dropped.has(handle)),
      ...input.state,
    });
    for (const { url } of feeds) people.ownSource(id, url);
    for (const { way, what } of input.contacts) people.recordContact(id, { at, what, ref, way });
  });
  return personReport(store, people.get(id));
}

/** Noon of the day by the clock on the wall. Throws PkmError("usage"). */
function dayFrom(text: string, now: Date): Instant {
  const at = new Date(`${text}T12:00:00`);
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at.getTime()) && localDay(at) === text;
  if (!isDay) throw new PkmError("usage", `--on takes a day as 2026-11-03, not ${text}`, { hint: "--on 2026-11-03" });
  if (text > localDay(now)) {
    throw new PkmError("usage", `${text} has not come yet`, { hint: "leave --on out for today" });
  }
  return at > now ? now.toISOString() : at.toISOString();
}
