import type { Config, RefusedConfig } from "@wirewatch/config";
import type { ConsoleObject } from "@wirewatch/store";
import { mayDo } from "../../access/roles.ts";
import { html, lines, none, path } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { count, form, notice, pageHead, panel } from "../../views/parts.ts";
import { refusalNotice } from "../../views/refused.ts";
import { clock } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";

/** What was written, to be corrected. */
export interface SentSource {
  readonly object: ConsoleObject;
  readonly text: string;
  /** Version the text was begun with. */
  readonly basedOn: number;
  readonly problems: readonly string[];
  readonly isConflict: boolean;
}

/** The text of a source that was made in the console, to be changed. */
export function sourceEditView(
  { object, text, basedOn, problems, isConflict }: SentSource,
  context: ViewContext,
): Html {
  const { id, content, updatedBy, updatedAt } = object;
  const conflict = isConflict
    ? notice(
        "bad",
        html`Not saved: ${updatedBy} changed this source ${clock(updatedAt, context)}. It is now:
          <pre tabindex="0">${lines(content)}</pre>
          <p>Saving again puts your text in place of it.</p>`,
      )
    : none;
  const wrong =
    problems.length === 0
      ? none
      : notice(
          "bad",
          html`Not saved: it cannot be used like this.
            <ul>
              ${problems.slice(0, 20).map((problem) => html`<li>${problem}</li>`)}
            </ul>`,
        );
  return html`${pageHead(`Edit ${id}`, {
    lead: "The entry as it would stand in sources.yaml, with the defaults of that file. It is in force within seconds.",
    actions: html`<a class="button" href="${path`/sources/${id}`}">Back to the source</a>`,
  })}
  ${conflict}${wrong}
  ${form(
    context,
    path`/sources/${id}/edit`,
    html`<input type="hidden" name="version" value="${String(basedOn)}" />
      <label class="field wide"
        ><span>Entry (YAML)</span
        ><textarea name="content" rows="18" class="mono" spellcheck="false" maxlength="100000">${lines(text)}</textarea
        ><span class="hint"
          >The id stays: articles hang on it. Secrets are references such as \${env:NAME}.</span
        ></label
      >
      <p><button class="button primary">Save</button></p>`,
    "stack wide-stack",
  )}`;
}

/** What a deletion would do, before it is done. @param items that the source announced so far */
export function sourceDeleteView(
  facts: {
    readonly object: ConsoleObject;
    readonly items: number;
    readonly topics: Config["topics"];
    /** The file has a source of this id, which stays. */
    readonly isShadowed: boolean;
  },
  context: ViewContext,
): Html {
  const { object, items, topics, isShadowed } = facts;
  const { id, version, content } = object;
  const head = pageHead(`Delete ${id}?`, {
    actions: html`<a class="button" href="${path`/sources/${id}`}">Keep it</a>`,
  });
  const text = html`<details>
    <summary>The entry</summary>
    <pre tabindex="0">${lines(content)}</pre>
  </details>`;
  const button = form(
    context,
    path`/sources/${id}/delete`,
    html`<input type="hidden" name="version" value="${String(version)}" /><button class="button danger">
        Delete the source
      </button>`,
    "one-button",
  );
  if (isShadowed) {
    const words =
      "Only the entry made in the console goes, which is not in use. The source of the file stays as it is.";
    return html`${head}${panel(
      "What happens",
      html`<p>${words}</p>
        ${text}${button}`,
    )}`;
  }
  if (topics.length > 0) {
    const named = topics.map((topic) => html`<li><a href="${path`/topics/${topic.id}`}">${topic.name}</a></li>`);
    return html`${head}${notice(
      "warn",
      html`${count(topics.length, "topic")} look at certain sources only, and at this one among them. Take it out of
        ${topics.length === 1 ? "it" : "them"} first, so that nobody waits for what cannot come:
        <ul>
          ${named}
        </ul>`,
    )}`;
  }
  return html`${head}${panel(
    "What happens",
    html`<ul>
        <li>It is not asked any more, within seconds. Pages that it announced and that were not read yet are left.</li>
        <li>
          ${items === 0 ? "Nothing came from it so far." : html`The ${count(items, "item")} that came from it stay: in the archive, in search, in stories and under their topics.`}
        </li>
        <li>Alerts stay, open ones too, and can be acknowledged; no new ones come of it.</li>
        <li>A pause ends with it. To have it again, import it with the same id: its history belongs to it then.</li>
      </ul>
      ${text}${button}`,
  )}`;
}

/** The page of a source that is not in the configuration in force and never was. */
export function unusedSourceView(object: ConsoleObject, refused: RefusedConfig | null, context: ViewContext): Html {
  const { id, content, updatedBy, updatedAt } = object;
  const state =
    refused === null
      ? notice("warn", "Saved, and not yet in force. That takes a second or two.")
      : refusalNotice(refused);
  return html`${pageHead(id, {
    lead: html`Made in the console by ${updatedBy}, ${clock(updatedAt, context)}`,
    actions: html`<a class="button" href="/sources">All sources</a>${madeActions(id, context)}`,
  })}
  ${state} ${panel("Entry", html`<pre class="yaml" tabindex="0">${lines(content)}</pre>`)}`;
}

/** For a source that was made in the console; empty for those who may not. */
export function madeActions(id: string, { viewer }: Pick<ViewContext, "viewer">): Html {
  if (!mayDo(viewer.role, "operator")) return none;
  return html`<a class="button" href="${path`/sources/${id}/edit`}">Edit</a>
    <a class="button" href="${path`/sources/${id}/delete`}">Delete</a>`;
}
