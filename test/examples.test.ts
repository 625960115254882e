// Every example of help and README is typed, as it stands, in a home that has what it speaks of.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { commands } from "../src/cli/all.ts";
import { openStage } from "./examples/stage.ts";

const stage = await openStage();
after(() => stage.close());

/** What has to be done before the examples of a command mean anything. */
const before: Readonly<Record<string, readonly string[]>> = {
  "share feedback": heard(),
  "share revise": heard(),
  "share preview": garden(),
  "share publish": garden(),
  "network show": garden(),
  "network remove": garden(),
  "sense check": ["pkm sense check k4n2 claim -m 'Half of all teams fail'"],
  undo: ["pkm people add 'Cy Dahl'"],
  "share report": [...heard(), "pkm share feedback d3r7 accept f2k9", "pkm share revise d3r7 -m 'A better text.'"],
};

function garden(): readonly string[] {
  return ["pkm network add garden --channel site --dir site --base-url https://garden.example/"];
}

function heard(): readonly string[] {
  return ["pkm share send d3r7", "pkm share feedback d3r7 add --from 'Ines Aalto' --via call -m 'What about code?'"];
}

/** Lines that end otherwise than with 0 there, and why. */
const otherwise: readonly { line: RegExp; status: number; why: string }[] = [
  {
    line: /^pkm (?:review(?! --weekly)|(?:sense|config) edit|init$|open n)/,
    status: 2,
    why: "nobody sits at a terminal",
  },
  { line: /^pkm (?:sense note k4n2(?: --template reading)?)$/, status: 2, why: "no editor opens" },
  { line: /^pkm sense rename \w+ "[^"]*"$/, status: 2, why: "nobody says yes" },
  { line: /^pkm restore pkm\.backup$/, status: 2, why: "nobody says yes" },
  { line: /^pkm export --as opml --out sources\.opml$/, status: 2, why: "the file is there" },
  { line: /^pkm community add "Bench Circle"/, status: 2, why: "it is there" },
  { line: /^pkm share revise d3r7$/, status: 3, why: "no editor opens, so nothing was changed" },
  { line: /^pkm share feedback d3r7 take/, status: 3, why: "no mail came" },
  { line: /^pkm share correct/, status: 3, why: "nothing older stands anywhere" },
  { line: /--home \S+ import -$/, status: 2, why: "the archive names a program, and nobody says that it is trusted" },
  {
    line: /^pkm share publish d3r7 --to garden(?: --at "fri 9:00")?$/,
    status: 3,
    why: "the gate is closed: the example says so",
  },
  { line: /^pkm digest again/, status: 3, why: "no digest went by mail" },
  { line: /^pkm share resolve x2k9/, status: 3, why: "nothing is in doubt" },
  { line: /^pkm sense check q2d4 find/, status: 2, why: "the item found is the one that is checked" },
  { line: /^pkm schedule --install/, status: 1, why: "no timer of this machine is touched" },
  { line: /keyring:/, status: 4, why: "no keyring is open" },
];

for (const entry of commands) {
  test(`the examples of pkm ${entry.path}`, async () => {
    const { command } = await entry.load();
    const prelude = before[entry.path] ?? [];
    const lines = command.examples.map(({ line }) => line);
    assert.ok(lines.length > 0);
    const played = await stage.play([...prelude, ...lines]);
    for (const [at, { status, stdout, stderr }] of played.entries()) {
      const line = [...prelude, ...lines][at] ?? "";
      const expected = otherwise.find((each) => each.line.test(line))?.status ?? 0;
      assert.equal(status, expected, `${line}\n${stdout}${stderr}`);
      assert.doesNotMatch(stderr, /this is a bug/, line);
    }
  });
}
