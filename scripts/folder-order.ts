// The order of folders: each imports only folders below it. An arrow upwards, or a circle, fails `npm run check`.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** From the bottom up. Files beside the folders are the top: they may import all of them. */
const TRAINER = [
  'math files config tensorflow data recommender optimiser activations ranking training graph sae onnx baselines',
  'steering concepts lineage interpretability comparison publish run stability report keys events tune sweep gates night commands command-line',
]
  .join(' ')
  .split(' ');

/** Folders inside one of these that import each other only one way; files beside them may be above or below. */
const INSIDE = ['data', 'tensorflow', 'run', 'comparison'];

interface Arrow {
  from: string;
  to: string;
  file: string;
}

/** Imports between source files of `root` by relative path; tests are left out. */
function importsOf(root: string): { file: string; target: string }[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.tsx?$/.test(file) && !/\.(test|d)\.tsx?$/.test(file));
  return files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(
      ([, path = '']) => ({
        file,
        target: relative(root, join(root, dirname(file), path)).replaceAll('\\', '/'),
      }),
    ),
  );
}

/** The folder of a path, or nothing for a file that lies beside the folders. */
const folderOf = (path: string): string | undefined => (path.includes('/') ? path.split('/')[0] : undefined);

function arrowsUp(root: string, order: readonly string[]): string[] {
  const rank = (path: string): number => {
    const folder = folderOf(path);
    if (folder === undefined) return order.length;
    const place = order.indexOf(folder);
    if (place < 0) throw new Error(`${root}/${folder} has no place in scripts/folder-order.ts: give it one`);
    return place;
  };
  return importsOf(root).flatMap(({ file, target }) => {
    if (target.startsWith('..')) return [`${root}/${file} imports ${target}, which is outside`];
    return rank(target) > rank(file) ? [`${root}/${file} imports ${target}, of a folder above its own`] : [];
  });
}

function circles(root: string): string[] {
  const arrows: Arrow[] = importsOf(root).flatMap(({ file, target }) => {
    const [from, to] = [folderOf(file), folderOf(target)];
    return from === undefined || to === undefined || from === to || target.startsWith('..')
      ? []
      : [{ from, to, file }];
  });
  const reaches = (from: string, to: string, seen: Set<string> = new Set()): boolean =>
    arrows.some((arrow) => {
      if (arrow.from !== from || seen.has(arrow.to)) return false;
      return arrow.to === to || reaches(arrow.to, to, new Set([...seen, arrow.to]));
    });
  return arrows
    .filter(({ from, to }) => reaches(to, from))
    .map(({ from, to, file }) => `${root}/${file}: ${from} and ${to} import each other`);
}

/** One line for each import that breaks the order. */
export function folderFaults(project: string): string[] {
  const at = (folder: string): string => join(project, folder);
  const shown = (fault: string): string => fault.replaceAll(`${project}/`, '');
  return [
    ...arrowsUp(at('trainer/src'), TRAINER),
    ...INSIDE.flatMap((folder) => circles(at(`trainer/src/${folder}`))),
    ...circles(at('worker/src')),
    ...circles(at('worker/studio/src')),
  ].map(shown);
}
