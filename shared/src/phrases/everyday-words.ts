// What people call the usual genres of films and music in everyday words. An operator's own words for a concept come first
// (docs/steering.md).

export interface Everyday {
  /** Labels of concepts, the likeliest first: the first one that the model has is meant. */
  means: readonly string[];
  /** Words and word groups, parted by commas. */
  words: string;
}

/** A word that stands in two rows means both: a "romcom" is romance and comedy. */
export const EVERYDAY_WORDS: readonly Everyday[] = [
  // Films.
  {
    means: ['comedy', 'humor', 'humour', 'funny', 'playful'],
    words:
      'funny, fun, humor, humour, humorous, hilarious, laugh, laughter, laughs, comic, comical, comedic, amusing, witty, ' +
      'silly, goofy, slapstick, parody, spoof, satire, satirical, farce, sitcom, stand-up, joke, jokes, ' +
      'romcom, romantic comedy, dramedy, tragicomedy, black comedy, make me laugh',
  },
  {
    means: ['horror', 'scary'],
    words:
      'scary, scare, scares, frightening, fright, terrifying, terror, creepy, spooky, eerie, chilling, slasher, ghost, ' +
      'haunted, haunting, zombie, vampire, werewolf, demon, demonic, monster, gore, gory, bloody, nightmare, ' +
      'jump scare, supernatural horror, blood-curdling',
  },
  {
    means: ['romance', 'romantic', 'love'],
    words:
      'romantic, love, love story, lovestory, lovers, falling in love, romcom, romantic comedy, chick flick, ' +
      'date movie, date night, passionate, lovey-dovey, valentine',
  },
  {
    means: ['science fiction', 'sci-fi', 'scifi'],
    words:
      'sci-fi, scifi, sf, science fiction, futuristic, future, space, outer space, spaceship, alien, robot, android, ' +
      'cyberpunk, dystopia, dystopian, time travel, space opera, galaxy, starship, post-apocalyptic',
  },
  {
    means: ['fantasy', 'magic', 'fairy tale'],
    words:
      'fantasy, fantastical, magic, magical, wizard, witch, dragon, fairy tale, fairytale, elf, sword and sorcery, ' +
      'enchanted, mythical, mythology',
  },
  {
    means: ['drama', 'dramatic'],
    words: 'dramatic, moving story, emotional, dramedy, tragicomedy, melodrama',
  },
  {
    means: ['melancholy', 'sad', 'drama'],
    words:
      'sad, melancholic, melancholy, depressing, depressed, gloomy, sorrowful, heartbreaking, bittersweet, wistful, ' +
      'downbeat, tragic, tragedy, tear-jerker, tearjerker, weepy, makes me cry, make me cry, cry, lonely, moody',
  },
  {
    means: ['thriller', 'tense', 'suspense', 'mystery'],
    words:
      'thrilling, thriller, suspense, suspenseful, gripping, nail-biting, nail-biter, edge of my seat, ' +
      'edge of your seat, on the edge, psychological thriller, cat and mouse',
  },
  {
    means: ['tense', 'thriller', 'suspense'],
    words: 'tense, tension, nerve-racking, nerve-wracking, stressful, intense, anxious, nervous, unsettling',
  },
  {
    means: ['action', 'adventure'],
    words:
      'action-packed, fight, fighting, explosion, explosive, martial arts, kung fu, car chase, superhero, shoot-em-up, ' +
      'shootout, blockbuster, fast-paced, adrenaline, violent, violence, sword fight',
  },
  {
    means: ['adventure', 'action'],
    words:
      'adventurous, swashbuckler, swashbuckling, quest, treasure hunt, expedition, pirate, exploration, journey, jungle',
  },
  {
    means: ['crime', 'thriller'],
    words:
      'criminal, gangster, mafia, mob, heist, bank robbery, robbery, murder, murderer, serial killer, true crime, police, ' +
      'cop, hitman, organized crime, organised crime, courtroom, prison',
  },
  {
    means: ['mystery', 'crime', 'thriller'],
    words:
      'mysterious, detective, whodunit, whodunnit, puzzle, sleuth, murder mystery, private eye, enigmatic, investigation, ' +
      'mind-bending, plot twist, twist',
  },
  {
    means: ['documentary', 'factual'],
    words:
      'documentary, docu, docs, doco, true story, real life, non-fiction, nonfiction, factual, nature film, educational',
  },
  {
    means: ['animation', 'animated', 'anime', 'cartoon'],
    words: 'animated, cartoon, anime, pixar, stop motion, hand-drawn, manga, claymation',
  },
  {
    means: ["children's", 'children', 'kids', 'family', 'animation'],
    words: 'kid, kids, child, children, family, family-friendly, toddler, for the whole family, kid-friendly',
  },
  {
    means: ['war', 'military'],
    words: 'war, wartime, military, soldier, battle, battlefield, army, combat, anti-war',
  },
  {
    means: ['western', 'country'],
    words: 'western, cowboy, wild west, spaghetti western, gunslinger, outlaw',
  },
  {
    means: ['musical', 'music'],
    words: 'musical, singing, song and dance, broadway, show tunes, sing-along',
  },
  {
    means: ['film-noir', 'noir', 'crime'],
    words: 'noir, film noir, neo-noir, hard-boiled, femme fatale',
  },
  {
    means: ['dark', 'film-noir', 'noir', 'thriller', 'horror'],
    words: 'dark, grim, bleak, gritty, sinister, black comedy, brooding',
  },
  {
    means: ['cosy', 'cozy', 'feel-good', 'comedy'],
    words:
      'cosy, cozy, comfort, comforting, comfy, snug, warm, homely, gentle, wholesome, heartwarming, warm-hearted',
  },
  {
    means: ['hopeful', 'uplifting', 'inspiring', 'feel-good'],
    words:
      'hopeful, hope, uplifting, inspiring, inspirational, optimistic, feel-good, feelgood, happy ending, encouraging, positive',
  },
  {
    means: ['playful', 'comedy', 'fun'],
    words: 'playful, cheerful, happy, upbeat, light, lighthearted, mischievous, whimsical, quirky, cheeky',
  },
  {
    means: ['dreamy', 'surreal', 'dream pop', 'fantasy'],
    words:
      'dreamy, dream, dreamlike, surreal, ethereal, trippy, psychedelic, hypnotic, atmospheric, otherworldly',
  },
  {
    means: ['epic', 'adventure', 'war'],
    words: 'epic, grand, sweeping, larger than life, monumental, saga, spectacular, colossal, majestic',
  },
  {
    means: ['sport', 'sports'],
    words: 'sport, sports, sporty, boxing, football, baseball, basketball, underdog',
  },
  { means: ['biography', 'biopic', 'history'], words: 'biopic, biography, biographical, life story' },
  {
    means: ['history', 'historical', 'costume drama'],
    words: 'historical, history, historic, period piece, period drama, costume drama, medieval',
  },
  // Music.
  { means: ['rock'], words: 'rocky, rocking, rock and roll, rock n roll, guitar, guitars, guitar music' },
  { means: ['pop'], words: 'poppy, catchy, chart hits, top 40, sing along, radio hits' },
  {
    means: ['electronic', 'electronica', 'electro', 'techno', 'house', 'dance'],
    words: 'electronic, electro, electronica, synth, synthesizer, edm, beats',
  },
  {
    means: ['dance', 'house', 'electronic', 'disco'],
    words: 'dance, danceable, dancing, club, clubbing, party, rave, dancefloor',
  },
  { means: ['hip hop', 'hip-hop', 'rap'], words: 'rap, rapper, hiphop, hip-hop, rhymes, trap, boom bap' },
  {
    means: ['metal', 'heavy metal', 'hard rock'],
    words: 'headbanging, heavy, heavy metal, aggressive, brutal, thrash, screaming, growling',
  },
  { means: ['punk', 'punk rock'], words: 'punky, punk rock, mosh, anarchic, diy' },
  { means: ['jazz'], words: 'jazzy, saxophone, sax, bebop, swing, improvised, big band' },
  { means: ['blues'], words: 'bluesy, slide guitar, delta' },
  { means: ['soul', 'r&b', 'rnb'], words: 'soulful, motown, neo-soul' },
  { means: ['r&b', 'rnb', 'soul'], words: 'r and b, rnb, rhythm and blues' },
  { means: ['funk', 'soul', 'disco'], words: 'funky, groovy, groove, bassline' },
  { means: ['disco', 'dance'], words: 'disco, studio 54' },
  {
    means: ['classical', 'orchestral'],
    words:
      'classical, orchestra, orchestral, symphony, symphonic, piano, violin, string quartet, baroque, opera, chamber music',
  },
  {
    means: ['folk', 'singer-songwriter', 'acoustic'],
    words: 'folky, acoustic, singer-songwriter, unplugged, campfire, banjo',
  },
  { means: ['country', 'americana'], words: 'country, twang, twangy, nashville, honky-tonk, bluegrass' },
  { means: ['reggae', 'ska', 'dub'], words: 'reggae, dub, jamaican, rasta' },
  { means: ['latin', 'salsa'], words: 'latin, latino, salsa, reggaeton, bossa nova, samba' },
  {
    means: ['ambient', 'chillout', 'downtempo', 'new age', 'cosy', 'cozy'],
    words:
      'ambient, chill, chilled, chillout, calm, relaxing, relaxed, mellow, soothing, quiet, peaceful, meditative, downtempo, study music, sleep music',
  },
  {
    means: ['indie', 'indie rock', 'alternative'],
    words: 'indie, alternative, alt, lo-fi, lofi, independent',
  },
  { means: ['world', 'world music'], words: 'world music, ethnic' },
  { means: ['soundtrack', 'score'], words: 'soundtrack, film score, movie score, ost' },
];
