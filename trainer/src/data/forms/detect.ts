// Which form a folder or a file of interactions is in, and which files belong to it. What is in doubt is refused.
import { at } from '@trimtab/shared/look-up.ts';
import { basename, dirname, join, resolve } from 'node:path';
import { readdir, stat } from 'node:fs/promises';
import { DataError, requirePresent } from '../errors.ts';
import { packingOf, plainName } from '../tables/unpack-file.ts';
import { lookAt, lookInside, type Look, type Wanted } from './look.ts';
import { groupTogether, missingPart, togetherOf } from './parts.ts';
import { sameRows } from './same-rows.ts';
import { visibleFiles } from './visible-files.ts';

export type FormKind = 'sasrec' | 'sequences' | 'recbole' | 'movielens' | 'music4all' | 'columns';

export interface Form {
  kind: FormKind;
  /** The files of interactions, in their order: one table. */
  files: string[];
  /** Their folder, where files about items lie. */
  folder: string;
  name: string;
  /** What a person should know of how files were chosen. */
  notes: string[];
}

interface Group {
  paths: string[];
  name: string;
  kind: 'single' | 'part' | 'split';
  look: Look;
}

/** @throws DataError `missing-source`, `unknown-form`, or `ambiguous-source` where more than one table could be meant */
export async function detectForm(source: string, wanted: Wanted = {}): Promise<Form> {
  const found = await requirePresent(source);
  return found.isDirectory() ? detectFolder(source, wanted) : detectFile(source, wanted);
}

async function detectFolder(folder: string, wanted: Wanted): Promise<Form> {
  const names = await visibleFiles(folder);
  const groups = await groupsIn(folder, names, wanted);
  const chosen = await choose(folder, groups);
  const name = basename(resolve(folder)) || 'data';
  refuseMissingPart(folder, chosen.group);
  return {
    ...formOf(folder, chosen.group, folder, name),
    notes: [...chosen.notes, ...togetherNote(chosen.group)],
  };
}

/** A file stands for itself, or for all parts or splits that it is one of. */
async function detectFile(file: string, wanted: Wanted): Promise<Form> {
  const folder = dirname(file);
  const own = basename(file);
  const siblings = await visibleFiles(folder).catch(() => []);
  const group = groupTogether([...new Set([...siblings, own])]).find(({ paths }) => paths.includes(own));
  const look = await lookInside(file, wanted);
  const alike =
    group === undefined || group.kind === 'single' ? [own] : await likeOf(folder, group.paths, look, wanted);
  const kind = alike.length > 1 && group !== undefined ? group.kind : 'single';
  const plain = plainName(own).replace(/(.)\.[^.]+$/, '$1');
  const form: Group = { paths: alike, name: plain, kind, look };
  if (
    look === 'none' &&
    kindOf(form) === 'columns' &&
    !/\.(csv|tsv|tab|parquet|pq|ndjson|jsonl|json)$/i.test(plainName(own))
  ) {
    await packingOf(file); // says what it is, where it is something known
    throw unknownForm(file, null, null);
  }
  refuseMissingPart(folder, form);
  return {
    ...formOf(folder, form, file, kind !== 'single' && group?.name ? group.name : plain),
    notes: togetherNote(form),
  };
}

async function likeOf(
  folder: string,
  paths: readonly string[],
  look: Look,
  wanted: Wanted,
): Promise<string[]> {
  const kept: string[] = [];
  for (const path of paths) {
    const found = await lookInside(join(folder, path), wanted);
    if (found === look || (found === 'broken' && !(await isEmpty(join(folder, path))))) kept.push(path);
  }
  return kept;
}

function refuseMissingPart(folder: string, { paths }: Group): void {
  const missing = missingPart(paths);
  if (missing === null) return;
  throw new DataError('missing-source', {
    file: join(folder, missing),
    problem: 'is not there, though the names of the files beside it count it',
    expected: 'every part of the table',
    advice: 'Bring it, or rename the others if they are all there is',
  });
}

/** Spark leaves parts without rows, which are no fault. */
const isEmpty = (path: string): Promise<boolean> =>
  stat(path).then(
    ({ size }) => size === 0,
    () => false,
  );

async function groupsIn(folder: string, names: readonly string[], wanted: Wanted): Promise<Group[]> {
  const looks = new Map<string, Look>();
  for (const name of names) looks.set(name, await lookAt(join(folder, name), wanted));
  const groups: Group[] = [];
  for (const look of ['pairs', 'sequences', 'table', 'other', 'broken'] as const) {
    const alike = names.filter((name) => looks.get(name) === look);
    groups.push(...groupTogether(alike).map((group) => ({ ...group, look })));
  }
  return groups;
}

/** The one table of interactions; of several, the one that the others are documented companions of. */
async function choose(folder: string, groups: readonly Group[]): Promise<{ group: Group; notes: string[] }> {
  const of = (...looks: Look[]): Group[] => groups.filter(({ look }) => looks.includes(look));
  const ranks = [of('pairs', 'sequences', 'table'), of('other'), of('broken')];
  const left = await withoutCompanions(folder, ranks.find((some) => some.length > 0) ?? []);
  const [first, second] = left;
  if (first === undefined) throw unknownForm(folder, await archiveIn(folder), await folderBelow(folder));
  if (left.some(({ paths }) => new Set(paths.map(plainName)).size < paths.length))
    throw ambiguous(folder, left);
  if (second === undefined)
    return { group: await withBroken(folder, first, of('broken')), notes: unreadNote(first, of('other')) };
  if (left.length === 2 && (await sameRows(pathsOf(folder, first), pathsOf(folder, second)))) {
    const [group, other] = namesColumns(first) ? [first, second] : [second, first];
    return {
      group,
      notes: [`${other.paths.join(', ')} holds the same rows as ${group.paths.join(', ')}, which is read`],
    };
  }
  throw ambiguous(folder, left);
}

/** Tables that may be about items or users, so that nobody waits for titles that are never read. */
function unreadNote(chosen: Group, others: readonly Group[]): string[] {
  const names = others.filter((group) => group !== chosen).flatMap(({ paths }) => paths);
  if (names.length === 0) return [];
  const shown = names.length > 4 ? [...names.slice(0, 3), `… (${names.length})`] : names;
  return [`not read: ${shown.join(', ')}; a file of titles and attributes is named with --items`];
}

/** A part that cannot be opened is missed when the others are read without it, unless it is empty. */
async function withBroken(folder: string, group: Group, broken: readonly Group[]): Promise<Group> {
  const [own = ''] = group.paths;
  const { key, kind } = togetherOf(own);
  if (kind === 'single' || group.look === 'broken') return group;
  const alike = broken.flatMap(({ paths }) => paths).filter((path) => togetherOf(path).key === key);
  const paths = [...group.paths];
  for (const path of alike) if (!(await isEmpty(join(folder, path)))) paths.push(path);
  return { ...group, paths, kind: paths.length > 1 ? kind : group.kind };
}

const pathsOf = (folder: string, { paths }: Group): string[] => paths.map((path) => join(folder, path));

/** RecBole's files have a header with types, which says more than the same rows without. */
const namesColumns = ({ paths }: Group): boolean => paths.some((path) => /\.inter(\.\w+)?$/i.test(path));

/** SASRec's text has its times in `interactions.csv`, and where maps of ids lie beside it, in the files it was made from. */
async function withoutCompanions(folder: string, groups: readonly Group[]): Promise<Group[]> {
  const texts = groups.filter(({ look }) => look === 'pairs');
  if (texts.length === 0) return [...groups];
  const mapped = (await visibleFiles(folder)).some((name) => /^sas_to_original_/i.test(name));
  return groups.filter(({ look, paths }) => {
    const [name = ''] = paths.map(plainName);
    const original = mapped && /^ratings\.(dat|csv)$/i.test(name);
    return look === 'pairs' || !(/^interactions\.csv$/i.test(name) || original);
  });
}

function kindOf({ look, paths }: Group): FormKind {
  if (look === 'pairs') return 'sasrec';
  if (look === 'sequences') return 'sequences';
  const name = plainName(basename(at(paths, 0))).toLowerCase();
  if (name.endsWith('.inter')) return 'recbole';
  if (name === 'listening_history.csv') return 'music4all';
  return /^(ratings\.(dat|csv)|u\.data)$/.test(name) ? 'movielens' : 'columns';
}

const formOf = (folder: string, group: Group, _source: string, name: string): Omit<Form, 'notes'> => ({
  kind: kindOf(group),
  files: group.paths.map((path) => join(folder, path)),
  folder,
  name,
});

function togetherNote({ kind, paths }: Group): string[] {
  if (kind === 'single' || paths.length < 2) return [];
  const shown = paths.length > 4 ? [...paths.slice(0, 3), `… (${paths.length})`] : paths;
  return [`read together as one table: ${shown.join(', ')}`];
}

/** An archive that should be unpacked first. */
async function archiveIn(folder: string): Promise<string | null> {
  const archive = (await readdir(folder)).find((name) =>
    /\.(zip|tar|tgz|7z|rar|bz2|xz|lz4|xlsx?|ods)(\.\w+)?$/i.test(name),
  );
  return archive === undefined
    ? null
    : `holds ${archive}, which is not read packed, and no interactions beside it`;
}

/** A folder in the folder that could be meant. */
async function folderBelow(folder: string): Promise<string | null> {
  for (const name of (await readdir(folder)).sort()) {
    const path = join(folder, name);
    if (name.startsWith('.') || !(await stat(path).then((found) => found.isDirectory(), () => false))) continue; // prettier-ignore
    const found = await groupsIn(path, await visibleFiles(path), {});
    if (found.some(({ look }) => look !== 'other' && look !== 'broken')) return path;
  }
  return null;
}

function ambiguous(folder: string, groups: readonly Group[]): DataError {
  const names = groups.map(({ paths }) =>
    paths.length > 1 ? `${paths[0]} and ${paths.length - 1} more` : paths[0],
  );
  return new DataError('ambiguous-source', {
    file: folder,
    problem: groups.length === 1 ? `holds a part twice: ${at(groups, 0).paths.join(', ')}` : `holds ${groups.length} tables: ${names.join(', ')}`, // prettier-ignore
    expected:
      'one table of interactions, or parts of one (part-0.csv, part-1.csv; x.train.inter, x.valid.inter, x.test.inter)',
    advice: 'Name the file of interactions itself',
  });
}

function unknownForm(file: string, problem: string | null, below: string | null): DataError {
  return new DataError('unknown-form', {
    file,
    problem: problem ?? 'holds no interactions in a form that is known',
    expected:
      'ratings.dat, ratings.csv or u.data (MovieLens), .txt (SASRec, S3Rec), .inter (RecBole), listening_history.csv ' +
      '(Music4All), or one .csv, .tsv, .parquet, .ndjson or .jsonl file, each also as .gz or .zst',
    advice:
      below !== null
        ? `Its folder ${basename(below)} does: name that`
        : problem === null
          ? 'Name the file of interactions itself'
          : 'Unpack it and name what was in it',
  });
}
