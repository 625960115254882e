// A planted world: what pkm says of people, reciprocity, knowledge and reading equals the counts of the script that made it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accountKinds } from "../../src/people/account.ts";
import { suggestions } from "../../src/people/suggest.ts";
import { whoOf } from "../../src/people/who.ts";
import { parseQuery } from "../../src/sense/query.ts";
import { mirrorSides, mirrorStages } from "../../src/seek/mirror.ts";
import { filterYields, sourceYields } from "../../src/seek/yield.ts";
import { play, valueOf } from "../cli/play.ts";
import { kindsOf, peopleCount, plant, roles, subjects, type Planted } from "./planted.ts";

test("a planted world is told as it was planted", async (t) => {
  const world = await plant(t, { isRandom: false });
  world.bench.store.origins.catchUp();
  world.bench.store.search.catchUp("wait");
  await t.test("the account of each person, and the rows behind every figure", () => accounts(world));
  await t.test("suggestions: friends, who was asked and who is told of, and nobody else", () => suggested(world));
  await t.test("reciprocity", () => reciprocity(world));
  await t.test("who knows about each subject", () => who(world));
  await t.test("every stage of the mirror, in every dimension, and the rows behind it", () => mirror(world));
  await t.test("what sources and filters yield", () => yields(world));
});

function accounts({ bench: { store }, people, counts }: Planted): void {
  let checked = 0;
  for (const person of people) {
    const account = store.accounts.of(person);
    for (const kind of accountKinds.filter((each) => each !== "taken-up")) {
      assert.equal(account[kind], counts.account.get(person)?.get(kind) ?? 0, `${kind} of ${person}`);
      assert.equal(store.accounts.receipts(person, kind, 0).length, account[kind]);
      checked += account[kind];
    }
  }
  assert.ok(checked > 3000, `only ${checked} rows were looked at`);
}

function suggested({ bench: { store }, people, counts }: Planted): void {
  const found = suggestions(store.people.list(), store.exchanges.list(null), store.exchanges.ground());
  const expected = [...roles.friends.filter((at) => at % 2 === 0), ...roles.asked, ...roles.told];
  assert.deepEqual(
    new Set(found.map(({ person }) => people.indexOf(person))),
    new Set(expected),
    "friends are cited every sixth month, and only every second note is taken out",
  );
  for (const { person, cited, asked, told, step, to } of found) {
    const at = people.indexOf(person);
    const answered = counts.account.get(person)?.get("answered") ?? 0;
    const [gave = 0, got = 0] = [counts.account.get(person)?.get("gave"), counts.account.get(person)?.get("got")];
    const isFriend = roles.friends.some((friend) => friend === at);
    const isAsked = roles.asked.some((each) => each === at);
    assert.deepEqual([cited, asked, told], [isFriend ? answered : 0, isAsked ? answered : 0, Math.min(gave, got)]);
    assert.equal(store.exchanges.list(person).length, cited + asked + told, "each figure opens into its rows");
    assert.deepEqual([step, to], [at < peopleCount ? "followed" : "seen", "in-touch"]);
  }
}

function reciprocity({ bench: { store }, people, counts }: Planted): void {
  const rows = new Map(store.exchanges.reciprocity().map((row) => [row.person, row]));
  const of = (person: string, kind: (typeof accountKinds)[number]): number =>
    counts.account.get(person)?.get(kind) ?? 0;
  for (const person of people) {
    const { asked = 0, points = 0, cited = 0, gave = 0, got = 0 } = rows.get(person) ?? {};
    assert.deepEqual(
      [asked, points, cited, gave, got],
      [of(person, "asked"), of(person, "answered"), of(person, "cited"), of(person, "gave"), of(person, "got")],
    );
  }
  for (const at of roles.asked) {
    const row = rows.get(people[at] ?? "");
    assert.equal(row?.answered, row?.points, "each answer to a round of its own");
  }
  for (const at of roles.silent) assert.equal(rows.get(people[at] ?? "")?.answered, 0);
  assert.equal(rows.has(people[29] ?? ""), false, "nothing went either way with them");
}

async function who({ bench, counts }: Planted): Promise<void> {
  const { store, context } = bench;
  const people = new Map(store.people.list().map((each) => [each.id, each]));
  for (const subject of subjects) {
    const expected = new Map<string, { wrote: number; kept: number; cited: number }>();
    const entry = (person: string): { wrote: number; kept: number; cited: number } => {
      const own = expected.get(person) ?? { wrote: 0, kept: 0, cited: 0 };
      expected.set(person, own);
      return own;
    };
    for (const each of counts.wrote.filter((item) => item.subject === subject)) {
      if (counts.kept.has(each.item)) entry(each.person).kept += 1;
      else entry(each.person).wrote += 1;
    }
    for (const note of counts.notes.filter(({ subjects: own }) => own.includes(subject))) {
      for (const person of note.cites) entry(person).cited += 1;
    }
    const entries = whoOf(store.whose.receipts(store.search.find(parseQuery(subject, context.clock.now()), 0)), people);
    const told = entries.map(({ person, counts: { wrote, kept, cited } }) => [person, { wrote, kept, cited }] as const);
    assert.deepEqual(new Map(told), expected, subject);
    const handled = entries.map(({ counts: { answered, cited, marked, kept } }) => answered + cited + marked + kept);
    assert.deepEqual(
      handled,
      handled.toSorted((a, b) => b - a),
      "what passed through my hands comes first",
    );
    const printed = valueOf(await play(context, ["who", subject], { limit: 0 }));
    assert.deepEqual(
      Array.isArray(printed) ? printed.map((row: { person: string }) => row.person) : [],
      entries.map(({ person }) => person),
    );
  }
  assert.deepEqual(valueOf(await play(context, ["who", "nobodywroteofthis"])), [], "no receipt, no name");
}

function mirror({ bench: { store }, counts }: Planted): void {
  const matter = store.mirrors.matter(null);
  const dimensions = ["source", "author", "domain"] as const;
  for (const side of mirrorSides(matter, dimensions)) {
    const by = dimensions.find((each) => each === side.by) ?? "source";
    for (const stage of mirrorStages) {
      const expected = kindsOf(counts, stage, by);
      const found = side.kinds.filter((kind) => kind.counts[stage] > 0);
      assert.deepEqual(new Map(found.map((kind) => [kind.key, kind.counts[stage]])), expected, `${stage} by ${by}`);
      const told = side.stages.find((each) => each.stage === stage);
      assert.deepEqual([told?.n, told?.kinds, told?.unknown], [counts.stages[stage].size, expected.size, 0]);
    }
  }
  for (const stage of mirrorStages) {
    const rows = [...store.mirrors.rows(stage, null, null)];
    assert.deepEqual(new Set(rows.map(({ id }) => id)), new Set(counts.stages[stage].keys()), stage);
    assert.equal(rows.length, counts.stages[stage].size);
  }
}

function yields({ bench: { store }, sources, counts }: Planted): void {
  const matter = store.mirrors.matter(null);
  const rows = new Map(sourceYields(matter).map((row) => [row.source, row]));
  assert.equal(rows.size, sources.length);
  for (const source of sources) {
    for (const stage of mirrorStages) {
      assert.equal(rows.get(source)?.[stage], kindsOf(counts, stage, "source").get(source) ?? 0);
    }
  }
  for (const stage of mirrorStages) {
    const sum = filterYields(matter).reduce((total, row) => total + row[stage], 0);
    assert.equal(sum, counts.stages[stage].size);
  }
}

test("in a random world nobody is suggested, and pkm says so", async (t) => {
  const { bench } = await plant(t, { isRandom: true });
  const { store } = bench;
  store.origins.catchUp();
  const ground = store.exchanges.ground();
  assert.ok(ground.notes >= 25 && [...ground.spoke.values()].reduce((sum, count) => sum + count, 0) > 30);
  assert.ok(store.exchanges.list(null).length > 0, "chance made something go both ways");
  assert.deepEqual(suggestions(store.people.list(), store.exchanges.list(null), ground), []);
  const report = await play(bench.context, ["people", "suggest"]);
  assert.equal(report.layout.kind === "table" ? report.layout.empty.slice(0, 5) : "", "none:");
});
