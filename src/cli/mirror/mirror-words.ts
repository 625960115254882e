// The time that figures of the mirror are of: how it is typed, and how it reads.
import { localDay, type Instant } from "../../base/clock.ts";
import { PkmError } from "../../base/errors.ts";
import { type MirrorStage, mirrorStages } from "../../seek/mirror.ts";
import { checkFilter } from "../../sense/query-filter.ts";
import type { Column } from "../../ui/report.ts";
import type { OptionSpec, Words } from "../command.ts";

export const sinceOption: OptionSpec = {
  flags: "--since <time>",
  about: "of what came, was shown, opened ... since then: 90d, 1y, 2026-01-01 or all; without it 1y",
};

/** The time as typed; null is all of it. Throws PkmError("usage"). */
export function sinceFrom(words: Words): string | null {
  const given = words.text("since") ?? "1y";
  return given === "all" ? null : given;
}

/** The instant meant; throws PkmError("usage"). */
export function sinceInstant(given: string | null, now: Date): Instant | null {
  if (given === null) return null;
  const checked = checkFilter("since", given, now);
  if ("value" in checked) return checked.value;
  throw new PkmError("usage", checked.wrong.replace(/^since:/, "--since"), { hint: "--since 1y" });
}

/** A column for each stage; those of `wideOnly` are left out of a narrow terminal. */
export function stageColumns<Row extends Readonly<Record<MirrorStage, number>>>(
  wideOnly: readonly MirrorStage[],
): readonly Column<Row>[] {
  return mirrorStages.map((stage) => ({
    title: stage,
    value: (row) => row[stage],
    align: "right",
    hiddenBelowColumns: wideOnly.includes(stage) ? 76 : 0,
  }));
}

/** "since 2025-11-25", or "from the beginning". */
export function sinceText(since: Instant | null): string {
  return since === null ? "from the beginning" : `since ${localDay(since)}`;
}
