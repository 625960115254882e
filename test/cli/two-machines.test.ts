// Two and three machines of one person that tell each other what was done: nothing is lost, whatever the order.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import fc from "fast-check";
import { sha256 } from "../../src/base/hash.ts";
import { laterOf, stampAfter, type Register } from "../../src/sense/register.ts";
import { inHome, openHomes } from "./in-home.ts";

const homes = openHomes();
after(() => homes.close());

const register: fc.Arbitrary<Register> = fc.record({
  kind: fc.constant("read" as const),
  key: fc.constant("[]"),
  stamp: fc.nat(3),
  machine: fc.constantFrom("a", "b", "c"),
  value: fc.option(fc.constantFrom("x", "y"), { nil: null }),
});

test("of two words the later counts: a total order, so that merging is commutative, associative and idempotent", () => {
  fc.assert(
    fc.property(register, register, register, (one, two, three) => {
      assert.deepEqual(laterOf(one, one), one);
      const said = ({ stamp, machine, value }: Register): unknown => [stamp, machine, value ?? ""];
      assert.deepEqual(said(laterOf(one, two)), said(laterOf(two, one)));
      assert.deepEqual(said(laterOf(laterOf(one, two), three)), said(laterOf(one, laterOf(two, three))));
    }),
  );
  fc.assert(
    fc.property(fc.nat(), fc.nat(), (at, before) => stampAfter(at, before) > before && stampAfter(at, before) >= at),
  );
});

const pages = Array.from({ length: 6 }, (_, n) => `Page ${n},https://pages.example/${n},${1_700_000_000 + n},,unread`);
const saved = `title,url,time_added,tags,status\n${pages.join("\n")}\n`;

interface Machine {
  home: string;
  clock: { now(): Date };
  /** Moves its clock on. */
  pass(ms: number): void;
  pkm(...argv: readonly string[]): Promise<string>;
  /** The same, but for undo of the import that the pages came by: what a machine takes in is its own. */
  act(argv: readonly string[]): Promise<void>;
  /** Takes in another's state. */
  hear(other: Machine): Promise<void>;
  /** Everything that state speaks of, under names that are the same everywhere. */
  standing(): Promise<string>;
}

async function machine(startMs: number): Promise<Machine> {
  const home = homes.fresh();
  let nowMs = startMs;
  const clock = { now: () => new Date(nowMs) };
  const run = async (argv: readonly string[], input = ""): Promise<string> => {
    const ran = await inHome(home, argv, { clock, input });
    assert.ok([0, 1, 3].includes(ran.status), `pkm ${argv.join(" ")}: ${ran.stderr}`);
    return ran.stdout;
  };
  await run(["import", "-"], saved);
  return {
    home,
    clock,
    pass: (ms) => void (nowMs += ms),
    pkm: (...argv) => run(argv),
    async act(argv) {
      const isImport = argv[0] === "undo" && (await run(["undo", "-n"])).includes("import Pocket");
      if (!isImport) await run(argv);
    },
    async hear(other) {
      const { stdout, status, stderr } = await inHome(home, ["import", "-"], {
        clock,
        input: await other.pkm("export", "--as", "state"),
      });
      assert.equal(status, 0, stderr);
      assert.match(stdout, /taken/);
    },
    async standing() {
      const items: unknown = JSON.parse(await run(["find", "kind:item", "--limit", "0", "--json"]));
      const rows = await Promise.all(
        [items].flat().map(async (item) => {
          const { url, state, tags } = pick(item, ["url", "state", "tags"]);
          const shown: unknown = JSON.parse(await run(["show", String(url), "--json"]));
          const { annotations } = pick(shown, ["annotations"]);
          const marks = [annotations].flat().map((each) => pick(each, ["quote", "comment", "created", "tags"]));
          return JSON.stringify([url, state, tags, marks.map((mark) => JSON.stringify(mark)).toSorted()]);
        }),
      );
      return rows.toSorted().join("\n");
    },
  };
}

function pick(value: unknown, names: readonly string[]): Record<string, unknown> {
  const fields = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(fields.filter(([name]) => names.includes(name)));
}

const acts: readonly ((n: number) => readonly string[])[] = [
  (n) => ["sense", "mark", `https://pages.example/${n % 6}`],
  (n) => ["sense", "mark", `https://pages.example/${n % 6}`, "-m", `thought ${n % 4}`],
  (n) => ["sense", "tag", `https://pages.example/${n % 6}`, `t${n % 3}`],
  (n) => ["sense", "tag", `https://pages.example/${n % 6}`, `t${n % 3}`, "--remove"],
  () => ["undo"],
];

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("act" as const),
      who: fc.nat(2),
      act: fc.nat(acts.length - 1),
      n: fc.nat(30),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("hear" as const), who: fc.nat(2), from: fc.nat(2) }) },
);

test("two and three machines with clocks that disagree come to the same, and hearing it again changes nothing", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 3, maxLength: 9 }),
      fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })),
      fc.integer({ min: 2, max: 3 }),
      async (steps, [skewOne, skewTwo], count) => {
        const start = Date.parse("2026-11-20T10:00:00.000Z");
        const all = await Promise.all(
          [0, skewOne, skewTwo].slice(0, count).map((hours) => machine(start + hours * 3_600_000)),
        );
        const at = (index: number): Machine => all[index % count] ?? assert.fail();
        for (const each of steps) {
          for (const one of all) one.pass(1000);
          if (each.kind === "hear") await at(each.who).hear(at(each.from));
          else await at(each.who).act(acts[each.act]?.(each.n) ?? []);
        }
        for (const round of [0, 1])
          for (const one of all) for (const other of all) if (one !== other || round === 2) await one.hear(other);
        const [first = "", ...others] = await Promise.all(all.map((one) => one.standing()));
        for (const other of others) assert.equal(other, first);
        const before = await at(0).pkm("export", "--as", "state");
        await at(0).hear(at(1));
        assert.equal(await at(0).pkm("export", "--as", "state"), before);
      },
    ),
    { numRuns: Number(process.env["ROUNDS"] ?? 6) },
  );
});

test("what each kept, tagged and wrote alone is there on both; what is taken away later stays away", async () => {
  const [one, two] = [
    await machine(Date.parse("2026-11-20T10:00:00Z")),
    await machine(Date.parse("2026-11-20T07:00:00Z")),
  ];
  await one.pkm("sense", "mark", "https://pages.example/0", "-m", "from one");
  await one.pkm("sense", "tag", "https://pages.example/0", "first");
  await two.pkm("sense", "mark", "https://pages.example/0", "-m", "from two");
  await two.pkm("sense", "mark", "https://pages.example/1");
  await one.hear(two);
  await two.hear(one);
  const both = await one.standing();
  assert.equal(await two.standing(), both);
  for (const words of ["from one", "from two", "first"]) assert.match(both, new RegExp(words));
  assert.match(both, /pages\.example\/1","kept"/);
  // The clock of two is three hours behind, and its word is the later one all the same.
  await two.pkm("sense", "tag", "https://pages.example/0", "first", "--remove");
  await one.hear(two);
  assert.doesNotMatch(await one.standing(), /first/);
});

test("what speaks of an item that is not here brings it; what is only read waits for it", async () => {
  const one = await machine(Date.parse("2026-11-20T10:00:00Z"));
  await one.pkm("sense", "mark", "https://pages.example/2", "-m", "a thought on it");
  const state = await one.pkm("export", "--as", "state");
  const home = homes.fresh();
  const plan = await inHome(home, ["import", "-", "-n"], { input: state });
  assert.match(plan.stdout, /^not done:\n.*1 item that was not here/s);
  assert.equal((await inHome(home, ["find", "thought"])).stdout, "");
  const merged = await inHome(home, ["import", "-"], { input: state });
  assert.equal(merged.status, 0, merged.stderr);
  assert.match((await inHome(home, ["find", "thought"])).stdout, /a thought on it/);
  assert.equal((await inHome(home, ["undo"])).status, 0);
  assert.equal((await inHome(home, ["find", "thought"])).stdout, "");
});

test("a state that is cut, changed or of other kinds is refused whole", async () => {
  const one = await machine(Date.parse("2026-11-20T10:00:00Z"));
  await one.pkm("sense", "mark", "https://pages.example/2", "-m", "a thought on it");
  const state = await one.pkm("export", "--as", "state");
  const lines = state.split("\n");
  const head = `${lines[0] ?? ""}\n`;
  const sealed = (...records: readonly object[]): string => {
    const text = head + records.map((record) => `${JSON.stringify(record)}\n`).join("");
    return `${text}${JSON.stringify({ record: "end", records: records.length + 1, sha256: sha256(text) })}\n`;
  };
  const word = {
    record: "register",
    kind: "read",
    key: '["x"]',
    stamp: 1,
    machine: "m",
    value: "2026-11-20T10:00:00.000Z",
  };
  const hostile = [
    { ...word, kind: "all" },
    { ...word, stamp: 1e300 },
    { ...word, kind: "tag", key: '["https://pages.example/2","t"]', value: "", stamp: Number.MAX_SAFE_INTEGER },
    { ...word, value: "yesterday" },
    { ...word, key: "not json" },
    { ...word, kind: "judged", value: "gone" },
    { record: "item", key: "k", name: "n", entryHash: "h", source: { url: "file:///etc/passwd" } },
    { record: "item", key: "k", name: "n", entryHash: "h", source: { url: ["https://a.example/"] } },
  ].map((record) => sealed(record));
  assert.equal((await inHome(homes.fresh(), ["import", "-"], { input: sealed(word) })).status, 0);
  for (const bad of [lines.slice(0, -2).join("\n"), state.replace("a thought", "b thought"), head, ...hostile]) {
    const home = homes.fresh();
    const { status, stderr } = await inHome(home, ["import", "-"], { input: bad });
    assert.equal(status, 1);
    assert.match(stderr, /not whole/);
  }
});
