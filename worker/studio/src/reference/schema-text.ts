// A JSON schema as people read it: in the manner of a TypeScript type, with bounds and defaults beside it.
import type { Schema } from './openapi.ts';

export function schemaText(schema: Schema, indent = ''): string {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.map((choice) => schemaText(choice, indent)).join(' | ');
  if (schema.allOf !== undefined) return schema.allOf.map((part) => schemaText(part, indent)).join(' & ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.items !== undefined) return `${grouped(schemaText(schema.items, indent))}[]`;
  if (schema.properties !== undefined) return objectText(schema, indent);
  if (typeof schema.additionalProperties === 'object') {
    return `{ [key]: ${schemaText(schema.additionalProperties, indent)} }`;
  }
  return [schema.type ?? 'anything'].flat().join(' | ');
}

function objectText({ properties = {}, required = [] }: Schema, indent: string): string {
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(([name, schema]) => {
    const optional = required.includes(name) ? '' : '?';
    const said = boundsText(schema);
    return `${inner}${name}${optional}: ${schemaText(schema, inner)}${said && `  // ${said}`}`;
  });
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`;
}

const grouped = (text: string): string => (/^[^{]* \| /.test(text) ? `(${text})` : text);

/** zod gives every whole number the bounds of what JavaScript can count. */
const isTold = (bound: number | undefined): bound is number =>
  bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;

export function boundsText(schema: Schema): string {
  const units: [number | undefined, number | undefined, string][] = [
    [schema.minimum ?? schema.exclusiveMinimum, schema.maximum, ''],
    [schema.minLength, schema.maxLength, ' characters'],
    [schema.minItems, schema.maxItems, ' entries'],
  ];
  const bounds = units.flatMap(([low, high, unit]) => {
    if (isTold(low) && isTold(high)) return [`${low} to ${high}${unit}`];
    if (isTold(high)) return [`at most ${high}${unit}`];
    return isTold(low) ? [`at least ${low}${unit}`] : [];
  });
  const usual = schema.default === undefined ? [] : [`default ${JSON.stringify(schema.default)}`];
  return [...bounds, ...(schema.format === undefined ? [] : [schema.format]), ...usual].join(', ');
}
