// Reads the pieces of a phrase from left to right: what is asked of each name.
import { PLAIN, refined, type Intent } from './intent.ts';
import type { Piece } from './pieces.ts';
import type { Parting, Token } from './tokens.ts';
import type { Named, Vocabulary } from './vocabulary.ts';

/** One thing that is wanted or not. */
export interface Asked {
  concepts: readonly Named[];
  intent: Intent;
  /** Its own words: the first token, and the one after the last. */
  first: number;
  end: number;
  /** Of how many things joined by "or" and "and" it is one, where they share what is asked. */
  group: number;
  isPeriod: boolean;
  /** Whether it was named, or only meant by everyday words. */
  by: 'label' | 'words';
}

/** What words ask that follow what they belong to. */
const AFTER: Readonly<Record<'most' | 'never' | 'less', Intent>> = {
  most: { ...PLAIN, amount: 4 },
  never: { ...PLAIN, negation: 'never' },
  less: { ...PLAIN, sign: -1 },
};

/** Goes through the pieces from left to right, and knows what the small words so far ask of the next name. */
export class Reading {
  readonly #pieces: readonly Piece[];
  readonly #tokens: readonly Token[];
  readonly #vocabulary: Vocabulary;
  readonly #asked: Asked[] = [];
  readonly #unknown: { first: number; end: number }[] = [];
  #intent: Intent = PLAIN;
  /** The token where the small words of the intent begin. */
  #from: number | null = null;
  /** Whether a name has taken the intent already: then it goes on only over what is joined to that name. */
  #isTaken = false;
  #joint: 'and' | 'or' | 'comma' | null = null;
  #hasPreposition = false;
  #isPreference = false;
  #group = 0;
  /** The name that small words follow, until another name takes them. */
  #behind: Asked | null = null;

  constructor(pieces: readonly Piece[], tokens: readonly Token[], vocabulary: Vocabulary) {
    this.#pieces = pieces;
    this.#tokens = tokens;
    this.#vocabulary = vocabulary;
  }

  read(): { asked: Asked[]; unknown: { first: number; end: number }[] } {
    this.#pieces.forEach((piece, at) => {
      this.#part(piece, at);
      this.#take(piece, at);
    });
    this.#begin();
    return { asked: this.#asked, unknown: this.#unknown };
  }

  /** What stands between this piece and the one before it. */
  #part(piece: Piece, at: number): void {
    if (at === 0 || piece.first === piece.end) return;
    const before: Parting = (this.#tokens[piece.first] as Token).before;
    if (before === 'end' || (before === 'comma' && !this.#isTaken)) this.#begin();
    else if (before === 'comma') this.#joint ??= 'comma';
  }

  /** Small words that nothing followed belong to the name before them: "comedy more, horror less". */
  #begin(): void {
    if (this.#behind !== null && !this.#isTaken && this.#intent !== PLAIN) this.#behind.intent = this.#intent;
    this.#behind = null;
    this.#intent = PLAIN;
    this.#from = null;
    this.#isTaken = false;
    this.#joint = null;
    this.#hasPreposition = false;
    this.#group++;
  }

  #take(piece: Piece, at: number): void {
    switch (piece.is) {
      case 'named':
        return this.#name(piece, at, { ...piece.meaning, isPeriod: false });
      case 'period':
        return this.#name(piece, at, {
          concepts: this.#conceptsOf(piece.years),
          isPeriod: true,
          by: 'label',
        });
      case 'mark':
        return this.#mark(piece, at);
      case 'number':
        return this.#number(piece, at);
      case 'unknown':
        return this.#miss(piece);
      case 'silent':
    }
  }

  #conceptsOf(years: readonly number[]): Named[] {
    return years.flatMap((year) => this.#vocabulary.decades.get(year) ?? []);
  }

  #name(piece: Piece, at: number, meant: Pick<Asked, 'concepts' | 'isPeriod' | 'by'>): void {
    this.#behind = null;
    if (this.#isTaken && !this.#goesOn(at)) this.#begin();
    else if (this.#isTaken && this.#joint === null) this.#group++;
    this.#asked.push({
      ...meant,
      intent: this.#intent,
      first: this.#from ?? piece.first,
      end: piece.end,
      group: this.#group,
    });
    this.#from = null;
    this.#isTaken = true;
    this.#joint = null;
    this.#hasPreposition = false;
  }

  /** Whether what was asked of the name before is asked of this one too. */
  #goesOn(at: number): boolean {
    const { reach } = this.#intent;
    if (this.#hasPreposition && reach === 'word') return false;
    if (this.#joint === null) return reach === 'phrase';
    return this.#joint !== 'comma' || this.#isListClosedFrom(at);
  }

  /** "No horror, war or crime": a list of bare names goes on over its commas, where "or" (or after "no", "and") closes it. */
  #isListClosedFrom(at: number): boolean {
    for (const piece of this.#pieces.slice(at)) {
      if (piece.is === 'mark' && piece.mark.is === 'joint') {
        return piece.mark.by === 'or' || this.#isListOfOneKind(at);
      }
      const isInList = piece.is === 'named' || piece.is === 'period' || piece.is === 'silent';
      if (!isInList || (this.#tokens[piece.first] as Token).before === 'end') return false;
    }
    return false;
  }

  /** In "no horror, funny and light" a name of a kind is denied, and words that describe follow. */
  #isListOfOneKind(at: number): boolean {
    if (this.#intent.reach === 'word' && this.#intent.negation !== null) return false;
    const [before, next] = [this.#pieces.slice(0, at).findLast(({ is }) => is === 'named'), this.#pieces[at]];
    return before?.is === 'named' && next?.is === 'named' && before.meaning.by === next.meaning.by;
  }

  #mark(piece: Extract<Piece, { is: 'mark' }>, at: number): void {
    const { mark } = piece;
    switch (mark.is) {
      case 'joint':
        this.#joint = mark.by;
        return;
      case 'turn':
        this.#begin();
        return;
      case 'preposition':
        this.#hasPreposition = true;
        return;
      case 'than':
        if (this.#asked.length > 0) this.#refine(piece);
        return;
      case 'prefer':
        this.#begin();
        this.#isPreference = true;
        return;
      case 'to':
        if (this.#isPreference && this.#isTaken) this.#start(piece.first, refined(PLAIN, { is: 'than' }));
        return;
      case 'after':
        if (mark.asks === 'most' || this.#isSuffix(piece) || this.#isSaidAfter(at))
          this.#amendLast(AFTER[mark.asks], piece);
        return;
      case 'bound':
        // "I like comedies more than dramas": a bound needs a number.
        if (this.#pieces[at + 1]?.is !== 'number' && mark.add > 0)
          this.#start(piece.first, refined(PLAIN, { is: 'than' }));
        else if (this.#pieces[at + 1]?.is !== 'number' && mark.add < 0) this.#start(piece.first, PLAIN);
        return;
      case 'share':
        if (this.#isSaidAfter(at)) this.#amendLast(refined(PLAIN, mark), piece);
        else this.#refine(piece);
        return;
      default:
        this.#refine(piece);
    }
  }

  /** Small words after a name begin anew; before one they add up. */
  #refine({ first, ...piece }: Extract<Piece, { is: 'mark' }>): void {
    const behind = this.#isTaken && this.#joint === null ? (this.#asked.at(-1) ?? null) : this.#behind;
    if (this.#isTaken) this.#begin();
    this.#behind = behind;
    this.#start(this.#from ?? first, refined(this.#intent, piece.mark));
  }

  #start(first: number, intent: Intent): void {
    if (this.#isTaken) this.#begin();
    this.#intent = intent;
    this.#from = first;
  }

  /** "Horror-free". */
  #isSuffix({ first }: Piece): boolean {
    return (this.#tokens[first] as Token).before === 'joined';
  }

  /** "Comedies only": nothing that "only" could belong to follows. */
  #isSaidAfter(at: number): boolean {
    const next = this.#pieces[at + 1];
    if (!this.#isTaken || (this.#joint !== null && this.#joint !== 'comma')) return false;
    if (next === undefined || (next.is === 'mark' && ['turn', 'joint'].includes(next.mark.is))) return true;
    return ['comma', 'end'].includes((this.#tokens[next.first] as Token).before);
  }

  #amendLast(intent: Intent, { end }: Piece): void {
    const last = this.#asked.at(-1);
    if (last === undefined || !this.#isTaken) return;
    const isMost = intent.amount !== null && last.intent.share === null;
    last.intent = isMost ? { ...last.intent, amount: intent.amount } : intent;
    last.end = end;
  }

  /** A number is a share of the list where a name follows; "at least" before it makes it a bound. */
  #number(piece: Extract<Piece, { is: 'number' }>, at: number): void {
    if (!this.#isNameAhead(at)) return;
    const before = this.#pieces[at - 1];
    const bound = before?.is === 'mark' && before.mark.is === 'bound' ? before.mark : null;
    const isOnly = before?.is === 'mark' && before.mark.is === 'share';
    const [term, add] =
      bound === null ? ([isOnly ? 'atMost' : 'targetShare', 0] as const) : [bound.term, bound.add];
    const mark = { is: 'share', term, value: piece.share + add / 10 } as const;
    const first = bound === null ? piece.first : (before?.first ?? piece.first);
    this.#refine({ is: 'mark', mark, first, end: piece.end });
  }

  #isNameAhead(at: number): boolean {
    const next = this.#pieces.slice(at + 1).find((piece) => piece.is !== 'silent' && !isPreposition(piece));
    return next?.is === 'named' || next?.is === 'period';
  }

  /** A word that is not understood takes with it what was asked of it alone. */
  #miss({ first, end }: Piece): void {
    const last = this.#unknown.at(-1);
    const isBeside =
      last?.end === first && ['blank', 'joined'].includes((this.#tokens[first] as Token).before);
    if (last !== undefined && isBeside) last.end = end;
    else this.#unknown.push({ first, end });
    const isManner = (this.#tokens[first] as Token).word.endsWith('ly');
    if (this.#isTaken || isManner) return;
    // "No subtitles, funny" denies only the subtitles, and "no gloomy horror" the horror.
    if (this.#intent.reach === 'phrase') this.#isTaken = true;
    else this.#begin();
  }
}

const isPreposition = (piece: Piece): boolean => piece.is === 'mark' && piece.mark.is === 'preposition';
