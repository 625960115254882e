// What must not leave: verbatim passages, names without consent, addresses with secrets; and what may.
import { test } from "node:test";
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Community, Degree } from "../../src/people/community.ts";
import type { Person } from "../../src/people/person.ts";
import { namesIn, type Naming } from "../../src/share/names.ts";
import { linksIn } from "../../src/share/secret-links.ts";
import { isWithin, overlaps, type PrivateText } from "../../src/share/verbatim.ts";
import { at, feedback } from "./case.ts";

function secret(text: string, own: readonly string[] = []): PrivateText {
  return { what: "feedback", ref: "f2k9", text, ownTexts: () => own };
}

test("six words in a row are found whatever their case, punctuation and line breaks; five are not", () => {
  const said = "She told me that the north room will be closed, for good.";
  const passages = (text: string): readonly string[] => overlaps(text, [secret(said)]).map(({ passage }) => passage);
  assert.deepEqual(passages("So: THE north\nroom - will be Closed!"), ["THE north\nroom - will be Closed"]);
  assert.deepEqual(passages("the north room will be open"), []);
  assert.deepEqual(passages("that the north room will be closed for good. And that the north room will be closed."), [
    "that the north room will be closed for good",
    "that the north room will be closed",
  ]);
  assert.deepEqual(passages(""), []);
  assert.equal(
    overlaps("le cafe\u0301 de la rue du Nord est", [secret("le caf\u00e9 de la rue du nord est")]).length,
    1,
  );
  assert.equal(
    overlaps("the quiet north\u00adroom will be closed", [secret("the quiet northroom will be closed")]).length,
    1,
  );
  assert.deepEqual(overlaps("我们在桌边学到的东西", [secret("她说我们在桌边学到的")]).length, 1);
});

test("the author's own earlier words, quoted back, are the author's", () => {
  const draft = "A workshop needs a long table more than a plan.";
  const reply = `> ${draft}\nI do not agree at all with what you say about plans.`;
  assert.equal(overlaps(draft, [secret(reply)]).length, 1);
  assert.deepEqual(overlaps(draft, [secret(reply, [draft])]), []);
  const taken = "I think: i do not agree at all with what you say about plans";
  assert.equal(overlaps(`${draft} ${taken}`, [secret(reply, [draft])]).length, 1, "the giver's words are not");
});

test("every run of six private words that is put into a text is found, and nothing else is", () => {
  const word = fc.constantFrom("ash", "birch");
  let hits = 0;
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 4, maxLength: 20 }),
      fc.array(word, { minLength: 4, maxLength: 20 }),
      (outgoing, hidden) => {
        const runs = (words: readonly string[]): Set<string> =>
          new Set(
            words
              .map((_, start) => words.slice(start, start + 6))
              .filter(({ length }) => length === 6)
              .map((run) => run.join(" ")),
          );
        const [mine, theirs] = [runs(outgoing), runs(hidden)];
        const common = [...mine].filter((run) => theirs.has(run));
        const found = overlaps(outgoing.join(" "), [secret(hidden.join(", "))]);
        assert.equal(found.length > 0, common.length > 0);
        for (const run of common)
          assert.ok(
            found.some(({ passage }) => isWithin(run, passage)),
            run,
          );
        hits += common.length;
      },
    ),
    { numRuns: 500, seed: 4 },
  );
  assert.ok(hits > 20);
});

test("200,000 words of private texts are walked in under a second", () => {
  const words = Array.from({ length: 200_000 }, (_, index) => `w${(index * 7919) % 20_011}`);
  const texts = Array.from({ length: 400 }, (_, index) =>
    secret(words.slice(index * 500, index * 500 + 500).join(" ")),
  );
  const outgoing = `${words.slice(150_010, 150_030).join(" ")} ${"and my own words go on ".repeat(400)}`;
  const times = [1, 2, 3].map(() => {
    const started = performance.now();
    assert.ok(overlaps(outgoing, texts).length >= 1);
    return performance.now() - started;
  });
  assert.ok(Math.min(...times) < 1000, `${Math.min(...times)} ms`);
});

const ines: Person = {
  id: "p2k9",
  name: "Ines Aalto",
  handles: ["ines@bench.example", "@ines"],
  sources: [],
  step: "seen",
  dormant: null,
  left: null,
  disagrees: null,
  since: at,
  evidence: [],
};

function place(id: string, attribution: Community["attribution"], degree: Degree = "active"): Community {
  const members = [{ person: ines.id, name: ines.name, mail: null, handles: [], degree, joined: at }];
  const rest = { domain: null, goals: [], norms: [], rhythm: { perWeek: null, quiet: null }, isBounded: false };
  return {
    id,
    kind: "community",
    name: "Circle",
    attribution,
    ...rest,
    created: at,
    left: null,
    members,
    channels: [],
  };
}

const naming: Naming = {
  people: [ines],
  places: [place("c2k9", "none")],
  to: "c9z9",
  audience: [],
  authors: [],
  feedback: [],
};

test("a member's name, address or handle is found where it stands whole", () => {
  const found = (text: string, more: Partial<Naming> = {}): number => namesIn(text, { ...naming, ...more }).length;
  const split = [
    "as Ines\nAalto said",
    "> so Ines\n> Aalto said",
    "Ines\u00a0Aalto",
    "**Ines** Aalto",
    "I\u00adnes Aalto",
  ];
  for (const text of [
    "as Ines Aalto said",
    "(Ines Aalto)",
    "write to INES@bench.example",
    "thanks to @ines!",
    ...split,
  ]) {
    assert.equal(found(text), 1, text);
  }
  assert.equal(found("as Zoe\u0308 said", { people: [{ ...ines, name: "Zo\u00eb" }] }), 1, "composed or not");
  for (const text of ["Ines, Aalto", "Ines Aaltonen", "ines aalto in lower case is a word", "x@ines.example", "Ines"]) {
    assert.equal(found(text), 0, text);
  }
  const text = "as Ines Aalto said";
  assert.equal(found(text, { places: [place("c2k9", "named")] }), 0, "the norm lets names out");
  assert.equal(found(text, { places: [place("c2k9", "no-names")] }), 1);
  assert.equal(found(text, { places: [place("c2k9", "none", "left")] }), 1, "who left is still protected");
  assert.equal(found(text, { to: "c2k9" }), 0, "a member among the members");
  assert.equal(found(text, { to: "c2k9", places: [place("c2k9", "none", "left")] }), 1, "but not after leaving");
  assert.equal(found(text, { audience: [ines.id] }), 0);
  assert.equal(found(text, { authors: ["Ines Aalto"] }), 0, "a public author is cited");
  assert.equal(found(text, { places: [] }), 0, "who is in no community confided nothing");
  assert.equal(found(text, { places: [], feedback: [feedback("received")] }), 1, "who gave feedback did");
  assert.equal(found(text, { feedback: [feedback("received", { consent: "named" })] }), 0);
  assert.equal(found(text, { feedback: [feedback("received", { consent: "no-name" })] }), 1);
});

test("addresses with credentials and tokens stop it, those of private networks are told", () => {
  const secrets = [
    "ftp://me:hunter2@files.example/x",
    "postgres://app:hunter2@db.example/x",
    "https://me:hunter2@host.example/feed",
    "https://me@host.example/",
    "https://host.example/feed?token=abc123",
    "https://host.example/feed?a=1&API_KEY=abc123",
    "https://host.example/x?access_token=z9",
    "https://host.example/x?X-Amz-Signature=z9",
    "https://host.example/x#access_token=z9",
  ];
  for (const url of secrets) {
    const [found] = linksIn(`see [it](<${url}>).`);
    assert.equal(found?.isSecret, true, url);
    assert.doesNotMatch(JSON.stringify(found), /hunter2|abc123|z9/, "the finding does not repeat it");
  }
  const inside = [
    "http://localhost:8080/x",
    "http://127.0.0.1/",
    "http://10.0.0.7/a",
    "http://172.20.1.1/",
    "http://192.168.1.4/",
    "http://[::1]/",
    "http://[fd00::1]/",
    "http://wiki/",
    "http://nas.local/x",
    "http://a.internal/",
    "http://169.254.1.1/",
  ];
  for (const url of inside) assert.equal(linksIn(`at ${url}, said`)[0]?.isSecret, false, url);
  const fine = [
    "ssh://git@host.example/a.git",
    "gopher://host.local/",
    "https://host.example/a?page=2&q=token",
    "https://host.example/token/key",
    "http://172.32.0.1/",
    "https://host.example/?token=",
    "https://en.example/wiki/Key_(music)",
    "https://192.example/",
  ];
  for (const url of fine) assert.deepEqual(linksIn(`at ${url} or (${url})`), [], url);
  assert.equal(secrets.length + inside.length + fine.length, 28);
});
