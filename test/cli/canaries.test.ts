// Canaries: what stands for each secret and each confidence appears where it may, and nowhere else, whatever is said.
import assert from "node:assert/strict";
import { cpSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import { commands } from "../../src/cli/all.ts";
import { acting, asking, askingFarEnds, handing } from "./canary-calls.ts";
import { confidences, secrets } from "./canary-names.ts";
import { openCanaryStage, textBelow, type CanaryStage, type Said } from "./canary-stage.ts";

type Confidence = keyof typeof confidences;

/** Call lines that may print what was said in confidence to the person whose it is, and why. All others may not. */
const mayPrint: Readonly<Record<Confidence, Readonly<Record<string, string>>>> = {
  note: {
    "sense list": "a note's first words",
    "find learn": "it was asked for",
    "find kind:note": "it was asked for",
    "find wagtail*": "it was asked for",
    "show {hidden}": "it was asked for",
    "show {hidden} --full": "it was asked for",
    "export --as jsonl": "all that is mine, for a program of mine",
    "export --as all": "all that is mine, for another pkm",
  },
  comment: {
    "find wagtail*": "it was asked for",
    "show {item}": "what I marked in it",
    "show {mark}": "it was asked for",
    "digest finds -n": "a draft of my own words on what I found",
    "trace {item}": "the chain that it is part of",
    "trace {open}": "the chain that it is part of",
    "trace {share}": "the chain that it is part of",
    "trace {hidden}": "the chain that it is part of",
    "completion words show ": "what can be shown",
    "export --as jsonl": "all that is mine, for a program of mine",
    "export --as feed": "what I said on what I kept: so its help says",
    "export --as csv": "what I said on what I kept: so its help says",
    "export --as annotations": "annotations are what it is of",
    "export --as all": "all that is mine, for another pkm",
    "export --as state": "what I marked, for a machine of mine",
  },
  feedback: {
    "find wagtail*": "it was asked for",
    "show {share}": "what came back to it",
    share: "what came back and waits",
    "share feedback": "what came back and waits",
    "share feedback {share}": "it was asked for",
    "trace {item}": "the chain that it is part of",
    "trace {open}": "the chain that it is part of",
    "trace {share}": "the chain that it is part of",
    "export --as all": "all that is mine, for another pkm",
    "export --as state": "what came back, for a machine of mine",
  },
  address: {
    people: "my address book",
    "people show Cleo Hidden": "she was asked for",
    "people merge Ines Aalto Cleo Hidden": "who she is now",
    "people export": "my address book, for a program of mine",
    "find wagtail*": "it was asked for",
    share: "who it went to, for a program of mine",
    "show {share}": "who it went to, for a program of mine",
    "share preview {share}": "who it goes to, by name",
    "share stage {open} --with Letter Circle": "who it goes to, by name",
    "export --as jsonl": "all that is mine, for a program of mine",
    "export --as all": "all that is mine, for another pkm",
    "export --as state": "whom I know, for a machine of mine",
  },
  muted: {
    "seek mute --list": "the rules",
    "seek keep --list": "the rules",
    "show {source}": "what the source brought",
    "completion words show ": "what can be shown",
    "export --as jsonl": "all that is here, for a program of mine",
    "export --as all": "all that is mine, for another pkm",
  },
};

/** Where the rest of a home may hold a confidence: below these paths, for they are the person's own and closed to others. */
const mayHold = /^(?:pkm\.db[^/]*|notes[^/]*\/.*\.md|backups\/.*)$/;

/** What hides a text without changing it: as it stands, and in the base64 of a log-in or a letter, at any of its three phases. */
function formsOf(canary: string): readonly string[] {
  const shifted = ["", "a", "ab"].map((before) => {
    const text = Buffer.from(before + canary).toString("base64");
    return text.slice(before === "" ? 0 : 4, -4);
  });
  return [canary, encodeURIComponent(canary), ...shifted];
}

function seenIn(text: string, canaries: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(canaries)
    .filter(([, canary]) => formsOf(canary).some((form) => text.includes(form)))
    .map(([name]) => name);
}

/** What pkm starts: each must have been started, or nothing was shown of it. */
const everyProgram = [
  "editor.sh",
  "feed.sh",
  "git",
  "keyring.sh",
  "pager.sh",
  "secret.sh",
  "systemctl",
  "take.sh",
  "xdg-open",
];

const filled = ({ ids, folder }: CanaryStage, argv: readonly string[]): readonly string[] =>
  argv.map((word) =>
    word.replace(/\{([\w-]+)\}/g, (_, name: string) => ids[name] ?? join(folder, "out", `${name}-${(outs += 1)}`)),
  );
let outs = 0;

/** What a call said that it may not: secrets never, confidences but where the table lets it. */
function* saidWrongly(argv: readonly string[], { stdout, stderr }: Said): Generator<string> {
  const call = argv.join(" ");
  for (const name of seenIn(stdout + stderr, secrets)) yield `pkm ${call} tells the secret of ${name}`;
  for (const name of seenIn(stderr, confidences)) yield `pkm ${call} says the ${name} to stderr`;
  for (const name of seenIn(stdout, confidences)) {
    const allowed = Object.entries(mayPrint).find(([each]) => each === name)?.[1] ?? {};
    if (!(call in allowed)) yield `pkm ${call} prints the ${name}`;
  }
}

test("there is a call line for every command", () => {
  const called = new Set([...asking, ...acting].map(pathOf));
  assert.deepEqual(
    commands.map(({ path }) => path).filter((path) => !called.has(path)),
    [],
  );
});

test("no secret is told, and no confidence but where it was asked for: by every command, in every form", async (t) => {
  const stage = await openCanaryStage(t);
  const statuses = new Map<number, number>();
  const say = async (argv: readonly string[], how: Parameters<CanaryStage["say"]>[1] = {}): Promise<Said> => {
    const said = await stage.say(filled(stage, argv), how);
    statuses.set(said.status, (statuses.get(said.status) ?? 0) + 1);
    return said;
  };
  const printed = new Set<string>();
  const wrong = new Set<string>();
  for (const [nth, argv] of asking.entries()) {
    const form = [[], ["--jsonl"], ["--ids"]][nth % 3] ?? [];
    for (const more of [form, ["--json", "-v", "--debug"], ["-v"]]) {
      const said = await say([...argv, ...more], { isTty: more.length === 1 && more[0] === "-v" });
      for (const line of saidWrongly(argv, said)) wrong.add(line);
      for (const name of seenIn(said.stdout, confidences)) printed.add(`${name}: ${argv.join(" ")}`);
    }
  }
  for (const [place, text] of Object.entries(stage.left())) assert.ok(text.length > 100, `nothing came to ${place}`);
  const acts = [acting.map((argv) => ({ argv })), handing.map((argv) => ({ argv, isInteractive: true }))].flat();
  for (const { argv, ...how } of acts) {
    const home = `${stage.home}-copy`;
    cpSync(stage.home, home, { recursive: true });
    const said = await say(argv, { home, input: argv[1] === "secret" ? secrets.typed : "More words.", ...how });
    for (const line of saidWrongly(argv, said)) wrong.add(line);
    for (const name of seenIn(said.stdout, confidences)) printed.add(`${name}: ${argv.join(" ")}`);
    assertFiles(home);
    rmSync(home, { recursive: true });
  }
  assert.deepEqual([...wrong], []);
  assertAllPrinted(printed);
  const done = statuses.get(0) ?? 0;
  const all = [...statuses.values()].reduce((sum, count) => sum + count, 0);
  assert.ok(done > all * 0.9, `only ${done} of ${all} calls were done: ${JSON.stringify([...statuses])}`);
  assertLeft(stage);
  assert.deepEqual(stage.started(), everyProgram);
});

test("far ends that refuse, and say again what they were sent, make pkm tell or keep no secret either", async (t) => {
  const stage = await openCanaryStage(t);
  stage.refuse();
  let refused = 0;
  for (const argv of askingFarEnds) {
    for (const more of [[], ["--json", "-v", "--debug"]]) {
      const said = await stage.say([...filled(stage, argv), ...more]);
      assert.deepEqual(
        seenIn(said.stdout + said.stderr, secrets),
        [],
        `pkm ${argv.join(" ")}: ${said.stdout}${said.stderr}`,
      );
      if (said.status !== 0) refused += 1;
    }
  }
  assert.ok(refused >= 10, `only ${refused} calls were refused`);
  assertFiles(stage.home);
  assert.deepEqual(seenIn(Object.values(stage.left()).join("\n"), secrets), []);
});

/** The command that a call line is of: the longest path at its head. */
function pathOf(argv: readonly string[]): string {
  const line = `${argv.join(" ")} `;
  const paths = commands.map(({ path }) => path).filter((path) => line.startsWith(`${path} `));
  return paths.toSorted((a, b) => b.length - a.length)[0] ?? "";
}

/** A table of what no command does any more would let a leak through. */
function assertAllPrinted(printed: ReadonlySet<string>): void {
  const allowed = Object.entries(mayPrint).flatMap(([name, calls]) =>
    Object.keys(calls).map((call) => `${name}: ${call}`),
  );
  assert.deepEqual(
    allowed.filter((line) => !printed.has(line)),
    [],
  );
}

function assertFiles(home: string): void {
  assert.deepEqual(seenIn(textBelow(home), secrets), [], "a secret lies in the home");
  const others = textBelow(home, (path) => !mayHold.test(relative(home, path)));
  assert.deepEqual(seenIn(others, confidences), [], "a confidence lies where it may not");
}

/** Nothing of what left was said in confidence. */
function assertLeft(stage: CanaryStage): void {
  for (const [place, text] of Object.entries(stage.left())) {
    assert.deepEqual(seenIn(text, secrets), [], `a secret came to ${place}`);
    assert.deepEqual(seenIn(text, confidences), [], `a confidence came to ${place}`);
  }
}
