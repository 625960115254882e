// Words that nobody may read, planted in every private place, and the person's ways of putting them into a note by mistake.
import assert from "node:assert/strict";
import { isWider, type Exposure } from "../../src/people/community.ts";
import { contentOf } from "../../src/seek/content.ts";
import type { Answer } from "../../src/share/preflight.ts";
import type { Release } from "../../src/share/release.ts";
import type { Bench } from "./bench.ts";

export const hiddenSecret = "CANARY-SECRET-hunter2";

/** A private word, the text around it, and where it may stand without anybody's leave. */
interface Hidden {
  mark: string;
  text: string;
  mayStand(bench: Bench, release: Release): boolean;
  /** Whether it is no secret to those who can read as much as what it stands in already: the person's own words. */
  isOwn?: true;
}

export interface HiddenWords {
  /** Words that a person could copy into the note, by how. */
  leaks: Readonly<Record<"feedback" | "comment" | "name" | "family" | "link", string>>;
  /** Throws where a private word stands in what landed without a word that lets it. */
  judge(bench: Bench, landed: { bytes: string; release: Release }): void;
  /** What the person says about a point; private, and different for each giver. */
  feedbackOf(person: string): string;
}

const never = (): boolean => false;

/** Plants a word in a note of a bounded context, another note, a comment, and a member of a community that is not asked. */
export function hide(bench: Bench, { other }: { other: string }): HiddenWords {
  const { store } = bench;
  const comment = "CANARY-COMMENT what I think of it is for me alone";
  const family = "CANARY-FAMILY the blue house will be sold in spring";
  const name = "Canary Person";
  const link = "https://reader.example/feed?token=CANARY-TOKEN-9";
  bench.note("Apart", "CANARY-NOTE a note that nobody ever staged at all\n");
  store.contexts.bound("family");
  const letter = bench.note("Letter", `${family}\n`);
  const path = store.shares.notePath(letter) ?? "";
  const edit = { key: "context", add: ["family"], remove: [] } as const;
  store.notes.put(bench.vault.edit(path, [edit], bench.vault.read(path).hash), letter);
  store.annotations.add({ item: plantItem(bench), version: 1, quote: null, comment });
  const person = store.people.add({ name, mail: "canary-mail@bench.example", handles: ["@canary-handle"] }).id;
  store.communities.setMember(other, person, "active");
  const inOther = (_: Bench, release: Release): boolean => release.place === other;
  const hidden: readonly Hidden[] = [
    { mark: "CANARY-NOTE", text: "", mayStand: never },
    { mark: "CANARY-COMMENT", text: comment, mayStand: never, isOwn: true },
    { mark: "CANARY-FAMILY", text: family, mayStand: never, isOwn: true },
    { mark: "CANARY-TOKEN", text: link, mayStand: never },
    { mark: "CANARY-FEEDBACK", text: feedbackText(""), mayStand: feedbackMayStand },
    { mark: hiddenSecret, text: hiddenSecret, mayStand: never },
    { mark: name, text: name, mayStand: inOther },
    { mark: "canary-mail", text: "", mayStand: inOther },
    { mark: "canary-handle", text: "", mayStand: inOther },
  ];
  /** The exposures at which the person's own words were let out. */
  const out = new Map<string, Exposure[]>();
  return {
    leaks: {
      feedback: feedbackText(""),
      comment,
      name: `${name} told me so yesterday at the long table`,
      family,
      link,
    },
    feedbackOf: feedbackText,
    judge(_, { bytes, release }) {
      const { exposure } = release.audience;
      for (const { mark, mayStand, isOwn } of hidden) {
        if (!bytes.includes(mark) || mayStand(bench, release)) continue;
        if (isOwn === true && out.get(mark)?.some((before) => !isWider(before, exposure)) === true) continue;
        const answers = store.answers.ofShare(release.share);
        assert.ok(
          answers.some((answer) => isAbout(answer, release)),
          `${mark} stands in ${release.id} for ${release.placeName} and nobody let it`,
        );
        out.set(mark, [...(out.get(mark) ?? []), exposure]);
      }
      judgeReport(bytes, release);
    },
  };
}

const said = "in our house the mistakes are hidden for good";

function feedbackText(person: string): string {
  return `CANARY-FEEDBACK ${person === "" ? "" : `of ${person} `}${said}`;
}

function isAbout({ place, version, passage }: Answer, release: Release): boolean {
  return place === release.place && (passage !== null || version === release.version);
}

/** In the round it was said in, in the report to the one who said it, and where the author had written it before them. */
function feedbackMayStand({ desk }: Bench, release: Release): boolean {
  const given = desk.shares.list().flatMap(({ id }) => desk.feedback.ofShare(id));
  if (release.kind === "report") return given.some(({ person }) => person === release.audience.people[0]?.person);
  const rounds = desk.shares.list().flatMap(({ id }) => desk.releases.ofShare(id));
  return given.every(({ share, release: round, version }) => {
    const before = desk.shares.facts(share).versions.filter(({ n }) => n <= version);
    return (
      rounds.find(({ id }) => id === round)?.place === release.place || before.some(({ body }) => body.includes(said))
    );
  });
}

/** A report has one reader, and holds nobody else's words. */
function judgeReport(bytes: string, { kind, audience }: Release): void {
  if (kind !== "report") return;
  assert.deepEqual([audience.exposure, audience.people.length, audience.unknown.length], ["closed", 1, 0]);
  const givers = Array.from(bytes.matchAll(/CANARY-FEEDBACK of (\w+)/g), ([, giver]) => giver);
  for (const giver of givers) assert.equal(giver, audience.people[0]?.person, "another's words stand in a report");
}

function plantItem({ store, context }: Bench): string {
  const url = "https://letters.example/1";
  const now = context.clock.now().toISOString();
  const source = store.transact(() => {
    const id = store.sources.plant({ url: "https://letters.example/feed.xml", foundAt: null });
    store.sources.revive(id, { filter: "naive", person: null, tags: [], contexts: [] });
    return id;
  });
  const none = { externalLink: null, updated: null, summary: null, comments: null, durationSeconds: null };
  const text = "A letter that stands in the feed.";
  const entry = {
    ...none,
    guid: url,
    title: "Letter",
    link: url,
    published: now,
    authors: [],
    html: text,
    text,
    enclosures: [],
    tags: [],
  };
  const about = { key: url, content: contentOf(entry), sorted: now, isLetGo: false, name: url, entryHash: url };
  store.items.take(source, [{ kind: "new", ...about }], now);
  return store.refs.find(url, ["item"]);
}
