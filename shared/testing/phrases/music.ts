// Music, over genres and decades.

export const MUSIC = `
something to dance to | dance:more
chill music for studying | ambient:more
heavy guitars, no ballads | metal:more rock:more
80s synth pop | 1980s:more electronic:more pop:more
jazzy | jazz:more
smooth jazz from the fifties and sixties | jazz:more 1950s:more 1960s:more
hip-hop but not trap | hip-hop:more
rap from the nineties | hip-hop:more 1990s:more
rock 'n' roll | rock:more
rock and roll from the 50s | rock:more 1950s:more
R&B | r&b:more
rhythm and blues | r&b:more
rnb and soul | r&b:more soul:more
no country | country:never
anything except country and metal | country:never metal:never
less electronic, more acoustic | electronic:less folk:more
classical piano | classical:more
symphonies | classical:more
not classical | classical:less
quiet and calm | ambient:more
nothing loud or aggressive | metal:never
punk rock from the late 70s | punk:more 1970s:more
a bit bluesy | blues:bit
funky grooves | funk:more
very danceable | dance:lots
party music | dance:more
reggae and dub | reggae:more
indie from the noughties | indie:more 2000s:more
lofi beats | indie:more electronic:more
folk songs, not country | folk:more country:less
more soulful | soul:more
old school hip hop | 1950s:more 1960s:more 1970s:more 1980s:more hip-hop:more
new pop | 2000s:more 2010s:more pop:more
oldies | 1950s:more 1960s:more 1970s:more 1980s:more
only jazz | jazz:only
mostly rock, some blues | rock:atLeast.6 blues:more
two reggae songs | reggae:targetShare.2
not too poppy | pop:less
no rap, no metal | hip-hop:never metal:never
techno | electronic:more
bossa nova | latin:more
opera | classical:more
headbanging | metal:more
singer-songwriter stuff | folk:more
hiphop | hip-hop:more
elektronic | electronic:more
songs from 1969 | 1960s:more
`;
