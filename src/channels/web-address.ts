// The address of a server as a setting holds it, and tokens that go there.
import { PkmError } from "../base/errors.ts";
import { plainLine } from "../base/plain.ts";
import { isPrivateHost } from "../net/address.ts";
import type { ChannelSettings } from "../people/community.ts";
import { requiredText } from "./settings.ts";

/**
 * The server that the setting names, without a slash at its end. Throws PkmError("usage") naming the flag: for what is
 * no web address, for one with a user, a query or a path, and for plain http outside of the person's own network, where
 * anybody on the way would read the token.
 */
export function serverOf(settings: ChannelSettings, name: string): string {
  const text = requiredText(settings, name);
  const url = URL.parse(text);
  const isWeb = url?.protocol === "https:" || url?.protocol === "http:";
  if (url === null || !isWeb || url.hostname === "" || url.pathname + url.search + url.hash !== "/" || hasLogin(url)) {
    throw new PkmError("usage", `--${name} is not the address of a server: ${plainLine(withoutUser(text))}`, {
      hint: `--${name} https://social.example`,
    });
  }
  if (url.protocol === "http:" && !isPrivateHost(url.hostname)) {
    throw new PkmError("usage", `--${name} is not encrypted: ${url.host} would be sent the token in the open`, {
      hint: `--${name} https://${url.host}`,
    });
  }
  return url.origin;
}

/** Whether a name or a password stands before the host. */
export function hasLogin({ username, password }: URL): boolean {
  return username !== "" || password !== "";
}

/** What stands before an "@" may be a password. */
export function withoutUser(text: string): string {
  return text.slice(text.lastIndexOf("@") + 1);
}
