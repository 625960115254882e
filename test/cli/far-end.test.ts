// What is asked of a channel's server when it is set up and checked: nothing is posted, and a room wider than said is refused.
import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { test, type TestContext } from "node:test";
import { PkmError } from "../../src/base/errors.ts";
import { channels } from "../../src/channels/all.ts";
import type { Context } from "../../src/cli/context.ts";
import { openChannelHttp } from "../../src/net/channel-http.ts";
import type { Report } from "../../src/ui/report.ts";
import { closedPort } from "../channels/mail/servers.ts";
import { serve, userAgent } from "../net/loopback.ts";
import { openBench } from "../share/bench.ts";
import { play, valueOf } from "./play.ts";

interface Set {
  context: Context;
  run(...argv: readonly string[]): Promise<Report>;
  /** "GET /path" of every request. */
  asked: string[];
  origin: string;
}

/** A bench with the real channels and a real way out to one server that answers by path. */
async function onNet(t: TestContext, answers: Readonly<Record<string, unknown>>): Promise<Set> {
  const bench = await openBench();
  t.after(() => bench.close());
  const asked: string[] = [];
  const listener: RequestListener = (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const answer = Object.entries(answers).find(([path]) => request.url?.endsWith(path))?.[1];
    response.writeHead(answer === undefined ? 404 : 200).end(JSON.stringify(answer ?? { error: "none" }));
  };
  const { origin } = await serve(t, listener);
  const http = openChannelHttp({ userAgent });
  t.after(() => http.close());
  const context: Context = {
    ...bench.context,
    channel: async (kind) => {
      const entry = channels.find((each) => each.kind === kind);
      assert.ok(entry);
      return entry.load();
    },
    secret: () => "token",
    http: (call) => http.call(call),
  };
  return { context, run: (...argv) => play(context, argv), asked, origin };
}

const account = { id: "1", username: "ann", acct: "ann", source: { privacy: "private" } };
const instance = { configuration: { statuses: { max_characters: 700 } } };

test("a server is asked how long a post may be, and that stands with the address; what was said goes before", async (t) => {
  const { run, asked, origin, context } = await onNet(t, {
    verify_credentials: account,
    "/api/v2/instance": instance,
  });
  const flags = ["--instance", origin, "--secret", "env:TOKEN"];
  const added = await run("network", "add", "fedi", "--channel", "mastodon", ...flags);
  assert.match(
    added.words.join("\n"),
    /logged in as @ann@127\.0\.0\.1.*\n700 characters a post\n.*own default, private, is never used/,
  );
  const store = await context.store();
  assert.equal(store.communities.list()[0]?.channels[0]?.settings["units"], "700");
  await run("network", "add", "short", "--channel", "mastodon", ...flags, "--units", "300");
  assert.equal(store.communities.list()[1]?.channels[0]?.settings["units"], "300");
  assert.ok(asked.length > 0 && asked.every((request) => request.startsWith("GET ")));
});

test("a server that can not be asked does not keep a channel from being added, and the check says why", async (t) => {
  const { run } = await onNet(t, {});
  const flags = ["--instance", `http://127.0.0.1:${await closedPort()}`, "--secret", "env:TOKEN"];
  const added = await run("network", "add", "fedi", "--channel", "mastodon", ...flags);
  assert.match(
    added.words.join("\n"),
    /it could not be asked, and is added as you said: 127\.0\.0\.1:\d+ refused the connection/,
  );
  const id = /channel check (\w+)|"id":"(h\w+)"/.exec(JSON.stringify(valueOf(added)))?.[2] ?? "";
  const check = await run("channel", "check", id);
  assert.equal(check.outcome, "try-later");
  assert.match(check.complaints.join("\n"), /connection: .*refused the connection/);
});

test("a room that more can read than was said is refused when it is added, and told when it is checked", async (t) => {
  const answers: Record<string, unknown> = {
    "/account/whoami": { user_id: "@ann:test" },
    "/directory/room/%23bench%3Atest": { room_id: "!bench:test" },
    "/state/m.room.join_rules": { join_rule: "invite" },
    "/joined_members": { joined: { "@ann:test": {}, "@bea:test": {} } },
  };
  const { run, context, origin, asked } = await onNet(t, answers);
  await run("community", "add", "Bench");
  const flags = ["--homeserver", origin, "--room", "#bench:test", "--secret", "env:TOKEN"];
  answers["/state/m.room.history_visibility"] = { history_visibility: "world_readable" };
  await assert.rejects(
    run("community", "channel", "Bench", "matrix", "--exposure", "closed", ...flags),
    (error) =>
      error instanceof PkmError && error.kind === "usage" && /can be read by world, not closed/.test(error.message),
  );
  answers["/state/m.room.history_visibility"] = { history_visibility: "joined" };
  await run("community", "channel", "Bench", "matrix", "--exposure", "closed", ...flags);
  const [channel] = (await context.store()).communities.list()[0]?.channels ?? [];
  assert.equal(channel?.settings["room-id"], "!bench:test", "a name may lead elsewhere tomorrow");
  const check = await run("channel", "check", channel.id);
  assert.equal(check.outcome, null);
  answers["/state/m.room.join_rules"] = { join_rule: "public" };
  const opened = await run("channel", "check", channel.id);
  assert.equal(opened.outcome, "config");
  assert.match(opened.complaints.join("\n"), /exposure: it can be read by members/);
  assert.ok(asked.every((request) => request.startsWith("GET ")));
});
