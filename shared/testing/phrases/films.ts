// Phrases as people may write them, and what each should become. See read-phrases.ts for the marks.

export const FILMS = `
something funny | comedy:more
a scary movie for Halloween | horror:more
sci-fi from the 80s | sci-fi:more 1980s:more
romantic comedies | romance:more comedy:more
no horror please | horror:never
I'm in the mood for a good western | western:more
anything but musicals | musical:never
a really funny film with a bit of romance | comedy:lots romance:bit
not too violent | action:less
lots of action, no romance | action:lots romance:never
a documentary about war | documentary:more war:more
film noir from the forties | film-noir:more 1940s:more
old black and white thrillers | 1920s:more 1930s:more 1940s:more 1950s:more 1960s:more 1970s:more thriller:more
more comedy, less drama | comedy:more drama:less
just comedies | comedy:only
only westerns from the 1950s | western:only 1950s:only
kids' films | children:more
cartoons for my children | animation:more children:more
a war film that isn't too sad | war:more drama:less
nothing scary | horror:never
scary but not gory | horror:more
spy thrillers | thriller:more
a heist movie from the seventies | crime:more 1970s:more
gangster films, mafia stuff | crime:more
cowboys and outlaws | western:more
I hate musicals | musical:never
I love musicals | musical:more
I don't like war movies | war:less
I don't want any romance | romance:never
without violence | action:never
please no zombies or vampires | horror:never
a space adventure | sci-fi:more adventure:more
robots, aliens and spaceships | sci-fi:more
time travel | sci-fi:more
a whodunit | mystery:more
a murder mystery set in the 1930s | mystery:more 1930s:more
something to make me laugh | comedy:more
a tearjerker | drama:more
I want to cry | drama:more
films noirs | film-noir:more
Thrillers. No horror. | thriller:more horror:never
suspense, but nothing gory | thriller:more horror:never
very dark crime drama | film-noir:lots crime:more drama:more
a light-hearted comedy | comedy:more
slightly scary | horror:bit
a little bit of fantasy | fantasy:bit
mostly drama | drama:atLeast.6
at least five comedies | comedy:atLeast.5
at most one horror film | horror:atMost.1
no more than two westerns | western:atMost.2
half comedies, half dramas | comedy:targetShare.5 drama:targetShare.5
three westerns | western:targetShare.3
40% action | action:targetShare.4
comedies from before 1960 | comedy:more 1920s:more 1930s:more 1940s:more 1950s:more
films made after 1990 | 1990s:more 2000s:more
90s action flicks | 1990s:more action:more
movies from the nineties or the 2000s | 1990s:more 2000s:more
early eighties sci fi | 1980s:more sci-fi:more
between 1960 and 1979 | 1960s:more 1970s:more
classic horror | 1920s:more 1930s:more 1940s:more 1950s:more 1960s:more 1970s:more horror:more
recent documentaries | 1990s:more 2000s:more documentary:more
not from the 80s | 1980s:less
nothing older than 1980 | 1920s:never 1930s:never 1940s:never 1950s:never 1960s:never 1970s:never
from 1994 | 1990s:more
swashbucklers and pirates | adventure:more
superheroes | action:more
martial arts or kung-fu | action:more
disney-like animation | animation:more
anime | animation:more
fairy tales | fantasy:more
dragons and wizards | fantasy:more
funnier | comedy:more
scarier films | horror:more
less scary | horror:less
much less violence | action:less
way more sci-fi | sci-fi:lots
a lot more mystery | mystery:lots
too many dramas | drama:less
there's too much action in my list | action:less
not enough thrillers | thriller:more
enough with the romance | romance:less
I'm tired of westerns | western:never
sick of superhero movies | action:never
fewer thrillers and more comedies | thriller:less comedy:more
comedy rather than drama | comedy:more drama:less
more funny than romantic | comedy:more romance:less
documentaries instead of action | documentary:more action:less
I'd prefer a comedy to a drama | comedy:more drama:less
neither horror nor war | horror:never war:never
neither too sad nor too violent | drama:less action:less
no horror, no war, no westerns | horror:never war:never western:never
no war, horror or crime | war:never horror:never crime:never
no war and horror | war:never horror:never
funny but not silly romance | comedy:more romance:more
horror-free | horror:never
non-violent films for the whole family | action:less children:more
unfunny | comedy:less
not unfunny | comedy:more
commedy | comedy:more
docmentaries | documentary:more
horor and thrilers | horror:more thriller:more
anmation for kids | animation:more children:more
scifi/fantasy | sci-fi:more fantasy:more
Sci-Fi + Horror | sci-fi:more horror:more
SCIENCE FICTION!! | sci-fi:more
Film-Noir | film-noir:more
give me something like a fairytale, please | fantasy:more
what should I watch tonight? |
the best films ever |
something with cats |
surprise me |
can you show me something romantic from the late sixties, but nothing too sad? | romance:more 1960s:more drama:less
I feel like watching a detective story, ideally a bit dark and from the forties or fifties | mystery:more film-noir:bit 1940s:more 1950s:more
my kids love animated films but they get scared easily, so no horror | children:more animation:more horror:never
action packed, adrenaline, explosions | action:more
as few musicals as possible | musical:less
as scary as possible | horror:lots
comedies only | comedy:only
westerns, mostly | western:atLeast.6
nothing but documentaries | documentary:only
only comedies and musicals | comedy:atLeast.5 musical:atLeast.5
not only comedies | comedy:more
hardly any romance | romance:less
`;
