import { formTokenField } from "../access/same-site.ts";
import { flag, html, none, withQuery } from "./html.ts";
import type { Html, Part } from "./html.ts";
import type { ViewContext } from "./view.ts";

/** Colours of states: `good` works, `warn` needs a look, `bad` is broken, `info` is news, `quiet` is over or off. */
export type Tone = "good" | "warn" | "bad" | "info" | "quiet";

/** Head of every page: its title, a line below it, and what can be done at the right. */
export function pageHead(title: Part, more: { readonly lead?: Part; readonly actions?: Part } = {}): Html {
  return html`<header class="page-head">
    <div>
      <h1>${title}</h1>
      ${more.lead === undefined ? none : html`<p class="lead">${more.lead}</p>`}
    </div>
    ${more.actions === undefined ? none : html`<div class="actions">${more.actions}</div>`}
  </header>`;
}

/** A state in a few words. The words say it all; the colour only helps to find it. */
export function chip(tone: Tone, text: Part): Html {
  return html`<span class="chip ${tone}">${text}</span>`;
}

/** Severity of an alert or topic. */
export function severityChip(severity: string): Html {
  return html`<span class="severity ${severity}">${severity}</span>`;
}

/** A box with a heading. @param more.id for links to it */
export function panel(title: Part, body: Part, more: { readonly id?: string; readonly actions?: Part } = {}): Html {
  const id = more.id === undefined ? none : html` id="${more.id}"`;
  return html`<section class="panel" ${id}>
    <header class="panel-head">
      <h2>${title}</h2>
      ${more.actions === undefined ? none : html`<div class="actions">${more.actions}</div>`}
    </header>
    ${body}
  </section>`;
}

/** One figure that leads to the rows behind it, from wherever one clicks on the tile; figures in the note may have links of their own. */
export function tile(
  label: Part,
  figure: Part,
  more: { readonly href: string; readonly note?: Part; readonly tone?: Tone; readonly chart?: Html },
): Html {
  return html`<div class="tile ${more.tone ?? ""}">
    <a class="tile-link" href="${more.href}">
      <span class="tile-label">${label}</span>
      <span class="tile-figure">${figure}</span>
    </a>
    ${more.note === undefined ? none : html`<span class="tile-note">${more.note}</span>`} ${more.chart ?? none}
  </div>`;
}

export interface Column<Row> {
  readonly head: Part;
  readonly cell: (row: Row) => Part;
  /** `number` is set at the right with equal digits; `main` takes the room there is and heads the row on phones. */
  readonly kind?: "number" | "main" | "time";
}

/** A table; on phones each row becomes a card with the columns' heads as labels. @param caption for screen readers */
export function table<Row>(
  caption: string,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  more: { readonly href?: (row: Row) => string | null; readonly id?: (row: Row) => string } = {},
): Html {
  const heads = columns.map(({ head, kind }) => html`<th scope="col" class="${kind ?? ""}">${head}</th>`);
  const lines = rows.map((row) => {
    const cells = columns.map(({ head, cell, kind }) => {
      const label = typeof head === "string" ? head : "";
      const href = kind === "main" ? (more.href?.(row) ?? null) : null;
      const content = href === null ? html`${cell(row)}` : html`<a class="row-link" href="${href}">${cell(row)}</a>`;
      return html`<td class="${kind ?? ""}" data-label="${label}">${content}</td>`;
    });
    const id = more.id === undefined ? none : html` id="${more.id(row)}"`;
    return html`<tr${id}>${cells}</tr>`;
  });
  return html`<div class="table-wrap" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption class="unseen">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${lines}
      </tbody>
    </table>
  </div>`;
}

/** What stands where there is nothing yet: why, and the one thing to do next. */
export function empty(title: Part, text: Part, action: Part = none): Html {
  return html`<div class="empty">
    <h2>${title}</h2>
    <p>${text}</p>
    ${action}
  </div>`;
}

/** Names and values, below each other. */
export function facts(entries: readonly (readonly [name: Part, value: Part] | null)[]): Html {
  const rows = entries
    .filter((entry) => entry !== null)
    .map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    );
  return html`<dl class="facts">${rows}</dl>`;
}

/** Tabs that are links; `count` is shown beside the name. */
export function tabs(
  label: string,
  entries: readonly { readonly name: Part; readonly href: string; readonly isHere: boolean; readonly count?: number }[],
): Html {
  const links = entries.map(
    ({ name, href, isHere, count }) =>
      html`<a href="${href}" ${isHere ? html` aria-current="page"` : none}
        >${name}${count === undefined ? none : html` <span class="count">${count}</span>`}</a
      >`,
  );
  return html`<nav class="tabs" aria-label="${label}">${links}</nav>`;
}

/** Link to the next page of a list; nothing at its end. @param cursor null at the end */
export function more(base: string, query: Readonly<Record<string, string | null>>, cursor: string | null): Html {
  if (cursor === null) return none;
  return html`<p class="more">
    <a class="button" rel="next" href="${withQuery(base, { ...query, after: cursor })}">Older</a>
  </p>`;
}

/** A form that changes something. Without scripts it works as it is; with them the page stays where it is. */
export function form(context: Pick<ViewContext, "formToken">, action: string, body: Part, kind = "plain"): Html {
  return html`<form method="post" action="${action}" class="${kind}" data-inline>
    <input type="hidden" name="${formTokenField}" value="${context.formToken}" />${body}
  </form>`;
}

/** One button that does something at once. */
export function actionButton(
  context: Pick<ViewContext, "formToken">,
  action: string,
  label: Part,
  more: {
    /** Hidden fields. */
    readonly fields?: Readonly<Record<string, string>>;
    readonly tone?: "primary" | "danger" | "plain";
    /** Asked before it is done. */
    readonly confirm?: string;
    /** Key that presses it in the list entry that is marked, e.g. `a`. */
    readonly key?: string;
  } = {},
): Html {
  const fields = Object.entries(more.fields ?? {}).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  const confirm = more.confirm === undefined ? none : html` data-confirm="${more.confirm}"`;
  const key = more.key === undefined ? none : html` data-key="${more.key}"`;
  return form(
    context,
    action,
    html`${fields}<button class="button ${more.tone ?? "plain"}" ${confirm}${key}>${label}</button>`,
    "one-button",
  );
}

/** A filter bar: a form whose answer replaces the page while somebody types or chooses. */
export function filterForm(action: string, body: Part, label = "Filter"): Html {
  return html`<form method="get" action="${action}" class="filters" role="search" aria-label="${label}" data-filter>
    ${body}<noscript><button class="button">Show</button></noscript>
  </form>`;
}

/** A labelled choice. */
export function select(
  label: string,
  name: string,
  chosen: string,
  options: readonly (readonly [value: string, text: string])[],
): Html {
  const entries = options.map(
    ([value, text]) => html`<option value="${value}" ${flag("selected", value === chosen)}>${text}</option>`,
  );
  return html`<label class="field"
    ><span>${label}</span
    ><select name="${name}">
      ${entries}
    </select></label
  >`;
}

/** A labelled line of text. */
export function input(
  label: string,
  name: string,
  value: string,
  more: {
    readonly type?: "text" | "search" | "email" | "password" | "url" | "number" | "datetime-local";
    readonly placeholder?: string;
    readonly hint?: Part;
    readonly isRequired?: boolean;
    readonly autocomplete?: string;
    /** Proposed while somebody types; anything else may be written as well. */
    readonly choices?: readonly string[];
    /** Why the value is refused. */
    readonly error?: string | null;
  } = {},
): Html {
  const { error = null, choices = [] } = more;
  const invalid = error === null ? none : html` aria-invalid="true" aria-describedby="${name}-error"`;
  return html`<label class="field"
    ><span>${label}</span>
    <input
      type="${more.type ?? "text"}"
      name="${name}"
      value="${value}"
      placeholder="${more.placeholder ?? ""}"
      autocomplete="${more.autocomplete ?? "off"}"
      ${flag("required", more.isRequired === true)}${choices.length === 0 ? none : html` list="${name}-choices"`}${invalid}
    />
    ${choices.length === 0 ? none : html`<datalist id="${name}-choices">${choices.map((choice) => html`<option value="${choice}"></option>`)}</datalist>`}
    ${more.hint === undefined ? none : html`<span class="hint">${more.hint}</span>`}
    ${error === null ? none : html`<span class="error" id="${name}-error">${error}</span>`}
  </label>`;
}

/** Something the reader should know before anything else on the page. */
export function notice(tone: Tone, text: Part): Html {
  return html`<div class="notice ${tone}" role="status">${text}</div>`;
}

/** A passage with what was found marked. @param marks UTF-16 ranges, in order */
export function marked(text: string, marks: readonly (readonly [number, number])[]): Html {
  let at = 0;
  const pieces: Part[] = [];
  for (const [from, to] of marks) {
    if (from < at || to > text.length || to <= from) continue;
    pieces.push(text.slice(at, from), html`<mark>${text.slice(from, to)}</mark>`);
    at = to;
  }
  return html`${pieces}${text.slice(at)}`;
}

/** How many of something. @example count(1, "article") === "1 article" */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${figure(n)} ${n === 1 ? noun : plural}`;
}

/** A whole number with its thousands apart. */
export function figure(n: number): string {
  return new Intl.NumberFormat("en-GB").format(n);
}
