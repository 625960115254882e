// Checking: findings are kept and undone, and a claim stands by what was found for it, never by copies of one telling.
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import fc from "fast-check";
import { bearings, checkSteps, type Finding, nextStep, verdictOf } from "../../src/sense/check.ts";
import { sharedRoot, type Telling, tellingAt } from "../../src/sense/telling.ts";
import { answerFrom } from "../../src/cli/sense/check-words.ts";
import { contentOf } from "../../src/seek/content.ts";
import { play, valueOf } from "../cli/play.ts";
import { contextOver, type Answers } from "./context.ts";
import { stocked, type Stock } from "./stocked.ts";
import { undoLatest } from "./undo.ts";

const wire = Array.from({ length: 80 }, (_, n) => `word${n}`).join(" ");
const own = Array.from({ length: 80 }, (_, n) => `other${n}`).join(" ");

/** An item of the site `host`, each site a source of its own. */
function itemOf(
  { store, clock }: Stock,
  url: string,
  { text, author, title }: { text: string; author?: string; title?: string },
): string {
  clock.forward(1000);
  const now = clock.now().toISOString();
  const feed = `https://${new URL(url).host}/feed.xml`;
  const source = store.transact(() => {
    const known = store.sources.idOf(feed);
    if (known !== null) return known;
    const id = store.sources.plant({ url: feed, foundAt: null });
    store.sources.revive(id, { filter: "naive", person: null, tags: [], contexts: [] });
    return id;
  });
  const authors = author === undefined ? [] : [{ name: author, email: null, url: null }];
  const none = { externalLink: null, updated: null, summary: null, comments: null, durationSeconds: null };
  const entry = {
    ...none,
    guid: url,
    title: title ?? url,
    link: url,
    published: now,
    authors,
    html: text,
    text,
    enclosures: [],
    tags: [],
  };
  const content = contentOf(entry);
  store.items.take(
    source,
    [{ kind: "new", key: url, content, sorted: now, isLetGo: false, name: url, entryHash: url }],
    now,
  );
  return store.refs.find(url, ["item"]);
}

function desk(t: TestContext, answers: Answers = {}) {
  const stock = stocked(t);
  const context = contextOver(stock, answers);
  const check = async (...argv: readonly string[]): Promise<Record<string, unknown>> => {
    const value = valueOf(await play(context, ["sense", "check", ...argv]));
    assert.ok(typeof value === "object" && value !== null);
    return { ...value };
  };
  return { ...stock, stock, context, check };
}

test("a claim goes from unchecked to traced, corroborated, disputed, retracted by what is found", async (t) => {
  const { stock, check } = desk(t);
  const item = itemOf(stock, "https://one.example/a", { text: wire });
  const other = itemOf(stock, "https://two.example/b", { text: own });
  const claim = String((await check(item, "claim", "-m", "Half of all teams fail"))["about"]);
  assert.match(claim, /^q/);
  const statuses: unknown[] = [(await check(claim))["status"]];
  for (const argv of [
    ["stop", "-m", "too neat"],
    ["trace", "https://survey.example/2019"],
    ["find", other],
    ["find", "https://three.example/c", "--as", "disputes", "-m", "a different count"],
    ["find", "https://one.example/correction", "--as", "retracts"],
  ]) {
    statuses.push((await check(claim, ...argv))["status"]);
  }
  assert.deepEqual(statuses, ["unchecked", "unchecked", "traced", "corroborated", "disputed", "retracted"]);
  const shown = await check(claim);
  assert.equal(shown["next"], "investigate");
  assert.equal(shown["independent"], 1);
  assert.equal((await check(item))["status"], "unchecked");
  assert.deepEqual((await check(item))["claims"], [{ id: claim, text: "Half of all teams fail", status: "retracted" }]);
  assert.equal(undoLatest(stock), `checked ${claim}: find`);
  assert.equal((await check(claim))["status"], "disputed");
});

test("copies of one wire story, one site, one author and one origin are no corroboration", async (t) => {
  const { stock, check } = desk(t);
  const item = itemOf(stock, "https://one.example/a", { text: wire, author: "A. Reporter" });
  const copy = itemOf(stock, "https://two.example/copy", { text: `${wire} and a little more` });
  const sameSite = itemOf(stock, "https://www.one.example/b", { text: own });
  const sameAuthor = itemOf(stock, "https://three.example/c", { text: "Short.", author: "a. réporter" });
  const derived = itemOf(stock, "https://four.example/d", { text: "Also short." });
  const whys = [
    [copy, /in the same words/],
    [sameSite, /of the site of \w+, one\.example/],
    [sameAuthor, /by the author of/],
    [derived, /goes back to https:\/\/survey\.example\/2019 as/],
    ["https://survey.example/2019", /goes back to https:\/\/survey\.example\/2019/],
  ] as const;
  await check(derived, "trace", "https://survey.example/2019");
  await check(item, "trace", "https://survey.example/2019#top");
  for (const [found, why] of whys) {
    const { status, repeats } = await check(item, "find", found);
    assert.equal(status, "traced", found);
    assert.ok(Array.isArray(repeats));
    assert.match(JSON.stringify(repeats.at(-1)), why);
  }
  const first = itemOf(stock, "https://five.example/e", { text: own });
  const again = itemOf(stock, "https://six.example/f", { text: own });
  assert.equal((await check(item, "find", first))["independent"], 1);
  assert.equal((await check(item, "find", again))["independent"], 1, "two copies count once");
  assert.equal((await check(item))["status"], "corroborated");
});

test("a claim stands in the chain between the item that makes it and what bears on it", async (t) => {
  const { stock, check, context } = desk(t);
  const item = itemOf(stock, "https://one.example/a", { text: wire });
  const other = itemOf(stock, "https://two.example/b", { text: own });
  const claim = String((await check(item, "claim", "-m", "Half of all teams fail"))["about"]);
  await check(claim, "find", other, "--as", "disputes");
  const made = `"from":"${item}","to":"${claim}","as":"claims"`;
  const bears = `"from":"${other}","to":"${claim}","as":"disputes"`;
  const wanted = [
    [item, [made]],
    [other, [bears]],
    [claim, [made, bears]],
  ] as const;
  for (const [root, edges] of wanted) {
    const traced = JSON.stringify(valueOf(await play(context, ["trace", root])));
    for (const edge of edges) assert.ok(traced.includes(edge), `${root}: ${traced}`);
    assert.match(traced, /"kind":"claim","title":"Half of all teams fail"/, root);
  }
});

test("what is checked is kept; what makes no sense is refused", async (t) => {
  const { stock, store, check } = desk(t);
  const item = itemOf(stock, "https://one.example/a", { text: "x" });
  await assert.rejects(check(item, "find", item), { kind: "usage", message: /is what is checked/ });
  await assert.rejects(check(item, "find"), { kind: "usage", message: "find needs -m" });
  await assert.rejects(check(item, "look", "-m", "x"), { kind: "usage", message: /not look/ });
  await assert.rejects(check(item, "stop", "https://x.example/"), { kind: "usage", message: /takes words/ });
  await assert.rejects(check(item, "trace", "-m", "x", "--as", "disputes"), {
    kind: "usage",
    message: /goes with find/,
  });
  await assert.rejects(check(item, "find", "k0000"), { kind: "not-found" });
  assert.equal(store.items.get(item).state, "new");
  assert.equal(store.changes.list(-1).length, 0);
  await check(item, "investigate", "-m", "a vendor");
  assert.equal(store.items.get(item).state, "kept");
  const claim = String((await check(item, "claim", "-m", "c"))["about"]);
  await assert.rejects(check(claim, "claim", "-m", "d"), { kind: "usage", message: /a claim is of an item/ });
});

test("on a terminal it asks for each step that is open, and an empty line leaves one", async (t) => {
  const asked: string[] = [];
  const answers = ["", "their own blog", "https://two.example/b disputes with numbers", "a talk, not online"];
  const { stock, check, context } = desk(t, { confirm: () => true });
  Object.assign(context.person, {
    ask: async (question: string) => {
      asked.push(question.split(":")[0] ?? "");
      return answers[asked.length - 1] ?? null;
    },
  });
  const item = itemOf(stock, "https://one.example/a", { text: "x" });
  const value = await check(item);
  assert.deepEqual(asked, [...checkSteps]);
  assert.equal(value["next"], "stop");
  assert.equal(value["status"], "disputed");
  asked.length = 0;
  await check(item);
  assert.deepEqual(asked, ["stop"]);
});

test("an answer is a place, how it bears, and words", () => {
  const cases = [
    ["k9n3 supports in their own survey", { place: "k9n3", bears: "supports", text: "in their own survey" }],
    ["https://x.example/a", { place: "https://x.example/a", bears: null, text: null }],
    ["kept supports nothing", { place: null, bears: null, text: "kept supports nothing" }],
    ["supports it", { place: null, bears: null, text: "supports it" }],
  ] as const;
  for (const [answer, expected] of cases) assert.deepEqual(answerFrom(answer), expected);
});

const telling: fc.Arbitrary<Telling> = fc.record({
  ref: fc.constantFrom("a", "b", "c", "d", "e"),
  site: fc.constantFrom(null, "one", "two", "three", "four", "five"),
  author: fc.constantFrom(null, "x", "y"),
  source: fc.constantFrom(null, "s", "t"),
  story: fc.constantFrom("1", "2", "3", "4", "5", "6"),
  shingles: fc.constant(new Set<string>()),
  tracedTo: fc.subarray(["z", "w"]),
});

test("whatever is found: roots are shared both ways, repeats never count, and order changes no status", () => {
  let corroborated = 0;
  fc.assert(
    fc.property(
      telling,
      fc.array(
        fc.record({ at: telling, bears: fc.constantFrom(null, ...bearings), step: fc.constantFrom(...checkSteps) }),
        {
          maxLength: 6,
        },
      ),
      (item, found) => {
        const tellings = new Map(found.map(({ at }, n) => [`f${n}`, { ...at, ref: `f${n}` }]));
        const tellingOf = (ref: string): Telling => tellings.get(ref) ?? tellingAt("https://x.example/");
        const findings = found.map(({ bears, step }, n): Finding => ({
          no: n,
          about: "k",
          step,
          bears,
          found: `f${n}`,
          text: null,
          at: "",
        }));
        const verdict = verdictOf(findings, [item], tellingOf);
        const supports = findings.filter(({ bears }) => bears === "supports").length;
        assert.equal(verdict.independent + verdict.repeats.length, supports);
        if (verdict.status === "corroborated") {
          corroborated += 1;
          assert.ok(
            findings.some((f) => f.bears === "supports" && sharedRoot(tellingOf(f.found ?? ""), item) === null),
          );
        }
        assert.equal(verdictOf(findings.toReversed(), [item], tellingOf).status, verdict.status);
        for (const a of tellings.values()) {
          assert.equal(sharedRoot(a, item) === null, sharedRoot(item, a) === null);
          assert.notEqual(sharedRoot(a, a), null);
        }
        const step = nextStep(findings);
        if (step !== null) assert.ok(findings.every((finding) => finding.step !== step));
      },
    ),
    { numRuns: 500 },
  );
  assert.ok(corroborated > 3, `${corroborated}`);
});

test("a title that means no good stays on its line", async (t) => {
  const { stock, check, context } = desk(t);
  const item = itemOf(stock, "https://one.example/a", { text: "x" });
  const evil = itemOf(stock, "https://two.example/e", { text: "y", title: "evil\u001b[2J\ntrace: yes" });
  await check(item, "find", evil, "-m", "one\ntwo: trace\n\u001b]0;owned\u0007");
  const { layout } = await play(context, ["sense", "check", item]);
  assert.ok(layout.kind === "record");
  const lines = (layout.body ?? "").split("\n");
  assert.equal(lines.length, 8);
  assert.ok(lines.every((line) => !/[\u0000-\u001f\u007f]/.test(line)));
});
