// Sentences of a document that say too much at once, and lines that are too long to read.

const MOST_WORDS = 25;
const LONGEST_LINE = 160;

/** Paragraphs and list items of a document, without code, tables, headings and addresses. */
function paragraphsOf(document: string): string[] {
  return document
    .replace(/```[\s\S]*?```/g, '\n\n')
    .replace(/^(?:#|\||!\[).*$/gm, '\n')
    .replace(/^\s*(?:[-*]|\d+\.) /gm, '\n\n')
    .split(/\n\s*\n/)
    .map((paragraph) =>
      paragraph
        .replace(/\]\([^)]*\)/g, ']')
        .replace(/`[^`]*`/g, 'code')
        .trim(),
    )
    .filter((paragraph) => paragraph !== '');
}

/** One line for each sentence of more than 25 words; code in backticks counts as one word. */
export const longSentences = (document: string): string[] =>
  paragraphsOf(document)
    .flatMap((paragraph) => paragraph.split(/(?<=[.!?:])[)*_]*\s+(?=["(*_[]*(?:[A-Z\d]|code|docs))/))
    .filter((sentence) => sentence.split(/\s+/).filter((word) => /\w/.test(word)).length > MOST_WORDS);

/** One line for each line of more than 160 characters. */
export const longLines = (document: string): string[] =>
  document.split('\n').filter((line) => line.length > LONGEST_LINE);
