import type { ComponentChildren } from "preact";
import type { RunDocument } from "../../verdict/index.js";
import { hostFacts } from "../words.js";

// Nothing may be loaded or run, whatever a name from a scenario contains.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** An HTML file that needs nothing else. */
export function HtmlDocument(props: {
  title: string;
  styles: string;
  children: ComponentChildren;
}) {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{props.title}</title>
        <link rel="icon" href="data:," />
        {/* A constant, which must not be escaped. */}
        <style dangerouslySetInnerHTML={{ __html: props.styles }} />
      </head>
      <body>{props.children}</body>
    </html>
  );
}

/** What the host and its tools were. */
export function Host({ host }: { host: RunDocument["host"] }) {
  return (
    <footer>
      <h2>Host</h2>
      <dl>
        {hostFacts(host).map(([fact, value]) => (
          <div>
            <dt>{fact}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </footer>
  );
}
