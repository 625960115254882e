// Whatever a far end answers, no secret that it was handed is said again: servers repeat a wrong password in their errors.
import type { Channel, ChannelWorld } from "./channel.ts";

/** A shorter one would be found in ordinary words. */
const secretLengthMin = 4;
const instead = "[secret]";

/** The channel, with every secret it was handed taken out of what it answers and throws: nothing else is printed or kept. */
export function discreet(channel: Channel): Channel {
  const { lookup, retract, fetchFeedback, edit, probe, exposureNow } = channel;
  return {
    ...channel,
    deliver: (part, address, world) => discreetly(world, (own) => channel.deliver(part, address, own)),
    ...(lookup && { lookup: (part, address, world) => discreetly(world, (own) => lookup(part, address, own)) }),
    ...(retract && { retract: (part, address, world) => discreetly(world, (own) => retract(part, address, own)) }),
    ...(fetchFeedback && {
      fetchFeedback: (listening, address, world) => discreetly(world, (own) => fetchFeedback(listening, address, own)),
    }),
    ...(edit && { edit: (change, address, world) => discreetly(world, (own) => edit(change, address, own)) }),
    ...(probe && { probe: (address, world) => discreetly(world, (own) => probe(address, own)) }),
    ...(exposureNow && { exposureNow: (address, world) => discreetly(world, (own) => exposureNow(address, own)) }),
  };
}

/** Runs `act` with a world that notes the secrets it hands out, and takes them out of what comes of it, an error too. */
export async function discreetly<World extends Pick<ChannelWorld, "secret"> & Partial<ChannelWorld>, Result>(
  world: World,
  act: (own: World) => Promise<Result>,
): Promise<Result> {
  const handed = new Set<string>();
  const { http } = world;
  const own = {
    ...world,
    secret(reference: string): string {
      const secret = world.secret(reference);
      handed.add(secret);
      return secret;
    },
    ...(http && {
      http(call: Parameters<typeof http>[0]): ReturnType<typeof http> {
        // A session that was renewed meanwhile stands in no reference.
        const [, credentials = ""] = (call.headers["authorization"] ?? "").split(" ");
        handed.add(credentials);
        return http(call);
      },
    }),
  };
  try {
    const result = await act(own);
    hide(result, formsOf(handed));
    return result;
  } catch (thrown) {
    hide(thrown, formsOf(handed));
    throw thrown;
  }
}

/** The secrets as they stand, in an address, and in base64 wherever they begin in it; the longest first. */
function formsOf(secrets: ReadonlySet<string>): readonly string[] {
  const forms = [...secrets]
    .filter((secret) => secret.length >= secretLengthMin)
    .flatMap((secret) => [secret, encodeURIComponent(secret), ...base64FormsOf(secret)])
    .filter((form) => form.length >= secretLengthMin);
  return [...new Set(forms)].toSorted((a, b) => b.length - a.length);
}

/** The letters that stand for it alone, at each of its three places in a group of three bytes. */
function base64FormsOf(secret: string): readonly string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    const text = bytes.toString("base64").replace(/=+$/, "");
    return text.slice(before === 0 ? 0 : before + 1, bytes.length % 3 === 0 ? undefined : -1);
  });
}

/** In every text of the value, however deep; an error is a value with words and a cause. */
function hide(value: unknown, forms: readonly string[], seen: Set<object> = new Set()): void {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
  if (seen.has(value)) return;
  seen.add(value);
  const own = value instanceof Error ? ["message", "stack", "cause", ...Object.keys(value)] : Object.keys(value);
  for (const name of own) {
    const inner: unknown = Reflect.get(value, name);
    if (typeof inner === "string") {
      const clean = forms.reduce((text, form) => text.replaceAll(form, instead), inner);
      if (clean !== inner) Reflect.set(value, name, clean);
    } else hide(inner, forms, seen);
  }
}
