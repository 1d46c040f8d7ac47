import { formTokenField } from "../../access/same-site.ts";
import { flag, html, lines, none, path } from "../../views/html.ts";
import type { Html, Part } from "../../views/html.ts";
import { input, notice, pageHead, panel, select } from "../../views/parts.ts";
import type { ViewContext } from "../../views/view.ts";
import type { Draft } from "./draft.ts";
import type { DraftMark } from "./draft-marks.ts";
import { ranges } from "./examine.ts";
import type { Examination } from "./examine.ts";
import type { OpenedTopic } from "./known-topics.ts";
import { previewView } from "./preview-view.ts";
import { underlay, yamlMarks } from "./underlay.ts";
import { severityChoices } from "./topic-fields.ts";
import type { QueryList, TopicFields } from "./topic-fields.ts";

/** All that the editor shows. */
export interface EditorFacts {
  /** Null for a new topic. */
  readonly opened: OpenedTopic | null;
  readonly draft: Draft;
  readonly examination: Examination | null;
  /** Version of the console's topic that the draft began with; null for a new one and one of a file. */
  readonly basedOn: number | null;
  /** Why it was not saved, or what else should be read first. */
  readonly said: Part;
  /** Has forms of its own. */
  readonly below: Part;
}

/** The editor: what to find at the left, what it would find at the right. */
export function editorView(editor: EditorFacts, context: ViewContext): Html {
  const { opened, draft, examination, basedOn, said, below } = editor;
  const marks = examination?.marks ?? [];
  const id = opened?.topic.id ?? null;
  const action = id === null ? "/topics/new" : path`/topics/${id}/edit`;
  const isFile = opened !== null && opened.object === null;
  const head = pageHead(opened === null ? "New topic" : html`Edit ${opened.topic.name}`, {
    lead: isFile
      ? html`This topic stands in ${opened.written?.file ?? "topics.yaml"}. The console does not write to files: it
        gives you the change as a patch.`
      : html`What it would have found shows at the right while you type. <kbd>Ctrl</kbd> <kbd>S</kbd> saves,
          <kbd>Ctrl</kbd> <kbd>Enter</kbd> looks again.`,
    actions: html`<a class="button" href="${id === null ? "/topics" : path`/topics/${id}`}">Cancel</a>
      <button class="button primary" name="do" value="${isFile ? "patch" : "save"}" id="save">
        ${isFile ? "Make the patch" : "Save"}
      </button>`,
  });
  // The first button is the one that Enter presses.
  return html`<form
      method="post"
      action="${action}"
      class="editor"
      id="editor"
      data-inline
      data-preview="/topics/preview"
      data-target="#preview"
    >
      <input type="hidden" name="${formTokenField}" value="${context.formToken}" />
      <input type="hidden" name="view" value="${draft.view}" />
      <input type="hidden" name="topic" value="${id ?? ""}" />
      <input type="hidden" name="version" value="${basedOn ?? ""}" />
      <button class="unseen" name="do" value="check" tabindex="-1">Check</button>
      ${head}${said}
      <div class="two">
        <div>
          ${viewTabs(draft)}${draft.view === "yaml" ? yamlView(draft, marks) : fieldsView(draft, marks, opened !== null)}
        </div>
        <div class="beside">
          ${panel(
            "What it would find",
            html`<div class="filters">
                ${select(
                  "Looks at",
                  "range",
                  examination?.range ?? "30d",
                  ranges.map(([name, words]) => [name, words] as const),
                )}
                <button class="button" name="do" value="check">Check</button>
              </div>
              <div id="preview" aria-live="polite">
                ${examination === null ? none : previewView(examination, context)}
              </div>`,
          )}
        </div>
      </div>
    </form>
    ${below}`;
}

function viewTabs({ view }: Draft): Html {
  const tab = (name: Draft["view"], words: string): Html =>
    html`<button class="tab" name="do" value="${name}" ${name === view ? html` aria-current="true"` : none}>
      ${words}
    </button>`;
  return html`<div class="tabs" role="group" aria-label="Views of the topic">
    ${tab("fields", "Fields")}${tab("yaml", "YAML")}
  </div>`;
}

function yamlView({ text }: Draft, marks: readonly DraftMark[]): Html {
  return html`<label class="field wide"><span>The entry of topics.yaml</span></label>
    <div class="query-box">
      ${underlay(text, yamlMarks(text, marks))}
      <textarea class="mono yaml" name="yaml" rows="26" spellcheck="false" aria-label="The topic as YAML">
${lines(text)}</textarea>
    </div>`;
}

function fieldsView(draft: Draft, marks: readonly DraftMark[], isSaved: boolean): Html {
  const { fields } = draft;
  if (fields === null) return notice("bad", "The YAML cannot be shown as fields.");
  const error = (name: string): string | null =>
    marks.find(({ field, tone }) => field === name && tone === "bad")?.message ?? null;
  const id = isSaved
    ? html`<input type="hidden" name="id" value="${fields.id}" />`
    : input("Id", "id", fields.id, {
        placeholder: "made of the name",
        hint: "in links and labels; it stays",
        error: error("id"),
      });
  return html`<textarea name="yaml" hidden aria-hidden="true" tabindex="-1">${lines(draft.text)}</textarea> ${panel(
      "About it",
      html`<div class="fields">
        ${input("Name", "name", fields.name, { placeholder: "Acme Corporation", error: error("name") })} ${id}
        ${input("Owner", "owner", fields.owner, { placeholder: "a desk or a person", error: error("owner") })}
        ${select("Severity", "severity", fields.severity, severityChoices)}
      </div>`,
    )}
    ${panel(
      "What to find",
      html`${queries("any", "One of these must be there", '"Acme Corp"', fields, marks)}
      ${queries("all", "and each of these", "factory OR plant", fields, marks)}
      ${queries("none", "but none of these", "cartoon", fields, marks)} ${reading(fields)}`,
    )}
    ${panel("Where", whereFields(fields, error))} ${panel("More urgent when", raiseRows(fields, marks))}
    ${panel("Labels, for routes", labelsField(fields, error))} ${panel("Tests", testFields(fields))}`;
}

/** One text for each query, and an empty one for the next. */
function queries(
  list: QueryList,
  label: string,
  placeholder: string,
  fields: TopicFields,
  marks: readonly DraftMark[],
): Html {
  const texts = [...fields[list], ""];
  const boxes = texts.map((text, at) => {
    const own = marks.filter(({ field }) => field === `${list}[${at}]`);
    const isWrong = text !== "" && own.some(({ tone }) => tone === "bad");
    const name = `${label}: ${at === texts.length - 1 ? "another query" : `query ${at + 1}`}`;
    return queryBox(list, text, own, { name, placeholder: at === 0 ? placeholder : "another one", isWrong });
  });
  return html`<fieldset class="queries-of">
    <legend>${label}</legend>
    ${boxes}
  </fieldset>`;
}

function queryBox(
  field: string,
  text: string,
  marks: readonly DraftMark[],
  { name, placeholder, isWrong }: { readonly name: string; readonly placeholder: string; readonly isWrong: boolean },
): Html {
  const invalid = isWrong ? html` aria-invalid="true"` : none;
  return html`<div class="query-box">
    ${underlay(
      text,
      marks.flatMap(({ range, tone }) => (range === null ? [] : [{ range, tone }])),
    )}
    <textarea
      class="mono"
      name="${field}"
      rows="1"
      spellcheck="false"
      aria-label="${name}"
      placeholder="${placeholder}"
      ${invalid}
    >
${lines(text)}</textarea>
  </div>`;
}

const dialects = [
  ["wql", "Wirewatch (WQL)"],
  ["lucene", "Lucene"],
  ["factiva", "Factiva"],
  ["lexis", "Lexis"],
] as const;

function reading(fields: TopicFields): Html {
  return html`<div class="fields">
    ${select("All of it in", "scope", fields.scope, [
      ["section", "one section of an article"],
      ["document", "an article, anywhere"],
    ])}
    ${select("Queries are written for", "dialect", fields.dialect, dialects)}
    <label class="check"
      ><input type="checkbox" name="stem" value="yes" ${flag("checked", fields.stem)} /> words in all their forms
      (strike, strikes, striking)</label
    >
  </div>`;
}

function whereFields(fields: TopicFields, error: (name: string) => string | null): Html {
  return html`<p class="hint">Empty does not limit. Several are separated by commas.</p>
    <div class="fields">
      ${input("Languages", "languages", fields.languages, { placeholder: "en, de", error: error("languages") })}
      ${input("Countries", "countries", fields.countries, { placeholder: "GB, IE", error: error("countries") })}
      ${input("Sources (ids)", "sources", fields.sources, { error: error("sources") })}
      ${input("Tags of sources", "tags", fields.tags, { error: error("tags") })}
    </div>`;
}

function raiseRows(fields: TopicFields, marks: readonly DraftMark[]): Html {
  const rows = [...fields.raise, { when: "", to: "high" }].map(({ when, to }, at) => {
    const own = marks.filter(({ field }) => field === `raise[${at}].when`);
    const isWrong = when !== "" && own.some(({ tone }) => tone === "bad");
    return html`<div class="raise-row">
      ${queryBox("raise_when", when, own, { name: `Raised when, query ${at + 1}`, placeholder: "title:(recall OR lawsuit)", isWrong })}
      ${select(
        "to",
        "raise_to",
        to,
        severityChoices.filter(([severity]) => severity !== "low"),
      )}
    </div>`;
  });
  return html`<p class="hint">
      A query that is true in the article, or a spread such as <code>5 sources within 2h</code>.
    </p>
    ${rows}`;
}

function labelsField({ labels }: TopicFields, error: (name: string) => string | null): Html {
  const wrong = error("labels");
  return html`<label class="field wide"
    ><span>One a line, <code>name: value</code></span>
    <textarea class="mono" name="labels" rows="2" spellcheck="false">${lines(labels)}</textarea
    >${wrong === null ? none : html`<span class="error">${wrong}</span>`}</label
  >`;
}

function testFields({ match, noMatch }: TopicFields): Html {
  const area = (name: string, label: string, text: string): Html =>
    html`<label class="field wide"
      ><span>${label}</span> <textarea name="${name}" rows="3">${lines(text)}</textarea>
    </label>`;
  return html`<p class="hint">
      Headlines, one a line; a document is written as <code>{"title": "…", "text": "…"}</code>. The topic cannot be
      saved while one of them fails.
    </p>
    ${area("match", "It must find", match)} ${area("no_match", "It must not find", noMatch)}`;
}
