// Words of the generated catalogue: nouns speak of the genre and adjectives of the mood, so lists can be read.

/** Genres in a ring: people who tire of one genre tend to move on to the next. */
export const GENRES: readonly { label: string; nouns: readonly string[]; moods: readonly string[] }[] = [
  genre('Comedy', 'Teapot Wedding Parrot Landlord Pudding Bicycle Cousin Umbrella', 'Playful Cosy Hopeful'),
  genre('Romance', 'Letter Garden Harbour Waltz Promise Orchard Balcony Summer', 'Hopeful Melancholy Cosy'),
  genre(
    'Musical',
    'Serenade Chorus Accordion Melody Bandstand Trumpet Overture Rhythm',
    'Playful Hopeful Epic',
  ),
  genre('Animation', 'Hedgehog Robot Balloon Acorn Snowman Otter Kite Toymaker', 'Playful Cosy Dreamy'),
  genre('Fantasy', 'Dragon Enchantress Willow Rune Unicorn Spellbook Griffin Throne', 'Dreamy Epic Dark'),
  genre('Adventure', 'Compass Expedition Lagoon Caravan Canyon Voyage Summit Treasure', 'Epic Hopeful Tense'),
  genre(
    'Science Fiction',
    'Orbit Nebula Android Starship Satellite Comet Reactor Horizon',
    'Epic Tense Dreamy',
  ),
  genre('Horror', 'Crypt Scarecrow Cellar Lantern Swamp Mirror Asylum Shadow', 'Dark Tense Melancholy'),
  genre('Mystery', 'Cipher Manor Inspector Keyhole Portrait Footprint Alibi Attic', 'Tense Dark Cosy'),
  genre('Crime', 'Heist Ledger Detective Alley Getaway Syndicate Informant Verdict', 'Tense Dark Melancholy'),
  genre(
    'Drama',
    'Daughter Winter Station Inheritance River Teacher Silence Return',
    'Melancholy Hopeful Dark',
  ),
  genre(
    'Documentary',
    'Glacier Archive Migration Workshop Coral Railway Honeybee Museum',
    'Hopeful Dreamy Melancholy',
  ),
];

export const MOODS: readonly { label: string; adjectives: readonly string[] }[] = [
  mood('Cosy', 'Warm Honeyed Gentle Woollen Fireside Buttered Little Quiet'),
  mood('Dark', 'Black Hollow Ashen Buried Midnight Bitter Raven Broken'),
  mood('Dreamy', 'Silver Floating Moonlit Glass Velvet Drifting Lavender Sleeping'),
  mood('Epic', 'Golden Thunderous Iron Eternal Crimson Boundless Mighty Burning'),
  mood('Hopeful', 'Bright Morning Newborn Rising Open Green Shining Kindly'),
  mood('Melancholy', 'Faded Last Lonely Rainy Distant Autumn Forgotten Blue'),
  mood('Playful', 'Crooked Dancing Polka Runaway Tangled Ticklish Whistling Topsy'),
  mood('Tense', 'Hidden Locked Double Silent Ticking Narrow Seventh Watchful'),
];

/** Decades and how many films come from each. */
export const ERAS: readonly { decade: number; weight: number }[] = [
  { decade: 1970, weight: 2 },
  { decade: 1980, weight: 3 },
  { decade: 1990, weight: 4 },
  { decade: 2000, weight: 4 },
  { decade: 2010, weight: 4 },
  { decade: 2020, weight: 3 },
];

export const PLACES = words(
  'Ardenmoor Bellweather Calderport Dunmarrow Eastmere Fennick Galloway-Sands Hollowbrook Ivarra Juniper-Bay ' +
    'Kestrelby Larkspur Marrowfield Northolme Ostrava-Rey Pellamy Quillon Rookhaven Saltmarsh Thistledown ' +
    'Umberleigh Vantara Wexcombe Yarrow-Hill',
).map((place) => place.replaceAll('-', ' '));

export const NAMES = words(
  'Adela Bruno Celeste Dorian Elowen Farid Greta Hamish Ines Jonas Kaveh Lucia Mirela Nnamdi Odile Piotr ' +
    'Rosalind Soren Tamsin Umeko Viggo Winona Yusuf Zelda',
);

function words(text: string): string[] {
  return text.split(' ');
}

function genre(label: string, nouns: string, moods: string) {
  return { label, nouns: words(nouns), moods: words(moods) };
}

function mood(label: string, adjectives: string) {
  return { label, adjectives: words(adjectives) };
}
