// How commands read what a person is known as.
import { PkmError } from "../../base/errors.ts";
import { plainLine } from "../../base/plain.ts";

/** One mail address; throws PkmError("usage"). */
export function mailFrom(mail: string): string {
  if (/^[^\s<>,;"\p{C}]+@[^\s<>,;"\p{C}]+$/u.test(mail)) return mail;
  throw new PkmError("usage", `--mail is not one mail address: ${plainLine(mail)}`, { hint: "--mail name@host" });
}

interface KnownPeople {
  people: { knownAs(mail: string): readonly string[]; get(id: string): { id: string; name: string } };
}

/** Throws PkmError("usage") for an address that somebody else than `own` has: whose answer would it be? */
export function refuseTaken({ people }: KnownPeople, mail: string, own: string | null): void {
  const owner = people.knownAs(mail).find((id) => id !== own);
  if (owner === undefined) return;
  const { id, name } = people.get(owner);
  throw new PkmError("usage", `${mail} is ${name}'s already`, { hint: `pkm people show ${id}` });
}
