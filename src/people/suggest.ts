// Who came nearer without my having said so: two-way evidence alone, and only more of it than chance would give.
import { dayMs, type Instant } from "../base/clock.ts";
import { nextStep, type Person, type PersonStep } from "./person.ts";

/**
 * Something that went both ways: a note of mine that cites them, and they spoke up about it; a round they were asked in, and
 * they answered; or what I gave and got by my own telling.
 */
export interface Exchange {
  person: string;
  kind: "cited" | "asked" | "told";
  /** When the later half happened. */
  at: Instant;
  /** Ids of my half and of theirs; null for what was only told. */
  mine: string | null;
  theirs: string | null;
  /** What they said, or what was told. */
  title: string;
}

/** What the chance of an exchange by citation is worked out from. */
export interface Ground {
  /** Notes of mine that somebody could speak up about: those that were taken out. */
  notes: number;
  /** For each person who was cited in one, in how many; the person's id. */
  cited: ReadonlyMap<string, number>;
  /** For each person, how many contributions they made that nobody had asked them for. */
  spoke: ReadonlyMap<string, number>;
}

export interface Suggestion {
  person: string;
  name: string;
  step: PersonStep;
  /** The step that the evidence speaks for. */
  to: PersonStep;
  /** How many exchanges of each kind. */
  cited: number;
  asked: number;
  told: number;
  first: Instant;
  last: Instant;
}

/** One exchange may be a courtesy. */
const exchangesMin = 2;
/** For a co-member: so many, over so long. */
const closeExchangesMin = 4;
const closeDaysMin = 180;
/** What chance gives to one of twenty such records is not said. */
const chanceMax = 0.05;

/**
 * Those whose step is less than their exchanges speak for, most exchanges first. Being cited and having spoken up counts
 * only where it is more than chance would give somebody in this record (see isMoreThanChance).
 */
export function suggestions(
  people: readonly Pick<Person, "id" | "name" | "step" | "left">[],
  exchanges: readonly Exchange[],
  ground: Ground,
): readonly Suggestion[] {
  const byPerson = Map.groupBy(exchanges, ({ person }) => person);
  return people
    .flatMap(({ id, name, step, left }): Suggestion[] => {
      const all = byPerson.get(id) ?? [];
      const chanced = all.filter(({ kind }) => kind === "cited");
      const held = isMoreThanChance(id, chanced.length, ground) ? all : all.filter(({ kind }) => kind !== "cited");
      const to = left === null ? stepFor(step, held) : null;
      const times = held.map(({ at }) => at).toSorted();
      const [first, last] = [times[0], times.at(-1)];
      const count = (wanted: Exchange["kind"]): number => held.filter(({ kind }) => kind === wanted).length;
      if (to === null || first === undefined || last === undefined) return [];
      const counts = { cited: count("cited"), asked: count("asked"), told: count("told") };
      return [{ person: id, name, step, to, ...counts, first, last }];
    })
    .toSorted(
      (a, b) => total(b) - total(a) || (a.last < b.last ? 1 : a.last > b.last ? -1 : 0) || (a.name < b.name ? -1 : 1),
    );
}

function total({ cited, asked, told }: Suggestion): number {
  return cited + asked + told;
}

/** The step that the exchanges speak for; null where the person stands there already, or further. */
function stepFor(step: PersonStep, exchanges: readonly Exchange[]): PersonStep | null {
  const things = new Set(exchanges.map(({ mine, at }) => mine ?? at));
  if (things.size < exchangesMin || step === "co-member") return null;
  if (step !== "in-touch") return "in-touch";
  const times = exchanges.map(({ at }) => Date.parse(at));
  const days = (Math.max(...times) - Math.min(...times)) / dayMs;
  return exchanges.length >= closeExchangesMin && days >= closeDaysMin ? nextStep(step) : null;
}

/**
 * Whether somebody spoke up about notes that cite them more often than if it were by chance which notes they speak up about
 * and whom a note cites: the tail of a binomial, over everybody who could have stood here (Bonferroni).
 */
export function isMoreThanChance(person: string, exchanges: number, { notes, cited, spoke }: Ground): boolean {
  if (exchanges === 0 || notes === 0) return false;
  const people = new Set([...cited.keys(), ...spoke.keys()]).size;
  const citations = [...cited.values()].reduce((sum, count) => sum + count, 0);
  const chance = Math.min(1, citations / (notes * people));
  if (chance === 1) return false;
  return tail(spoke.get(person) ?? exchanges, exchanges, chance) * people < chanceMax;
}

/** Chance of at least `least` hits in `draws`, each with `chance`. */
function tail(draws: number, least: number, chance: number): number {
  let term = (1 - chance) ** draws;
  let below = 0;
  for (let hits = 0; hits < least; hits += 1) {
    below += term;
    term *= ((draws - hits) / (hits + 1)) * (chance / (1 - chance));
  }
  return Math.max(0, 1 - below);
}
