// Dates as feeds write them: RFC 822, W3C-DTF (ISO 8601) and the broken forms that are common. Never "now".
import type { Instant } from "../../base/clock.ts";

/** Minutes east of UTC. RFC 822's names, and those that feeds use besides. */
const zones: Readonly<Record<string, number>> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  west: 60,
  bst: 60,
  ist: 330,
  cet: 60,
  cest: 120,
  met: 60,
  mest: 120,
  mez: 60,
  mesz: 120,
  eet: 120,
  eest: 180,
  msk: 180,
  msd: 240,
  hkt: 480,
  sgt: 480,
  awst: 480,
  jst: 540,
  kst: 540,
  acst: 570,
  acdt: 630,
  aest: 600,
  aedt: 660,
  nzst: 720,
  nzdt: 780,
  nst: -210,
  ndt: -150,
  ast: -240,
  adt: -180,
  est: -300,
  edt: -240,
  et: -300,
  cst: -360,
  cdt: -300,
  ct: -360,
  mst: -420,
  mdt: -360,
  mt: -420,
  pst: -480,
  pdt: -420,
  pt: -480,
  akst: -540,
  akdt: -480,
  hst: -600,
  hast: -600,
  brt: -180,
  art: -180,
  clt: -240,
  a: -60,
  m: -720,
  n: 60,
  y: 720,
};

/** First three letters of the months in languages whose feeds are met, lower case without accents. */
const months: Readonly<Record<string, number>> = {
  jan: 1,
  feb: 2,
  mar: 3,
  apr: 4,
  may: 5,
  jun: 6,
  jul: 7,
  aug: 8,
  sep: 9,
  oct: 10,
  nov: 11,
  dec: 12,
  ene: 1,
  abr: 4,
  ago: 8,
  set: 9,
  dic: 12,
  fev: 2,
  avr: 4,
  mai: 5,
  aou: 8,
  mrz: 3,
  okt: 10,
  dez: 12,
  mag: 5,
  giu: 6,
  lug: 7,
  ott: 10,
  gen: 1,
  out: 10,
  mrt: 3,
  mei: 5,
};

interface DateParts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  ms: number;
  /** Minutes east of UTC. */
  zone: number;
}

const iso =
  /^([+-]?\d{4})(?:-?(\d{1,2})(?:-?(\d{1,2}))?)?(?:[T\s]+(\d{1,2})(?::?(\d{2})(?::?(\d{2}|(?<=:)\d)(?:[.,](\d{1,9}))?)?)?\s*(.*))?$/i;
const rfc822 =
  /^(?:\p{L}+[.,]*\s*,?\s*)?(\d{1,2})(?:st|nd|rd|th|\.|\u00ba)?[\s\-/.]+(?:de\s+)?(\p{L}{3,})\.?,?[\s\-/.]+(?:de\s+)?(\d{2,4})\b(?:,?\s*(.*))?$/iu;
const monthFirst =
  /^(?:\p{L}+[.,]*\s*,?\s+)?(\p{L}{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(?:(\d{4})(?:,?\s+(.*))?|(\d{1,2}:\d{2}.*?)\s+(\d{4}))$/iu;
const slashed = /^(\d{1,4})[/.](\d{1,2})[/.](\d{1,4})(?:,?\s+(.*))?$/;
const clock = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?)?\s*(.*)$/i;
const lengthMax = 100;

/**
 * The instant that `text` means, or null when it means none. A date without a time is midnight
 * UTC; without a zone it is UTC. Years of two digits are 1970 to 2069. Years before 1000 are the zero
 * dates of some languages and mean none.
 */
export function readDate(text: string): Instant | null {
  if (text.length > lengthMax) return null;
  const trimmed = text.replace(/\s+/g, " ").trim();
  if (trimmed === "") return null;
  const parts =
    readIso(trimmed) ?? readRfc822(trimmed) ?? readMonthFirst(trimmed) ?? readSlashed(trimmed) ?? readEpoch(trimmed);
  return parts === null ? null : instantOf(parts);
}

function readIso(text: string): DateParts | null {
  const found = iso.exec(text);
  if (found === null) return null;
  const [, year = "", month = "1", day = "1", hour = "0", minute = "0", second = "0", fraction = "", rest = ""] = found;
  if (/^\d{5,}$/.test(text) && text.length !== 8) return null;
  const half = /^([ap])m\b\s*(.*)$/i.exec(rest);
  const zone = zoneOf(half?.[2] ?? rest);
  if (zone === null) return null;
  return {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: hourOf(Number(hour), half?.[1]),
    minute: Number(minute),
    second: Number(second),
    ms: Number(fraction.padEnd(3, "0").slice(0, 3)),
    zone,
  };
}

function readRfc822(text: string): DateParts | null {
  const [, day, month, year, time = ""] = rfc822.exec(text) ?? [];
  if (day === undefined || month === undefined || year === undefined) return null;
  return withTime({ year: fullYear(year), month: monthOf(month), day: Number(day) }, time);
}

/** As JavaScript, C and people in America write it. */
function readMonthFirst(text: string): DateParts | null {
  const [, month, day, year, time = "", clockFirst, lastYear] = monthFirst.exec(text) ?? [];
  if (month === undefined || day === undefined) return null;
  return withTime(
    { year: fullYear(year ?? lastYear ?? ""), month: monthOf(month), day: Number(day) },
    clockFirst ?? time,
  );
}

/** Year first, or day first with dots, or month first with slashes unless that cannot be. */
function readSlashed(text: string): DateParts | null {
  const [, first, second, third, time = ""] = slashed.exec(text) ?? [];
  if (first === undefined || second === undefined || third === undefined) return null;
  if (first.length === 4) return withTime({ year: Number(first), month: Number(second), day: Number(third) }, time);
  if (first.length > 2) return null;
  const dayFirst = text.includes(".") || Number(first) > 12;
  const [day, month] = dayFirst ? [first, second] : [second, first];
  return withTime({ year: fullYear(third), month: Number(month), day: Number(day) }, time);
}

/** Seconds or milliseconds since 1970. */
function readEpoch(text: string): DateParts | null {
  if (!/^\d{9,10}$|^\d{12,13}$/.test(text)) return null;
  const date = new Date(Number(text) * (text.length > 10 ? 1 : 1000));
  return readIso(date.toISOString());
}

function withTime(date: Pick<DateParts, "year" | "month" | "day">, time: string): DateParts | null {
  const midnight = { ...date, hour: 0, minute: 0, second: 0, ms: 0, zone: 0 };
  const text = time.replace(/^(?:at|-|T)\s*/i, "").trim();
  if (text === "") return midnight;
  const found = clock.exec(text);
  if (found === null) {
    const zone = zoneOf(text);
    return zone === null ? null : { ...midnight, zone };
  }
  const [, hour = "0", minute = "0", second = "0", fraction = "", half, rest = ""] = found;
  const zone = zoneOf(rest);
  if (zone === null) return null;
  return {
    ...date,
    hour: hourOf(Number(hour), half),
    minute: Number(minute),
    second: Number(second),
    ms: Number(fraction.padEnd(3, "0").slice(0, 3)),
    zone,
  };
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) return hour;
  return (hour % 12) + (/^p/i.test(half) ? 12 : 0);
}

/** Minutes east of UTC; 0 for none or for a name that is not known; null for what cannot be a zone. */
function zoneOf(text: string): number | null {
  const zone = text.trim().replace(/\s*\([^)]*\)$/, "");
  if (zone === "") return 0;
  const offset = /^(?:gmt|utc|z)?\s*([+-])\s*(\d{1,2}):?(\d{2})?(?::?00)?(?:\s+\p{L}+)?$/iu.exec(zone);
  if (offset !== null) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
    return offset[1] === "-" ? -minutes : minutes;
  }
  const name = /^(\p{L}[\p{L}/_ ]*)\.?$/u.exec(zone)?.[1];
  if (name === undefined) return null;
  return Object.hasOwn(zones, name.toLowerCase()) ? (zones[name.toLowerCase()] ?? 0) : 0;
}

function monthOf(name: string): number {
  const plain = name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  if (plain.startsWith("juin")) return 6;
  if (plain.startsWith("juil")) return 7;
  const key = plain.slice(0, 3);
  return Object.hasOwn(months, key) ? (months[key] ?? 0) : 0;
}

function fullYear(text: string): number {
  const year = Number(text);
  if (text.length === 3) return 1900 + year;
  return text.length > 2 ? year : year < 70 ? 2000 + year : 1900 + year;
}

function instantOf({ year, month, day, hour, minute, second, ms, zone }: DateParts): Instant | null {
  if (year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return null;
  if (hour > 24 || minute > 59 || second > 60 || Math.abs(zone) > 14 * 60) return null;
  const midnight = new Date(Date.UTC(year, month - 1, day));
  if (midnight.getUTCMonth() !== month - 1) return null;
  const date = new Date(midnight.getTime() + ((hour * 60 + minute - zone) * 60 + second) * 1000 + ms);
  const text = date.toISOString();
  return text.length === 24 ? text : null;
}
