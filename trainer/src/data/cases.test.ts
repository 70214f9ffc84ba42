// Files as people have them: what each is read as, or why it is refused. docs/data-formats.md has the table of kinds.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at } from '@trimtab/shared/look-up.ts';
import { historyOf } from './dataset.ts';
import { readSource, type ReadOptions } from './read-source.ts';
import { text, withDatabase } from './tables/duckdb.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trimtab-cases-'));
});
afterEach(() => rm(folder, { recursive: true }));

type Files = Readonly<Record<string, string | Uint8Array>>;
type Options = Omit<Partial<ReadOptions>, 'source'> & { path?: string };

/** `user: items by time` of each user, and where something is known of items, their titles and attributes. */
async function read(files: Files, { path = '', ...options }: Options = {}): Promise<string[]> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  const data = await readSource({ source: join(folder, path), kCore: 1, ...options });
  const { ids, titles, attributes, itemAttributes } = data.catalogue;
  const histories = data.userIds.map((id, user) => {
    const places = Array.from(historyOf(data, user).keys(), (place) => at(data.offsets, user) + place);
    const items = places.map(
      (place) => `${at(ids, at(data.items, place))}${data.times ? `@${at(data.times, place)}` : ''}`,
    );
    return `${id}: ${items.join(' ')}`;
  });
  const described = ids.flatMap((id, item) => {
    const labels = at(itemAttributes, item).map((attribute) => at(attributes, attribute).label);
    return titles[item] === id ? [] : [`${id} = ${[at(titles, item), ...labels].join(', ')}`];
  });
  return [...histories, ...described];
}

const LOG = 'user,item,time\n';
const INTER = 'user_id:token\titem_id:token\ttimestamp:float\n';
const bytes = (words: string, encoding: BufferEncoding, ...before: number[]): Uint8Array =>
  Buffer.concat([Buffer.from(before), Buffer.from(words, encoding)]);

describe('is read', () => {
  it.each<[string, Files, string[], Options?]>([
    ['MovieLens by its header', { 'ratings.csv': 'userId,movieId,timestamp,rating\n1,7,300,5\n1,8,100,1\n' }, ['1: 8@100 7@300']],
    ['MovieLens with quotes', { 'ratings.csv': '"userId","movieId","rating","timestamp"\n"1","7","3","20"\n"1","8","3","10"\n' }, ['1: 8@10 7@20']],
    ['goodbooks, without times', { 'ratings.csv': 'user_id,book_id,rating\n1,20,5\n1,24,4\n' }, ['1: 20 24']],
    ['a header in capitals', { 'LOG.CSV': 'USER;Item;Timestamp\nu;a;2\nu;b;1\n' }, ['u: b@1 a@2']],
    ['the index of pandas', { 'log.csv': ',user,item,time\n0,u,a,2\n1,u,b,1\n' }, ['u: b@1 a@2']],
    ['row names of R', { 'log.csv': '"user","item","time"\n"1","u","a",2\n"2","u","b",1\n' }, ['u: b@1 a@2']],
    ['a delimiter at the end of rows', { 'log.csv': `${LOG}u,a,2,\nu,b,1,\n` }, ['u: b@1 a@2']],
    ['sep=; of Excel', { 'log.csv': 'sep=;\nuser;item;time\nu;a;2\n' }, ['u: a@2']],
    ['a comment, and a header that is one', { 'log.csv': '# of today\n#user,item,time\nu,a,2\n' }, ['u: a@2']],
    ['blank lines before the header', { 'x.inter': `\n\n${INTER}u\ta\t1\n` }, ['u: a@1']],
    ['names twice that are not needed', { 'log.csv': 'user,item,note,note\nu,a,x,y\n' }, ['u: a']],
    ['a name twice, chosen by number', { 'log.csv': 'user,item,user\nu,a,x\n' }, ['u: a'], { user: '1' }],
    ['ratings in words that nobody asks for', { 'log.csv': 'user,item,rating,time\nu,a,like,2\n' }, ['u: a@2']],
    ['RecBole with its own names', { 'y.inter': 'review_id:token\tuser_id:token\tbusiness_id:token\tstars:float\tdate:float\nr\tu\tb1\t5\t2\nq\tu\tb2\t1\t1\n' }, ['u: b1@2'], { item: 'business_id', time: 'date', minRating: 3 }],
    ['headerless user, item, rating, time', { 'ratings_Books.csv': 'A1,0001,5.0,1400000000\nA1,0002,4.0,1300000000\n' }, ['A1: 0002@1300000000 0001@1400000000']],
    ['TiSASRec', { 'ml.txt': '1\t1\t5\t978300760\n1\t2\t3\t978302109\n' }, ['1: 1@978300760 2@978302109']],
    ['sequences of S3Rec', { 'Beauty.txt': '1 4 5 6\n2 9 8\n' }, ['1: 4 5 6', '2: 9 8']],
    ['doubtful columns, by number', { 'log.csv': 'u,a,5,3\nu,b,4,2\n' }, ['u: b@2 a@3'], { user: '1', item: '2', time: '4' }],
    ['notes and hidden files beside a table', { 'log.csv': `${LOG}u,a,1\n`, 'notes.txt': 'Hello world\n', '._log.csv': '\0\0', '.x.csv': LOG, _SUCCESS: '' }, ['u: a@1']],
    ['parts of Spark', { 'part-00000-ab.csv': `${LOG}u,a,1\n`, 'part-00001-ab.csv': 'time,user,item\n2,u,b\n', 'part-00002-ab.csv': '', _SUCCESS: '' }, ['u: a@1 b@2']],
    ['partitions of Hive', { 'day=1/x.csv': `${LOG}u,a,1\n`, 'day=2/y.csv': `${LOG}u,b,2\n` }, ['u: a@1 b@2']],
    ['splits of RecBole', { 'm.test.inter': `${INTER}u\tc\t3\n`, 'm.train.inter': `${INTER}u\ta\t1\n`, 'm.val.inter': `${INTER}u\tb\t2\n`, 'm.item': 'item_id:token\tmovie_title:token_seq\na\tAlpha\n' }, ['u: a@1 b@2 c@3', 'a = Alpha']],
    ['splits by one of them', { 'm.test.inter': `${INTER}u\tc\t3\n`, 'm.train.inter': `${INTER}u\ta\t1\n` }, ['u: a@1 c@3'], { path: 'm.train.inter' }],
    ['zstd', { 'log.csv.zst': zstdCompressSync(`${LOG}u,a,1\n`) }, ['u: a@1']],
    ['gzip in two pieces, unnamed', { 'log.csv': Buffer.concat([gzipSync(`${LOG}u,a,1\n`), gzipSync('u,b,2\n')]) }, ['u: a@1 b@2']],
    ['UTF-16', { 'log.csv': bytes(`${LOG}u,é,1\n`, 'utf16le', 0xff, 0xfe) }, ['u: é@1']],
    ['NDJSON with a byte order mark', { 'log.ndjson': '\uFEFF{"user":"u","item":"a"}\n' }, ['u: a']],
    ['an array of JSON', { 'log.json': '[{"user":"u","item":1},\n{"user":"u","item":2}]\n' }, ['u: 1 2']],
    ['ends of lines of all kinds', { 'log.csv': 'user,item,time\r\nu,a,1\nu,b,2\ru,c,3\r\n' }, ['u: a@1 b@2 c@3']],
    ['Windows-1252', { 'ratings.dat': '1::7::3::1\n', 'movies.dat': bytes('7::It\x92s Caf\xe9 (1995)::Drama\n', 'latin1') }, ['1: 7@1', '7 = It’s Café (1995), Drama, 1990s']],
    ['times that begin late', { 'log.ndjson': `${'{"user":"u","item":"a"}\n{"user":"v","item":"b"}\n'.repeat(10_300)}{"user":"w","item":"c","time":9}\n{"user":"w","item":"d","time":8}\n` }, ['w: d@8 c@9'], { minRating: undefined }],
    ['nanoseconds', { 'log.csv': `${LOG}u,a,1600000002000000000\nu,b,1600000001000000000\n` }, ['u: b@1600000001 a@1600000002']],
    ['a day far away, which changes no other', { 'log.csv': `${LOG}u,a,2020-01-02\nu,b,2020-01-01\nu,c,9999-12-31\n` }, ['u: b@1577836800 a@1577923200 c@253402214400']],
    ['days without marks', { 'log.csv': `${LOG}u,a,20200102\nu,b,20200101\n` }, ['u: b@1577836800 a@1577923200']],
    ['dates among seconds', { 'log.csv': `${LOG}u,a,2020-01-02\nu,b,1577836800\n` }, ['u: b@1577836800 a@1577923200']],
    ['no times on demand', { 'log.csv': `${LOG}u,a,soon\n` }, ['u: a'], { time: 'none' }],
    ['whole numbers with a fraction', { 'log.csv': `${LOG}1.0,17.0,1\n`, 'items.csv': 'item,title,year\n17,A,1994.0\n' }, ['1: 17@1', '17 = A (1994), 1990s']],
    ['100000 as R has it', { 'log.csv': `${LOG}1,1e+05,1\n1,100001,2\n` }, ['1: 100000@1 100001@2']],
    ['leading zeros as text', { 'log.csv': `${LOG}1,007,1\n` }, ['1: 007@1']],
    ['lists of JSON', { 'log.csv': `${LOG}u,a,1\n`, 'items.ndjson': '{"item":"a","title":"A","genres":["Action","Sci-Fi"]}\n' }, ['u: a@1', 'a = A, Action, Sci-Fi']],
    ['lists of Python beside plain ones', { 'log.csv': `${LOG}u,a,1\nu,b,2\n`, 'items.csv': `item,title,genres\na,A,"['Action', 'Sci-Fi']"\nb,B,"Drama, Comedy"\n` }, ['u: a@1 b@2', 'a = A, Action, Sci-Fi', 'b = B, Comedy, Drama']],
    ['categories of RecBole', { 'y.inter': `${INTER}u\ta\t1\n`, 'y.item': "item_id:token\ttitle:token\tcategories:token_seq\na\tA\t'Health & Care', 'Beauty'\n" }, ['u: a@1', 'a = A, Beauty, Health & Care']],
    ['quotes around a part with a comma', { 'log.csv': `${LOG}u,a,1\n`, 'items.csv': 'item,title,genres\na,A,"""Rock, Pop"",Jazz"\n' }, ['u: a@1', 'a = A, Jazz, Rock, Pop']],
    ['colons that name no kind', { 'log.csv': `${LOG}u,a,1\n`, 'items.csv': 'item,title,genres\na,A,10:30|http://x|mood:calm\n' }, ['u: a@1', 'a = A, 10:30, http://x, calm']],
    ['a separator that was given', { 'log.csv': `${LOG}u,a,1\n`, 'items.csv': 'item,title,genres\na,A,War / Love\n' }, ['u: a@1', 'a = A, Love, War'], { separators: { genres: '/' } }],
    ['commas that separate nothing', { 'log.csv': `${LOG}u,a,1\n`, 'items.csv': 'item,title,genres\na,A,"War, Love"\n' }, ['u: a@1', 'a = A, War, Love'], { separators: { genres: '' } }],
    ['blanks after commas', { 'log.csv': '"user", "item", "time"\n"u", "a, x", 2\n"u", "b", 1\n' }, ['u: b@1 a, x@2']],
    ['decimal commas of Excel', { 'log.csv': 'user;item;rating;time\nu;a;3,5;2\nu;b;4,0;1\n' }, ['u: b@1'], { minRating: 4 }],
    ['tabs in a file called .csv', { 'log.csv': 'user\titem\ttime\nu\ta\t2\nu\tb\t1\n' }, ['u: b@1 a@2']],
    ['ids as they are: blanks, emoji, zeros, NULL', { 'log.csv': `${LOG}" q ",🎬 x,1\n" q ",00,2\n" q ",NULL,3\n` }, [' q : 🎬 x@1 00@2 NULL@3']],
    ['times before 1970 and after 2100', { 'log.csv': `${LOG}u,a,4102444801\nu,b,-10\n` }, ['u: b@-10 a@4102444801']],
    ['pairs of one line', { 'x.txt': '1 3\n' }, ['1: 3']],
    ['pairs in splits', { 'train.txt': '1 1\n1 2\n', 'test.txt': '1 3\n' }, ['1: 1 2 3']],
    ['pairs with commas', { 'x.txt': '1, 2\n1, 3\n2, 3\n' }, ['1: 2 3', '2: 3']],
    ['sequences of one length', { 'B.txt': '1 4 5 6\n2 9 8 7\n' }, ['1: 4 5 6', '2: 9 8 7']],
    ['what may be sequences, by number', { 'B.txt': '1 4 5\n2 9 3\n' }, ['1: 4', '2: 9'], { user: '1', item: '2' }],
    ['clicks of sessions, by number', { 'clicks.dat': '1,2014-04-07T10:51:09Z,214536502,0\n1,2014-04-07T10:51:08Z,214536500,0\n' }, ['1: 214536500@1396867868 214536502@1396867869'], { user: '1', item: '3', time: '2' }],
    ['text of five columns, by number', { 'places.txt': 'u\t2020-01-02\t3.5\t4.5\tx\nu\t2020-01-01\t3.5\t4.5\ty\n' }, ['u: y@1577836800 x@1577923200'], { user: '1', item: '5', time: '2' }],
    ['numbers of pandas for names', { 'log.csv': '0,1,2,3\n196,242,3,881250949\n196,243,4,881250948\n' }, ['196: 243@881250948 242@881250949']],
    ['these beside an index, by name', { 'log.csv': ',0,1,2\n0,u,a,881250949\n1,u,b,881250948\n' }, ['u: b@881250948 a@881250949'], { user: '0', item: '1', time: '2' }],
    ['parts of RecBole by one of them', { 'm.part1.inter': `${INTER}u\ta\t1\n`, 'm.part2.inter': `${INTER}u\tb\t2\n`, 'm.item': 'item_id:token\ttitle:token\na\tAlpha\n' }, ['u: a@1 b@2', 'a = Alpha'], { path: 'm.part2.inter' }],
    ['counted parts, from 1', { 'x-1-of-2.csv': `${LOG}u,a,1\n`, 'x-2-of-2.csv': `${LOG}u,b,2\n` }, ['u: a@1 b@2']],
    ['two tables of the same rows', { 'u.data': 'u\ta\t3\t1\n', 'x.inter': `user_id:token\titem_id:token\trating:float\ttimestamp:float\nu\ta\t3\t1\n` }, ['u: a@1']],
  ])('%s', async (what, files, expected, options = {}) => {
    const found = await read(files, options);
    expect(what === 'times that begin late' ? found.slice(-1) : found).toEqual(expected);
  }); // prettier-ignore

  it('Parquet: numbers of floating point as whole ones, any spelling of names', async () => {
    const file = join(folder, 'log.parquet');
    await withDatabase((db) =>
      db.run(
        `COPY (SELECT 1.0::DOUBLE AS "User_ID", 17.0::DOUBLE AS "Item", TIMESTAMP '2020-01-01' AS "Time") TO ${text(file)}`,
      ),
    );
    expect(await read({}, { path: 'log.parquet' })).toEqual(['1: 17@1577836800']);
  });
});

const cut = (archive: Uint8Array): Uint8Array => archive.subarray(0, archive.length - 9);
const long =
  LOG + Array.from({ length: 400 }, (_, n) => `u${(n * 7919) % 101},i${(n * 31) % 97},${n}\n`).join('');

const parquet = (rows: string): Promise<string[]> => {
  const file = join(folder, 'log.parquet');
  return withDatabase((db) => db.run(`COPY (${rows}) TO ${text(file)} (FORMAT PARQUET)`)).then(() =>
    read({}, { path: 'log.parquet' }),
  );
};

it.each([
  ['an id that 32 bits cannot hold', "SELECT 16777217::FLOAT AS user, 'a' AS item", /row 1: the user is a number of so many digits/],
  ['an id that 64 bits cannot hold', "SELECT 9007199254740993::DOUBLE AS user, 'a' AS item", /row 1: the user is a number of so many digits/],
  ['a list for an item', "SELECT 'u' AS user, ['a', 'b'] AS item", /row 1: cannot be read/],
  ['a struct for a user', "SELECT {'id': 1} AS user, 'a' AS item", /row 1: cannot be read/],
])('Parquet is refused with %s', async (_, rows, message) => {
  await expect(parquet(rows)).rejects.toThrow(message);
}); // prettier-ignore

describe('is refused', () => {
  it.each<[string, Files, string, RegExp, Options?]>([
    ['three tables', { 'a.csv': `${LOG}u,a,1\n`, 'b.csv': `${LOG}u,b,1\n`, 'c.csv': `${LOG}u,c,1\n` }, 'ambiguous-source', /holds 3 tables: a\.csv, b\.csv, c\.csv/],
    ['a text packed and unpacked', { 'm.txt': '1 1\n1 2\n', 'm.txt.gz': gzipSync('1 1\n1 2\n') }, 'ambiguous-source', /m\.txt, m\.txt\.gz/],
    ['a part packed and unpacked', { 'part-0.csv': `${LOG}u,a,1\n`, 'part-0.csv.gz': gzipSync(`${LOG}u,a,1\n`) }, 'ambiguous-source', /holds a part twice: part-0\.csv, part-0\.csv\.gz/],
    ['a part that others count', { 'x-00000-of-00003.csv': `${LOG}u,a,1\n`, 'x-00002-of-00003.csv': `${LOG}u,b,2\n` }, 'missing-source', /x-00001-of-00003\.csv: is not there/],
    ['an NDJSON gzip cut short', { 'log.ndjson.gz': cut(gzipSync('{"user":"u","item":"a"}\n'.repeat(99))) }, 'unreadable-file', /log\.ndjson\.gz: is cut short/],
    ['a gzip in a gzip', { 'log.csv.gz': gzipSync(gzipSync(long)) }, 'unreadable-file', /is compressed twice/],
    ['UTF-32', { 'log.csv': bytes('fffe000075000000', 'hex') }, 'unreadable-file', /is in UTF-32/],
    ['bytes of zero', { 'log.csv': `${LOG}u,a\0b,1\n` }, 'unreadable-file', /bytes of zero/],
    ['a header alone', { 'log.csv': LOG }, 'empty-result', /log\.csv: holds no rows, but at most a header/],
    ['an empty array', { 'log.json': '[]' }, 'unreadable-file', /log\.json: holds no row/],
    ['an array of numbers', { 'log.json': '[1,2]' }, 'unreadable-file', /a row is no object/],
    ['dictionaries of Python', { 'log.json': "{'user': 'u', 'item': 'a'}\n" }, 'unreadable-row', /row 1: .*dictionary of Python/],
    ['half of a character', { 'log.ndjson': '{"user":"u","item":"a"}\n{"user":"\\ud800","item":"a"}\n' }, 'unreadable-row', /row 2: .*half of a character/],
    ['a missing item among numbers', { 'log.csv': `${LOG}u,1.0,1\nu,nan,2\n` }, 'unreadable-row', /row 3: its item reads like a value that is missing, "nan" in 1 of 2 rows/],
    ['a user that is missing in most rows', { 'log.csv': `${LOG}${'v,a,1\n'.repeat(70)}${'NULL,a,1\n'.repeat(30)}` }, 'unreadable-row', /row 72: its user .*"NULL" in 30 of 100 rows.*--user/],
    ['one column for two', { 'log.csv': `${LOG}u,a,1\n` }, 'invalid-option', /"item" cannot be two things at once/, { user: 'item' }],
    ['times where items should be', { 'log.csv': 'u,1577836800,42\nu,1577836801,43\n' }, 'unknown-column', /does not show what they are/],
    ['dates where items should be', { 'clicks.dat': '1,2014-04-07T10:51:09Z,214536502,0\n' }, 'unknown-column', /does not show what they are.*--item 2/],
    ['ratings or sequences', { 'B.txt': '1 4 5\n2 9 3\n' }, 'ambiguous-column', /a user, an item and a rating in each row, or a user and its items: "1 4 5"/],
    ['days that could be months', { 'log.csv': `${LOG}u,a,01/02/2020\n` }, 'unreadable-row', /row 2: its time is in no form that can be meant in one way/],
    ['two texts', { 'a.txt': '1 1\n', 'b.txt': '1 9\n1 8\n' }, 'ambiguous-source', /holds 2 tables: a\.txt, b\.txt.*Name the file/],
    ['a whole and its splits', { 'x.inter': `${INTER}u\ta\t1\n`, 'x.train.inter': `${INTER}u\tb\t1\n` }, 'ambiguous-source', /x\.inter, x\.train\.inter/],
    ['a file packed and unpacked', { 'log.csv': `${LOG}u,a,1\n`, 'log.csv.gz': gzipSync(`${LOG}u,b,1\n`) }, 'ambiguous-source', /log\.csv, log\.csv\.gz/],
    ['two files of items', { 'log.csv': `${LOG}u,a,1\n`, 'items.csv': 'item,title\na,A\n', 'movies.csv': 'item,title\na,B\n' }, 'ambiguous-source', /items\.csv, movies\.csv.*--items/],
    ['a gzip cut short', { 'log.csv.gz': cut(gzipSync(long)) }, 'unreadable-file', /log\.csv\.gz: is cut short/],
    ['a zstd cut short', { 'log.csv.zst': cut(zstdCompressSync(long)) }, 'unreadable-file', /log\.csv\.zst: is cut short/],
    ['a gzip with a wrong checksum', { 'log.csv.gz': gzipSync(long).map((byte, n, all) => (n === all.length - 6 ? byte ^ 1 : byte)) }, 'unreadable-file', /is a damaged gzip archive/],
    ['a gzip that is none', { 'log.csv.gz': `${LOG}u,a,1\n` }, 'unreadable-file', /log\.csv\.gz: is no gzip archive/],
    ['a zip', { 'log.csv': bytes('504b0304', 'hex') }, 'unreadable-file', /is a zip archive.*Unpack it/],
    ['a zip named', { 'ml.zip': bytes('504b0304', 'hex') }, 'unreadable-file', /is a zip archive/, { path: 'ml.zip' }],
    ['a web page', { 'log.csv': '<!DOCTYPE html>\n' }, 'unreadable-file', /is a web page/],
    ['nothing', { 'log.csv': '' }, 'unreadable-file', /log\.csv: is empty/],
    ['a byte that is no UTF-8', { 'log.csv': Buffer.concat([Buffer.from(`${LOG}é,ö,1\nu,`), Buffer.of(0xff), Buffer.from(',2\n')]) }, 'unreadable-row', /row 3: has a byte that is no UTF-8/],
    ['a column that could be two', { 'log.csv': 'user,item,user\nu,a,x\n' }, 'ambiguous-column', /"user" \(column 1\) and "user" \(column 3\).*--user 1/],
    ['columns that nothing tells', { 'log.csv': 'u,a,5,3\nu,b,4,2\n' }, 'unknown-column', /--user 1 --item 2 --time 4/],
    ['ratings in words that are asked for', { 'log.csv': 'user,item,rating\nu,a,like\n' }, 'unreadable-row', /row 2: .*"u,a,like"/, { minRating: 1 }],
    ['two units of time', { 'log.csv': `${LOG}u,a,1600000001\nu,b,1600000002\nu,c,1600000003000\n` }, 'unreadable-row', /row 4: its time looks like milliseconds/],
    ['years among dates', { 'log.csv': `${LOG}u,a,2020-01-01\nu,b,2020\n` }, 'unreadable-row', /row 3: its time is a small number/],
    ['a time that is missing in between', { 'log.ndjson': '{"user":"u","item":"a","time":1}\n{"user":"u","item":"b"}\n' }, 'unreadable-row', /row 2: it has no time/],
    ['other columns in a part', { 'part-0.csv': `${LOG}u,a,1\n`, 'part-1.csv': 'user,item\nu,b\n' }, 'unknown-column', /part-1\.csv: has other columns/],
    ['a key twice', { 'log.ndjson': '{"user":"u","item":"a","item":"b"}\n' }, 'unreadable-row', /row 1: .*"item" stands there twice/],
    ['an id in an object', { 'log.ndjson': '{"user":{"id":1},"item":"a"}\n' }, 'unreadable-row', /row 1/],
    ['augmented sequences', { 'x.inter': 'user_id:token\titem_id_list:token_seq\titem_id:token\nu\ta b\tc\n' }, 'unknown-form', /holds a sequence in each row/],
    ['items that do not join', { 'log.csv': `${LOG}u,i1,1\n`, 'items.csv': 'item,title\n1,A\n' }, 'unjoined-items', /describes 0 of 1 items: "1" here, "i1" in/],
    ['a file of items without items', { 'log.csv': `${LOG}u,a,1\n`, 'items.csv': 'item,title\n' }, 'unjoined-items', /items\.csv: describes no item/],
    ['a separator of no column', { 'log.csv': `${LOG}u,a,1\n`, 'items.csv': 'item,title,genres\na,A,x\n' }, 'unknown-column', /no column of lists called "genre"/, { separators: { genre: ',' } }],
    ['a default k-core that takes most', { 'log.csv': LOG + Array.from({ length: 60 }, (_, n) => (n < 25 ? `u${n % 5},i${Math.floor(n / 5)},${n}\n` : `x${n},y${n},${n}\n`)).join('') }, 'filtered-away', /default k-core of 5 keeps 25 of 60 .*--k-core 5 .*--k-core 1/, { kCore: undefined }],
  ])('%s', async (_, files, code, message, options = {}) => {
    await expect(read(files, options)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  }); // prettier-ignore

  it('a link that leads nowhere, where it is needed', async () => {
    await symlink('/nowhere/x.csv', join(folder, 'part-1.csv'));
    await expect(read({ 'part-0.csv': `${LOG}u,a,1\n` })).rejects.toMatchObject({
      code: 'missing-source',
      message: expect.stringContaining('is a link to /nowhere/x.csv, which is not there'),
    });
  });
});

it('takes items that do not join, and obeys a k-core that takes most, when asked to', async () => {
  const rows = Array.from({ length: 60 }, (_, n) =>
    n < 25 ? `u${n % 5},i${Math.floor(n / 5)},${n}\n` : `x${n},y${n},${n}\n`,
  );
  const found = await read(
    { 'log.csv': LOG + rows.join(''), 'items.csv': 'item,title\n1,A\n' },
    { kCore: 5, unjoined: true },
  );
  expect(found).toHaveLength(5);
});

it('says what was read as what, what each filter kept, and shows one interaction', async () => {
  const lines: string[] = [];
  const files = {
    'log.csv': 'user,item,rating,time\nu,a,5,10\nu,a,5,11\nu,b,1,12\nu,NULL,1,13\n',
    'shops.csv': 'shop,town\nx,y\n',
    'items.csv': 'item,title,genres\na,A,X|Y\n',
  };
  await read(files, { minRating: 2, log: (line) => lines.push(line) });
  expect(lines).toEqual([
    'not read: shops.csv; a file of titles and attributes is named with --items',
    'log.csv: user "user", item "item", time "time"',
    'the item "NULL" in 1 of 4 rows is taken for an id like others',
    'items of items.csv: 1, "genres" split at |',
    '4 interactions read; rated 2 or more: 2 of 4 (50%); the same item not twice in a row: 1 of 2 (50%)',
    'titles for 1 of 1 items',
    'for example: u → a "A" (genre: X, Y), 1970-01-01T00:00:10Z',
  ]);
});

it('shows ids that are long or move the cursor of a terminal shortened and escaped', async () => {
  const lines: string[] = [];
  const files = { 'log.csv': `${LOG}${'x'.repeat(99)},"a\n\u001B[31mb",1\n` };
  await read(files, { log: (line) => lines.push(line) });
  const example = `for example: ${'x'.repeat(79)}… → a\\n\\u001b[31mb, 1970-01-01T00:00:01Z`;
  expect(lines.at(-1)).toBe(example);
});
