// The reference page: every operation of the contract that this very server gives at /openapi.json.
import { operationsOf, schemaOf, tokenUse, type Document, type NamedOperation } from './openapi.ts';
import { boundsText, schemaText } from './schema-text.ts';

const TOKEN = { required: 'Needs a token.', optional: 'Takes a token.', none: '' };

export function Reference({ document }: { document: Document }) {
  const operations = operationsOf(document);
  return (
    <>
      <header>
        <h1>
          {document.info.title} API <span>{document.info.version}</span>
        </h1>
        {document.info.description?.split('\n\n').map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
        <p>
          The whole contract, for machines: <a href="/openapi.json">/openapi.json</a>
        </p>
        <nav>
          {operations.map(({ anchor, method, path }) => (
            <a key={anchor} href={`#${anchor}`}>
              <b>{method}</b> {path}
            </a>
          ))}
        </nav>
      </header>
      <main>
        {operations.map((operation) => (
          <OperationSection key={operation.anchor} operation={operation} />
        ))}
      </main>
    </>
  );
}

function OperationSection({ operation }: { operation: NamedOperation }) {
  const { anchor, method, path, summary, description, parameters = [], requestBody, responses } = operation;
  const body = requestBody && schemaOf(requestBody);
  return (
    <section id={anchor}>
      <h2>
        <b>{method}</b> <code>{path}</code>
      </h2>
      <p>
        {[summary, description].filter(Boolean).join('. ')} {TOKEN[tokenUse(operation)]}
      </p>
      {parameters.length > 0 && (
        <ul>
          {parameters.map(({ name, in: where, required, schema }) => (
            <li key={name}>
              <code>
                {name}
                {required ? '' : '?'}: {schemaText(schema)}
              </code>{' '}
              in {where} <small>{boundsText(schema)}</small>
            </li>
          ))}
        </ul>
      )}
      {body && <pre aria-label="Body of the request">{schemaText(body)}</pre>}
      {Object.entries(responses).map(([status, response]) => (
        <Answer key={status} status={status} response={response} />
      ))}
    </section>
  );
}

function Answer({ status, response }: { status: string; response: NamedOperation['responses'][string] }) {
  const schema = schemaOf(response);
  const said = (
    <>
      <b>{status}</b> {response.description}
    </>
  );
  if (schema === undefined) return <p>{said}</p>;
  return (
    <details open={status.startsWith('2')}>
      <summary>{said}</summary>
      <pre>{schemaText(schema)}</pre>
    </details>
  );
}
