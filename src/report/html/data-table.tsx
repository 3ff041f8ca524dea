import type { ComponentChildren } from "preact";

/** One column: its header, and what it shows of a row. */
export interface Column<Row> {
  head: string;
  cell: (row: Row) => ComponentChildren;
  /** Numbers are aligned to the right; code keeps its spaces and breaks where it must. */
  kind?: "number" | "code" | "text";
}

/**
 * A table with headers. On a narrow screen the rows become blocks of `header: value` (styles.ts); the roles are spelt
 * out because such a display would take them away.
 */
export function DataTable<Row>(props: {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
}) {
  const { caption, columns, rows } = props;
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: display: block removes them
    <table role="table">
      <caption>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ head, kind }) => (
            <th role="columnheader" scope="col" class={kind}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr role="row">
            {columns.map(({ head, cell, kind }) => (
              <td role="cell" data-head={head} class={kind}>
                <span>{cell(row)}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
    // biome-ignore-end lint/a11y/noRedundantRoles: display: block removes them
  );
}
