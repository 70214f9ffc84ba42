// `node scripts/write-contract.ts <file>`: writes the OpenAPI document.
import { writeFileSync } from 'node:fs';
import { workerContract } from './worker-contract.ts';

const [file] = process.argv.slice(2);
if (file === undefined)
  throw new Error('say which file to write: node scripts/write-contract.ts openapi.json');
writeFileSync(file, `${JSON.stringify(await workerContract(), null, 2)}\n`);
