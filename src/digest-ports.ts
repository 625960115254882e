// What a digest needs of the machine: a lock for its run, its documents, the person's own mailbox, and a timer.
import { resolve } from "node:path";
import type { Clock } from "./base/clock.ts";
import type { Context, DigestForms } from "./cli/context.ts";
import type { Home } from "./machine/home.ts";
import { resolveSecret } from "./machine/secret.ts";

export interface DigestWorld {
  home: Home;
  clock: Clock;
  env: Readonly<Record<string, string | undefined>>;
  /** Called with what is to be closed at the end. */
  onClose: (close: () => void) => void;
}

/** Each is loaded when it is first asked for. */
export function openDigestPorts(
  world: DigestWorld,
): Pick<Context, "holdRun" | "digestForms" | "post" | "timers" | "program"> {
  const { home, clock, env, onClose } = world;
  let give: (() => void) | null = null;
  const giveUp = (): void => {
    give?.();
    give = null;
  };
  return {
    async holdRun() {
      if (give !== null) return giveUp;
      const { takeRunLock } = await import("./machine/run-lock.ts");
      give = await takeRunLock(home.stateDir);
      onClose(giveUp);
      return giveUp;
    },
    digestForms: loadForms,
    program: [process.execPath, resolve(process.argv[1] ?? "pkm")],
    timers: async () => (await import("./machine/timers.ts")).openTimers(env, home.stateDir),
    post: async () => {
      const { openPost } = await import("./channels/mail/post.ts");
      return openPost(home.mail, { now: () => clock.now(), secret: (reference) => resolveSecret(reference, env) });
    },
  };
}

async function loadForms(): Promise<DigestForms> {
  const [{ digestMarkdown }, { digestPage }, { digestFeed }] = await Promise.all([
    import("./formats/digest-markdown.ts"),
    import("./formats/digest-page.ts"),
    import("./formats/digest-feed.ts"),
  ]);
  return { markdown: digestMarkdown, page: digestPage, feed: digestFeed };
}
