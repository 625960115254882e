// Text as a reader counts it: a letter with its marks is one, and so is a family of emoji (UAX 29).

/** Made when the first text asks for it: making it takes as long as loading half of the program. */
let segmenter: Intl.Segmenter | null = null;

/** The graphemes of the text, with where each begins. */
export function graphemesOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter();
  return segmenter.segment(text);
}
