// How commands read what a person is known as.
import { PkmError } from "../../base/errors.ts";
import { plainLine } from "../../base/plain.ts";

/** One mail address; throws PkmError("usage"). */
export function mailFrom(mail: string): string {
  if (/^[^\s<>,;"\p{C}]+@[^\s<>,;"\p{C}]+$/u.test(mail)) return mail;
  throw new PkmError("usage", `--mail is not one mail address: ${plainLine(mail)}`, { hint: "--mail name@host" });
}
