import { formTokenField } from "../../access/same-site.ts";
import { html, lines, none, path, withQuery } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { actionButton, chip, count, input, notice, pageHead, table, tabs } from "../../views/parts.ts";
import type { Tone } from "../../views/parts.ts";
import type { ViewContext } from "../../views/view.ts";
import { newEntries } from "./import-runs.ts";
import type { ImportState, JudgedRow } from "./import-runs.ts";
import type { Run } from "./runs.ts";
import type { ListVerdict } from "./source-probe.ts";

/** Largest list that is taken, bytes; and its rows. */
export const maxListBytes = 1_000_000;
export const maxListRows = 5_000;
/** Begins the name of a list that came without one. */
export const pastedName = "the list";
/** Rows on one page of the result. */
const pageSize = 200;

/** What was sent, to be corrected. */
export interface SentList {
  readonly text: string;
  readonly name: string;
  readonly tags: string;
  readonly error: string | null;
}

export function importFormView({ text, name, tags, error }: SentList, { formToken }: ViewContext): Html {
  return html`${pageHead("Add sources", {
      lead: "The address of a web site or feed, several with one a line, or a list from another reader or program: OPML, a sources.yaml, or CSV whose first line names the columns url, name, tags, language and country.",
      actions: html`<a class="button" href="/sources">All sources</a>`,
    })}
    ${error === null ? none : notice("bad", error)}
    <form method="post" action="/sources/import" class="stack wide-stack" data-inline data-list-import>
      <input type="hidden" name="${formTokenField}" value="${formToken}" />
      <label class="field wide"
        ><span>Addresses, or a list</span>
        <textarea
          name="text"
          rows="8"
          class="mono"
          spellcheck="false"
          required
          data-list-text
          placeholder="https://news.example.com/"
        >
${lines(text)}</textarea>
        <span class="hint">At most 1 MB and ${maxListRows.toLocaleString("en-GB")} rows.</span></label
      >
      <label class="field" hidden data-needs-script
        ><span>Or a file</span><input type="file" accept=".opml,.xml,.yaml,.yml,.csv,.tsv,text/*" data-list-file /><span
          class="hint"
          >It is read in the browser and put above.</span
        ></label
      >
      <input type="hidden" name="name" value="${name}" data-list-name />
      ${input("Tags for all of them", "tags", tags, { placeholder: "imported, desk-north", hint: "Separated by commas." })}
      <label class="check"
        ><input type="checkbox" name="ask" value="yes" checked /> Ask each new source whether it answers</label
      >
      <p>
        <button class="button primary">Show what would happen</button>
        <span class="hint">Nothing is changed by this.</span>
      </p>
    </form>`;
}

const verdictNames: Readonly<Record<ListVerdict, readonly [tone: Tone, name: string]>> = {
  ok: ["good", "ok"],
  unchecked: ["info", "new"],
  duplicate: ["quiet", "there already"],
  unreachable: ["warn", "unreachable"],
  notFeed: ["warn", "not a feed"],
  refused: ["bad", "not possible"],
};
const verdicts: readonly ListVerdict[] = ["refused", "unreachable", "notFeed", "ok", "unchecked", "duplicate"];

/** What would become of a list, as far as it is known. */
export function importRunView(run: Run<ImportState>, query: URLSearchParams, context: ViewContext): Html {
  const { state } = run;
  const from = state.name.startsWith(pastedName) ? "" : ` from ${state.name}`;
  return html`${pageHead(`Adding sources${from}`, {
    lead: "What would happen. Nothing was changed yet.",
    actions: html`<a class="button" href="/sources/import">Another list</a>`,
  })}
  ${progress(run, context)} ${state.list === null ? none : resultTable(run, query)}`;
}

/** The form again, with what was sent in a list that cannot be read and why; null for other lists. */
export function refusedList({ name, refused }: ImportState): SentList | null {
  if (refused === null) return null;
  const { reason, text, tags } = refused;
  // What was pasted got a file's name, so that it is read as what it is; nobody gave it that.
  const isPasted = name.startsWith(`${pastedName}.`);
  return {
    text,
    name: isPasted ? "" : name,
    tags: tags.join(", "),
    error: `It cannot be taken: ${isPasted ? reason.replaceAll(name, pastedName) : reason}`,
  };
}

function progress(run: Run<ImportState>, context: ViewContext): Html {
  const { list, judged } = run.state;
  const total = list?.rows.length ?? 0;
  const taken = newEntries(run.state).length;
  const notes = (list?.notes ?? []).map((note) => html`<p class="hint">${note}</p>`);
  if (run.endedAt === null) {
    const how = list === null ? "The list is being read." : `${judged.size} of ${count(total, "row")} looked at.`;
    const bar =
      list === null
        ? none
        : html`<progress max="${Math.max(1, total)}" value="${judged.size}" aria-label="Rows looked at"></progress>`;
    return html`${notice("info", html`${how} ${bar}`)}${notes}`;
  }
  const early =
    run.problem === null
      ? none
      : notice("bad", `It ended early: ${run.problem}. ${judged.size} of ${count(total, "row")} were looked at.`);
  if (total === 0 && run.problem === null)
    return html`${notes}${notice("warn", "There is no feed and no address in this list, so nothing can be added from it.")}`;
  if (taken === 0)
    return html`${early}${notes}${notice("good", "There is nothing to add: all of it is there already, or cannot be a source.")}`;
  const base = path`/sources/import/${run.id}`;
  return html`${early}${notes}
    <div class="bulk-row">
      ${actionButton(context, base, `Add ${count(taken, "source")}`, { tone: "primary" })}
      <a class="button" href="${`${base}/sources.yaml`}" download>Download them as YAML</a>
      <span class="hint">What does not answer is added as well, with a note; it is asked until it works.</span>
    </div>`;
}

function resultTable({ id, state }: Run<ImportState>, query: URLSearchParams): Html {
  const { list, judged } = state;
  if (list === null) return none;
  const base = path`/sources/import/${id}`;
  const wanted = verdicts.find((verdict) => verdict === query.get("verdict")) ?? null;
  const rows = list.rows.map((row, index) => ({ ...row, index, judged: judged.get(index) ?? null }));
  const inVerdict = wanted === null ? rows : rows.filter((row) => row.judged?.verdict === wanted);
  const from = Math.max(0, Math.min(inVerdict.length, Number.parseInt(query.get("from") ?? "0", 10) || 0));
  const shown = inVerdict.slice(from, from + pageSize);
  const counted = (verdict: ListVerdict): number => rows.filter((row) => row.judged?.verdict === verdict).length;
  const next = from + pageSize < inVerdict.length ? withQuery(base, { verdict: wanted, from: from + pageSize }) : null;
  return html`${tabs("What becomes of the rows", [
    { name: "All", href: base, isHere: wanted === null, count: rows.length },
    ...verdicts
      .filter((verdict) => counted(verdict) > 0 || verdict === wanted)
      .map((verdict) => ({
        name: verdictNames[verdict][1],
        href: withQuery(base, { verdict }),
        isHere: verdict === wanted,
        count: counted(verdict),
      })),
  ])}
  ${table(
    "Rows of the list",
    shown,
    [
      { head: "Row", kind: "number", cell: ({ index }) => String(index + 1) },
      {
        head: "Result",
        cell: (row) => (row.judged === null ? chip("quiet", "waits") : chip(...verdictNames[row.judged.verdict])),
      },
      {
        head: "Source",
        kind: "main",
        cell: ({ title, url, urls }) =>
          html`${title}<br /><span class="soft small mono">${url}${urls > 1 ? ` and ${urls - 1} more` : ""}</span>`,
      },
      { head: "Why", cell: (row) => (row.judged === null ? none : verdictCell(row.judged)) },
    ],
    { id: ({ index }) => `row-${index + 1}` },
  )}
  ${next === null ? none : html`<p class="more"><a class="button" rel="next" href="${next}">Further rows</a></p>`}`;
}

function verdictCell({ text, of, notes, entry }: JudgedRow): Html {
  const said = of === null ? html`${text}` : html`duplicate of <a href="${path`/sources/${of}`}">${of}</a>`;
  const id =
    entry === null ? none : html`<br /><span class="soft small">becomes <span class="mono">${entry.id}</span></span>`;
  return html`${said}${notes.map((note) => html`<br /><span class="soft small">${note}</span>`)}${id}`;
}
