// Files config.toml: each is obeyed, or refused with its line by every command but those that mend it.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openHomes } from "../../cli/in-home.ts";
import { trouble } from "../dictionary.ts";
import { told } from "../said.ts";
import { textSeeds } from "../seeds.ts";
import type { Target } from "../target.ts";

const pieces = [
  "[mail]\n",
  "[alias]\n",
  "[defaults]\n",
  "[[mail]]\n",
  "[views]\n",
  "= ",
  " = 1\n",
  ' = "x"\n',
  "[",
  "]",
  '"""',
  "'''",
  "{ a = 1 }",
  "#",
  "\n",
  "1979-05-27T07:32:00Z",
  "inf",
  "nan",
  "0xDEADBEEF",
  "1_000",
  "true",
  "[1, 'a']",
  "a.b.c = 1\n",
  '"" = 1\n',
  "__proto__ = 1\n",
  "[__proto__]\npolluted = 1\n",
  "constructor.prototype.polluted = 1\n",
  'author = "',
  "digest-limit = ",
  'x = "find @x"\n',
  'loop = "loop"\n',
  "\\u0000",
  "\\U0010FFFF",
  "\\ud800",
];

export const configs: Target = {
  name: "configs",
  dictionary: { tokens: [...pieces, ...pieces, ...trouble], marks: ["=", '"', "\n", "[", "."] },
  budgetMs: (bytes) => 250 + bytes / 200,
  shortRuns: 60,
  reaches: { outcome: "obeyed", share: 0.1 },
  open() {
    const homes = openHomes();
    const home = homes.fresh();
    mkdirSync(home, { recursive: true });
    return Promise.resolve({
      seeds: textSeeds([
        'author = "Ann"\ndigest-limit = 5\nshelf-days = 0\n',
        '[mail]\nfrom = "a@b.example"\nto = ["c@d.example"]\nsmtp = "smtp://127.0.0.1:25"\nsecret = "env:PW"\n',
        '[alias]\nmorning = "digest --limit 5"\n[defaults]\nfind = "--limit 3"\n[views]\nwork = "context:work is:kept"\n',
        '# a comment\nauthor = """\nmany\nlines"""\n[views]\n"with space" = "tag:x"\nx = "@work"\n',
      ]),
      close: () => homes.close(),
      async examine(bytes, { chance }) {
        writeFileSync(join(home, "config.toml"), bytes);
        const mends = await told(home, ["config", "path"]);
        const argv = chance.of([
          ["config", "get", "--json"],
          ["help", "exit-codes"],
          ["status", "--json"],
          ["find", "@work", "--json"],
        ]);
        const asked = await told(home, argv);
        const complaints = [...mends.complaints, ...asked.complaints];
        if (mends.status !== 0) complaints.push(`the path of a config.toml is not told: ${mends.stderr.slice(0, 200)}`);
        const isRefused = asked.status === 2 && asked.stderr.includes("config.toml, line ");
        const line = Number(/config\.toml, line (\d+)/.exec(asked.stderr)?.[1] ?? 1);
        if (line < 1 || line > bytes.toString("utf8").split("\n").length) complaints.push(`tells of line ${line}`);
        return { complaints, outcome: isRefused ? "refused" : "obeyed" };
      },
    });
  },
};
