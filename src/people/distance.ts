// Reading by distance: from my community outward, or from outside in.
import { personSteps, type PersonStep } from "./person.ts";

/** 0 co-member, 1 in touch, 2 followed, 3 seen, 4 nobody I know. */
export type Distance = 0 | 1 | 2 | 3 | 4;

export const distanceNames = ["co-member", "in-touch", "followed", "seen", "unknown"] as const;
export type DistanceName = (typeof distanceNames)[number];

export type Direction = "outward" | "outside-in";

/** How far away somebody at that step is; null is nobody I know. */
export function distanceOf(step: PersonStep | null): Distance {
  if (step === null) return 4;
  const distances = { "co-member": 0, "in-touch": 1, followed: 2, seen: 3 } as const;
  return distances[step];
}

/** The nearest of several people; null where there are none. */
export function nearestStep(steps: readonly PersonStep[]): PersonStep | null {
  return steps.reduce<PersonStep | null>(
    (nearest, step) => (nearest === null || personSteps.indexOf(step) > personSteps.indexOf(nearest) ? step : nearest),
    null,
  );
}

/** `things` by distance; as near ones stay in their order. */
export function byDistance<Thing>(
  things: readonly Thing[],
  direction: Direction,
  distance: (thing: Thing) => Distance,
): readonly Thing[] {
  const sign = direction === "outward" ? 1 : -1;
  return things.toSorted((a, b) => sign * (distance(a) - distance(b)));
}

/** How far away the nearest of these people is; nobody is as far as it goes. */
export function distanceOfPeople(people: readonly string[], steps: ReadonlyMap<string, PersonStep>): Distance {
  return distanceOf(nearestStep(people.flatMap((person) => steps.get(person) ?? [])));
}
