// Review on the whole screen: the reducer, its effects and its view joined to a terminal.
import { pressKey, resized, type ReviewState, showText, told } from "../../sense/review.ts";
import type { ReviewEffect } from "../../sense/review-asks.ts";
import { keysWith } from "../../sense/review-keys.ts";
import { type Ruler, viewReview } from "../../sense/review-view.ts";
import { cut, unicodeMeasure } from "../../ui/measure.ts";
import { wrapLines } from "../../ui/wrap.ts";
import type { Context } from "../context.ts";
import type { Hands, ReviewActs, ScreenPlay } from "./review-acts.ts";
import { readingText } from "./review-text.ts";

/** Longer lines are hard to read. */
const proseColumnsMax = 78;

/** Plays the review that begins with `start`; resolves to how it stands at its end. */
export async function reviewOnScreen(context: Context, start: ReviewState, acts: ReviewActs): Promise<ReviewState> {
  // What will be typed is not known: the measure must be right for any text.
  const measure = await unicodeMeasure();
  const ruler: Ruler = {
    measure,
    cut: (text, columns) => cut(text, columns, measure),
    wrap: (text, columns) => wrapLines(text, columns, measure),
  };
  const nameOf = keysWith(context.home.settings.table("keys"));
  let state = start;
  let columns = proseColumnsMax;
  let text: { id: string; whole: string } | null = null;
  const lines = (): readonly string[] => ruler.wrap(text?.whole ?? "", Math.min(proseColumnsMax, columns));

  const showItem = async (id: string): Promise<void> => {
    text = { id, whole: await readingText(context, id) };
    state = showText(state, id, lines());
  };
  const perform = async (effect: ReviewEffect, hands: Hands): Promise<void> => {
    const words = await acts.perform(effect, hands);
    if (effect.act === "read") await showItem(effect.id);
    state = told(state, words, await acts.standings(state.entries.map(({ id }) => id)));
  };
  const beside = openBeside();
  const askWhole = async (id: string, hands: Hands): Promise<void> => {
    const words = await acts.perform({ act: "whole", id }, hands);
    if (beside.isOver()) return;
    if (state.reading?.id === id) await showItem(id);
    state = { ...state, words };
  };
  const play: ScreenPlay = {
    draw(size) {
      beside.throwFailure();
      const isNewWidth = size.columns !== columns;
      columns = size.columns;
      state = resized(state, size.rows);
      if (isNewWidth && text !== null && state.reading?.id === text.id) state = showText(state, text.id, lines());
      return viewReview(state, size, ruler);
    },
    async press(key, hands) {
      // What is typed into a line is text, whatever the keys stand for.
      const meant = state.line === null ? { ...key, name: nameOf(key.name) } : key;
      const step = pressKey(state, meant);
      ({ state } = step);
      if (step.effect?.act === "whole") {
        const { id } = step.effect;
        beside.start(id, () => askWhole(id, hands), hands);
      } else if (step.effect !== null) await perform(step.effect, hands);
      return !state.isOver;
    },
  };
  try {
    await context.person.playScreen(play);
  } finally {
    beside.end();
    acts.end();
  }
  return state;
}

interface Beside {
  /** Goes on beside the keys, for a server may take its time; of one name only one at a time. The screen is drawn anew at its end. */
  start(name: string, act: () => Promise<void>, hands: Hands): void;
  /** Throws what one of them failed with. */
  throwFailure(): void;
  /** Nothing is drawn any more. */
  end(): void;
  isOver(): boolean;
}

function openBeside(): Beside {
  const running = new Set<string>();
  let failure: Error | null = null;
  let isOver = false;
  const run = async (name: string, act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (thrown) {
      failure = thrown instanceof Error ? thrown : new Error(String(thrown));
    }
    running.delete(name);
  };
  return {
    start(name, act, hands) {
      if (running.has(name)) return;
      running.add(name);
      void run(name, act).then(() => {
        if (!isOver) hands.redraw();
      });
    },
    throwFailure() {
      if (failure !== null) throw failure;
    },
    end: () => void (isOver = true),
    isOver: () => isOver,
  };
}
