// Reports a test run in few lines: every failure with its place and reason, what was measured or not run, then the counts.
import { relative } from "node:path";
import { inspect } from "node:util";
import type { EventData } from "node:test";
import type { TestEvent } from "node:test/reporters";

/** What `node --test --test-reporter` calls. A test that failed only through a test inside it is not named again. */
// oxlint-disable-next-line import/no-default-export -- Node takes a reporter by its default export
export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of events) {
    if (event.type === "test:fail") yield failureText(event.data);
    // What a test measured or could not run is said: a test that was not run has not passed.
    if (event.type === "test:diagnostic" && event.data.file !== undefined) yield `# ${event.data.message}\n`;
    if (event.type === "test:pass" && typeof event.data.skip === "string") {
      yield `not run: ${event.data.name}: ${event.data.skip}\n`;
    }
    if (event.type === "test:stderr") yield event.data.message;
    if (event.type === "test:summary" && event.data.file === undefined) yield summaryText(event.data);
  }
}

function failureText({ name, file, line, details }: EventData.TestFail): string {
  const { error } = details;
  if ("failureType" in error && error.failureType === "subtestsFailed") return "";
  const place = file === undefined ? "" : `${relative(process.cwd(), file)}:${line ?? 0} `;
  const reason = reasonText(error.cause ?? error).replaceAll(/\n\s+at (?:async )?(?:.*\()?node:.*/g, "");
  return `\n✖ ${place}${name}\n${reason.replaceAll(/^/gm, "  ")}\n`;
}

/** The message of an assertion shows both values already. */
function reasonText(reason: unknown): string {
  const isAssertion = reason instanceof Error && "code" in reason && reason.code === "ERR_ASSERTION";
  return isAssertion ? (reason.stack ?? reason.message) : inspect(reason, { depth: 4 });
}

function summaryText({ counts, duration_ms: tookMs }: EventData.TestSummary): string {
  const { tests, passed, skipped, todo } = counts;
  const failed = tests - passed - skipped - todo;
  const seconds = (tookMs / 1000).toFixed(1);
  return `\n${seconds} s\ntests: ${passed} passed, ${failed} failed, ${skipped} skipped\n`;
}
