// Small words that say how much of a thing is wanted: no, less, a bit, lots of, only; and those that say nothing at all.

export type Mark =
  /** `never`: none of it; `less`: fewer. It reaches over a whole `phrase` ("no dark comedies"), or one `word` ("not scary films"). */
  | { is: 'negation'; asks: 'never' | 'less'; reach: 'phrase' | 'word' }
  /** "A bit", "very", "lots of": how much more, or how much less. */
  | { is: 'degree'; amount: number; sign?: 1 | -1 }
  /** "Too scary": less of it, unless that is denied. */
  | { is: 'excess' }
  /** "Enough": less of it; "not enough": more. */
  | { is: 'enough' }
  /** A share of the list. */
  | { is: 'share'; term: 'atLeast' | 'atMost' | 'targetShare'; value: number }
  /** What the number or share after it bounds: "at least three". */
  | { is: 'bound'; term: 'atLeast' | 'atMost' | 'targetShare'; add: number }
  /** Joins things that are wanted alike. */
  | { is: 'joint'; by: 'and' | 'or' }
  /** Begins a wish of its own. */
  | { is: 'turn' }
  /** "More funny than scary": less of what follows. */
  | { is: 'than' }
  /** "I prefer comedies to dramas": what follows "to" is wanted less. */
  | { is: 'prefer' }
  | { is: 'to' }
  /** "From", "with", "about". */
  | { is: 'preposition' }
  /** Follows what it belongs to: "as possible", "horror-free", "no thanks". */
  | { is: 'after'; asks: 'most' | 'never' | 'less' };

const never = (reach: 'phrase' | 'word' = 'phrase'): Mark => ({ is: 'negation', asks: 'never', reach });
const less = (reach: 'phrase' | 'word' = 'word'): Mark => ({ is: 'negation', asks: 'less', reach });
const degree = (amount: number, sign?: 1 | -1): Mark => ({ is: 'degree', amount, ...(sign && { sign }) });

const MARKS: readonly (readonly [Mark, string])[] = [
  [
    never(),
    'neither, no, none, stop, stop showing, stop showing me, stop playing, stop recommending, quit, no longer, none of, never, nothing, without, without any, zero, except, except for, excluding, exclude, avoid, avoiding, ' +
      'skip, skipping, ban, anything but, everything but, all but, no more, free of, free from, apart from, other than, ' +
      'do not want, dont want, dont want any, dont need, do not need, dont show, dont show me, do not show, dont give me, ' +
      'dont recommend, do not recommend, dont play, do not play, dont include, do not include, hate, hates, hating, loathe, ' +
      'detest, despise, cant stand, cannot stand, can not stand, cant bear, leave out, keep out, ' +
      'stay away from, keep away from, away from, steer clear of, sick of, tired of, fed up with, bored of, bored with, ' +
      'bored by, had enough of, enough of, not any, not a single, minus, sans, w o, remove, drop, ditch, filter out, block, hide, no to, say no to, take out, lose the, devoid of, hold the, spare me, ' +
      'nothing with, nothing from, nothing about, not one, please no, absolutely no, never any, in no way',
  ],
  [
    less(),
    'not, isnt, arent, wasnt, werent, aint, doesnt, didnt, wont, shouldnt, mustnt, cant be, dont, do not, cant, cannot, can not, couldnt, wouldnt, would not, never too, does not, should not, must not, non, anti',
  ],
  [
    less('phrase'),
    'not a, not an, not a fan of, not fond of, not keen on, not into, not big on, dislike, dislikes, dont like, do not like, ' +
      'dont care for, do not care for, dont enjoy, do not enjoy, dont love, do not love, no fan of, instead of, rather than, as opposed to, in place of, ' +
      'not much of a, doesnt like, does not like, hardly any, barely any, hardly, barely, scarcely, rarely, seldom',
  ],
  [
    degree(1),
    'a bit, a bit of, bit of, a little, a little bit, a little bit of, little bit, slightly, a touch of, a touch, a hint of, a dash of, ' +
      'somewhat, kind of, kinda, sort of, sorta, a tad, mildly, moderately, fairly, a pinch of, a splash of, a sprinkle of, ' +
      'a spot of, a tiny bit, a smidge, a taste of, one or two, perhaps some, maybe some, a slight, vaguely, light on the',
  ],
  [
    degree(2),
    'some, more, additional, extra, a few, a couple of, couple of, quite a few, quite, rather, pretty, another, plus some, any, several, various',
  ],
  [
    degree(4),
    'very, really, super, extremely, incredibly, so, hugely, highly, totally, absolutely, insanely, seriously, ultra, proper, ' +
      'a lot, a lot of, lots, lots of, loads of, plenty of, tons of, heaps of, a ton of, a load of, full of, packed with, ' +
      'much, many, way, far, most, much more, many more, a lot more, way more, far more, lots more, as much, as many, ' +
      'lots and lots of, a great deal of, awfully, terribly, particularly, especially, overly, ' +
      'as many as possible, the most, maximum, big on, heavy on, deeply, intensely, wildly, ridiculously, bags of, oodles of, above all, cant get enough of, cannot get enough of, high in, rich in',
  ],
  [
    degree(2, -1),
    'less, fewer, lesser, reduce, reduced, decrease, cut down on, cut back on, tone down, go easy on, ease up on, go light on, low on, low in, easy on, light on, lower, ' +
      'minimise, minimize, not that, not all that, not so much, not as much, not as many, not so many, not that much, not that many, little, few, very few, very little, limited, limit, ' +
      'as little, as few, turn down, dial down, hold back on, not too much, not too many',
  ],
  [
    degree(4, -1),
    'much less, many fewer, a lot less, way less, far less, far fewer, way fewer, lots less, a lot fewer, almost no, next to no, minimal',
  ],
  [
    degree(1, -1),
    'a bit less, a little less, slightly less, somewhat less, slightly fewer, a bit fewer, a little fewer, a touch less, a tad less',
  ],
  [
    degree(2, 1),
    'increase, turn up, dial up, crank up, ramp up, add, boost, give me more, not enough, too few, too little, not less, no less, no lack of, no shortage of',
  ],
  [
    { is: 'excess' },
    'too, too much, too many, way too, way too much, way too many, far too, far too much, far too many, much too, a bit too, a bit too much, a little too, excessively, unnecessarily',
  ],
  [{ is: 'enough' }, 'enough, sufficient'],
  [
    { is: 'share', term: 'atLeast', value: 1 },
    'only, nothing but, nothing except, exclusively, purely, entirely, solely, all, just, just the, strictly, nothing other than, pure, only want, entirely made of, one hundred percent, completely',
  ],
  [
    { is: 'share', term: 'atLeast', value: 0.6 },
    'mostly, mainly, primarily, largely, predominantly, for the most part, chiefly, mostly just, the majority, majority, a majority of, most of them, most of it, predominately',
  ],
  [
    { is: 'bound', term: 'atLeast', add: 0 },
    'at least, a minimum of, minimum of, no fewer than, no less than, not less than, not fewer than',
  ],
  [{ is: 'bound', term: 'atLeast', add: 1 }, 'more than'],
  [
    { is: 'bound', term: 'atMost', add: 0 },
    'at most, no more than, not more than, up to, a maximum of, maximum of, max, at the most',
  ],
  [{ is: 'bound', term: 'atMost', add: -1 }, 'fewer than, less than, under'],
  [{ is: 'bound', term: 'targetShare', add: 0 }, 'exactly, precisely'],
  [
    { is: 'joint', by: 'and' },
    'and, plus, as well as, along with, together with, also, n, both, mixed with, combined with, crossed with',
  ],
  [{ is: 'joint', by: 'or' }, 'or, nor, either, and or'],
  [
    { is: 'turn' },
    'but, yet, however, though, although, still, while, but also, whereas, because, since i, preferably, ideally, ' +
      'not only, not just, not merely, not necessarily, doesnt have to be, does not have to be, not solely, not exclusively, then, dont mind, do not mind, wouldnt mind, ' +
      'would not mind, no problem with, nothing against, in favour of, in favor of, otherwise',
  ],
  [{ is: 'than' }, 'than, over'],
  [{ is: 'prefer' }, 'prefer, prefers, preferring'],
  [{ is: 'to' }, 'to'],
  [
    { is: 'preposition' },
    'from, in, of, about, with, featuring, w, set in, made in, released in, during, involving, containing, around, by, on, out of, full on, that is, that are, thats, which is, which are, having, from the, in the, of the',
  ],
  [
    { is: 'after', asks: 'most' },
    'as possible, as can be, as hell, as it gets, as you can, as you have, to the max',
  ],
  [{ is: 'after', asks: 'less' }, 'down, down a bit, down a notch'],
  [
    { is: 'after', asks: 'never' },
    'out, away, excluded, not allowed, no thanks, no thank you, is out, are out, not welcome, forbidden, banned, off limits, removed, not for me, isnt for me, arent for me, is not for me, are not for me, not my thing, isnt my thing, arent my thing, is not my thing, are not my thing, not my cup of tea',
  ],
];

/** Words that ask for nothing: of grammar, of courtesy, and of the things that are listed. */
const SILENT =
  'a, an, the, this, these, those, it, its, is, are, was, were, be, been, being, am, im, i, id, ill, ive, me, my, mine, we, us, our, you, your, ' +
  'youre, he, she, they, them, their, his, her, one, ones, who, what, which, where, when, how, why, there, here, at, as, for, into, if, can, ' +
  'could, would, should, may, might, will, shall, must, do, does, did, have, has, had, get, got, let, lets, make, made, making, please, pls, ' +
  'plz, thanks, thank, hi, hello, hey, ok, okay, oh, well, that, all, just, so, most, maybe, perhaps, simply, actually, basically, something, anything, everything, ' +
  'someone, somebody, thing, things, stuff, kind, kinds, sort, sorts, type, types, style, styles, genre, genres, mood, moods, vibe, vibes, feel, feels, ' +
  'feeling, feelings, tone, element, elements, content, film, films, movie, movies, picture, pictures, flick, flicks, cinema, video, title, ' +
  'titles, song, songs, track, tracks, tune, tunes, album, albums, artist, artists, band, bands, music, record, records, playlist, show, shows, ' +
  'series, list, item, items, story, stories, plot, scene, scenes, part, parts, bit, want, wants, wanted, wanting, need, needs, like, likes, liked, ' +
  'give, gives, find, recommend, recommends, recommendation, recommendations, suggest, suggestion, suggestions, play, watch, watching, ' +
  'listen, listening, hear, see, seeing, look, looking, search, searching, try, put, bring, go, going, gonna, wanna, id, today, tonight, ' +
  'tomorrow, now, evening, weekend, night, day, time, times, moment, good, great, nice, lovely, amazing, awesome, fantastic, excellent, brilliant, wonderful, beautiful, interesting, perfect, terrific, popular, famous, entertaining, suitable, appropriate, yes, yeah, nope, definitely, certainly, surely, probably, possibly, hopefully, sadly, happily, funnily, strangely, whatsoever, usual, usually, normally, always, often, sometimes, ever, generally, overall, total, quality, ending, endings, keep, leave, cut, turn, dial, tone, showing, playing, recommending, giving, over the top, whatever, anyway, instead, too, best, better, cool, decent, fine, favourite, favorite, ' +
  'top, ideas, idea, same, such, own, other, others, else, again, up, down, off, out, ' +
  'theme, themes, themed, based, oriented, focused, ish, esque, era, decade, decades, years, year, period, age, early, late, mid, ' +
  'enjoy, enjoys, fan, love, loves, fancy, fond, keen, into, care, mind, rather, s, t, let me, in the mood for, in a mood for, looking for, bit more of, ' +
  'i want, feel like, could you, set, came, come, coming, released, produced, directed, starring, sound, sounds, sounding, ' +
  'way, lot, lots of, people, everyone, everybody, person, each, every, single, whole, entire, long, short, request, whats, thats, heres, theres, lately, before, after, until, till, since, between, onwards, later, earlier';

const split = (words: string): string[] =>
  words.split(',').map((group) => group.trim().replaceAll(/\s+/g, ' '));

/** A group of words → what it marks. */
export const MARK_OF: ReadonlyMap<string, Mark> = new Map(
  MARKS.flatMap(([mark, words]) => split(words).map((group) => [group, mark] as const)),
);

export const SILENT_WORDS: ReadonlySet<string> = new Set(split(SILENT));

/** The most words that a group of the two has. */
export const LONGEST_GROUP = Math.max(
  ...[...MARK_OF.keys(), ...SILENT_WORDS].map((group) => group.split(' ').length),
);

/** Words that never stand for a concept by themselves, whatever concepts are called. */
export const isStopWord = (word: string): boolean => MARK_OF.has(word) || SILENT_WORDS.has(word);

/** These mark a thing only where they stand right before it: "so funny", but not "so, something funny". */
export const MARK_NEXT_ONLY: ReadonlySet<string> = new Set(split('all, just, so, most, pure, way, far'));

/** After these, "love" and "like" are what somebody does, and nothing that is asked for. */
export const PEOPLE: ReadonlySet<string> = new Set(
  split('i, we, you, they, he, she, id, would, also, kids, really, do, us, who, people, dont, ill, to, and'),
);
