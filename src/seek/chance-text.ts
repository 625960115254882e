// How a chance reads, with its spread; where there is too little of it, only that.
import { isComparable, type Chance } from "./diversity.ts";

/** "12 % (8 to 17)"; below 40 items that they are too few; empty where there is nothing at all. */
export function chanceText(chance: Chance): string {
  const { n, chance: value, low, high } = chance;
  if (n === 0) return "";
  if (!isComparable(chance) || value === null || low === null || high === null) return "too few to compare";
  return `${percent(value)} % (${percent(low)} to ${percent(high)})`;
}

/** With as many digits as say something. */
function percent(part: number): string {
  const value = part * 100;
  return value >= 10 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(2);
}
