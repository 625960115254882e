// The questions of pkm init, and the lists of feeds that come with pkm.
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { Words } from "../../src/cli/command.ts";
import { command } from "../../src/cli/care/init.ts";
import { packNames, readPack } from "../../src/demo/starter-packs.ts";
import { readOpml } from "../../src/formats/opml.ts";
import { stocked } from "../sense/stocked.ts";
import { bareContext, bareHome, nobody } from "./bare-context.ts";

test("each question has a default, and what is answered stands in config.toml", async (t) => {
  const stock = stocked(t);
  const asked: string[] = [];
  const saved: string[] = [];
  const answers = ["", "Grace", "nonsense", "none"];
  const context = {
    ...bareContext,
    flags: { ...bareContext.flags, mayAsk: true },
    env: { USER: "ada" },
    home: { ...bareHome("/home/ada/pkm-notes"), configFile: "/home/ada/config.toml" },
    configFile: async () => ({ read: () => null, save: async (text: string) => void saved.push(text) }),
    packNames: async () => packNames(),
    store: async () => stock.store,
    person: {
      ...nobody,
      ask: async (question: string) => {
        asked.push(question);
        return answers.shift() ?? null;
      },
    },
  };
  await command.execute(context, new Words([], {}));
  assert.deepEqual(asked, [
    "Where do your notes lie? [/home/ada/pkm-notes] ",
    "Your name on what you publish? [ada] ",
    "A pack of feeds (communities, learning, software)? [none] ",
    "There is no pack nonsense. A pack of feeds (communities, learning, software)? [none] ",
  ]);
  assert.deepEqual(saved, ['notes = "/home/ada/pkm-notes"\nauthor = "Grace"\n']);
});

test("a folder of notes typed from here is kept from the root on, and ~ as it is", async (t) => {
  const stock = stocked(t);
  const saved: string[] = [];
  const context = {
    ...bareContext,
    flags: { ...bareContext.flags, isYes: true },
    home: { ...bareHome("/home/ada/pkm-notes"), configFile: "/home/ada/config.toml" },
    configFile: async () => ({ read: () => null, save: async (text: string) => void saved.push(text) }),
    packNames: async () => packNames(),
    store: async () => stock.store,
  };
  for (const notes of ["writing", "~/writing", "/srv/notes"]) await command.execute(context, new Words([], { notes }));
  assert.deepEqual(
    saved,
    [resolve("writing"), "~/writing", "/srv/notes"].map((path) => `notes = ${JSON.stringify(path)}\n`),
  );
});

test("every pack is a list of feeds over https, each with a title, none twice", async () => {
  const names = packNames();
  assert.ok(names.length >= 3);
  const urls: string[] = [];
  for (const name of names) {
    const list = readOpml(readPack(name));
    assert.ok(list !== null && list.feeds.length >= 5, name);
    assert.deepEqual(list.notTaken, []);
    for (const { url, title, tags } of list.feeds) {
      assert.match(url, /^https:\/\//);
      assert.ok(title !== null && title !== "", url);
      assert.deepEqual(tags, [name]);
      urls.push(url);
    }
  }
  assert.equal(new Set(urls).size, urls.length);
  assert.throws(() => readPack("../feeds/ghost"), { kind: "not-found" });
});
