// The built-in data, which has moods beside genres and decades.

export const BUILT_IN = `
funny, from the seventies, not scary | comedy:more 1970s:more horror:less
cosy and hopeful | cosy:more hopeful:more
a dreamy romance | dreamy:more romance:more
dark crime stories, nothing playful | dark:more crime:more playful:never
epic fantasy adventures | epic:more fantasy:more adventure:more
sad | melancholy:more
nothing too sad | melancholy:less
something uplifting, a feel-good film | hopeful:more
heart-warming | cosy:more
tense thrillers | tense:more
nail-biting suspense | tense:more
on the edge of my seat | tense:more
a little melancholic | melancholy:bit
gloomy but not scary | melancholy:more horror:less
light and playful | playful:more
cheerful musicals | playful:more musical:more
I want a cozy mystery | cosy:more mystery:more
surreal animation | dreamy:more animation:more
detectives in space | mystery:more science-fiction:more
bleak sci-fi | dark:more science-fiction:more
modern documentaries | 2010s:more 2020s:more documentary:more
anything since 2010 | 2010s:more 2020s:more
not before 2000 | 1970s:less 1980s:less 1990s:less
romance, but less sad please | romance:more melancholy:less
no dark stuff | dark:never
black comedy | comedy:more dark:more
romcoms | comedy:more romance:more
a rom-com from the 00s | comedy:more romance:more 2000s:more
dramedies | comedy:more drama:more
less dark, more hopeful, and a few comedies | dark:less hopeful:more comedy:more
only seventies | 1970s:only
films from this century | 2000s:more 2010s:more 2020s:more
knitting patterns |
`;
