import type { Config } from "@wirewatch/config";
import { severities } from "@wirewatch/model";
import { formTokenField } from "../../access/same-site.ts";
import { flag, html, lines, none, path } from "../../views/html.ts";
import type { Html } from "../../views/html.ts";
import { input, pageHead, panel, select } from "../../views/parts.ts";
import type { ViewContext } from "../../views/view.ts";
import { knownLabels, silenceHours } from "./silence-form.ts";
import type { SilenceFields, SilenceReading } from "./silence-form.ts";
import { shortened } from "./silences-view.ts";
import type { StoryTitles } from "./silences-view.ts";

/** The form for a new silence with what it would do beside it. */
export function silenceForm(
  fields: SilenceFields,
  given: {
    readonly problems: Extract<SilenceReading, { ok: false }>["problems"];
    readonly titles: StoryTitles;
    readonly preview: Html;
  },
  context: ViewContext & { readonly config: Config },
): Html {
  const { problems, titles, preview } = given;
  const error = (name: keyof SilenceFields) => ({ error: problems[name] ?? null });
  return html`${pageHead("New silence", { lead: "What fits all that you choose is not told while it holds, but kept with your reason." })}
    <div class="two">
      <form
        method="post"
        action="/silences"
        class="stack silence-form"
        data-inline
        data-preview="/silences/preview"
        data-target="#silence-preview"
      >
        <input type="hidden" name="${formTokenField}" value="${context.formToken}" />
        ${choiceFields(fields, titles, context.config)}
        ${matcherField(fields, problems.matchers ?? null, context.config)}
        ${select("For", "hours", fields.hours, silenceHours)}
        ${input("Until", "until", fields.until, { type: "datetime-local", hint: `Times are those of ${context.timeZone}.`, ...error("until") })}
        ${input("From, if not from now on", "from", fields.from, { type: "datetime-local", ...error("from") })}
        ${input("Why", "comment", fields.comment, { isRequired: true, placeholder: "planned works until Friday", ...error("comment") })}
        <div class="actions">
          <button class="button primary">Add silence</button> <a class="button" href="/silences">Cancel</a>
        </div>
      </form>
      ${panel("What it would do", html`<div id="silence-preview" aria-live="polite">${preview}</div>`)}
    </div>`;
}

/** What is silenced most often, to be chosen. */
function choiceFields({ choices }: SilenceFields, titles: StoryTitles, { topics, sources }: Config): Html {
  const choice = (
    label: string,
    name: "topic" | "source" | "severity",
    values: readonly (readonly [string, string])[],
  ): Html => {
    const chosen = choices[name];
    // What is not in the configuration any more can still be silenced.
    const isKnown = chosen === "" || values.some(([value]) => value === chosen);
    return select(label, name, chosen, [["", "any"], ...values, ...(isKnown ? [] : [[chosen, chosen] as const])]);
  };
  const { story } = choices;
  return html`${choice(
    "Topic",
    "topic",
    topics.map(({ id, name }) => [id, name] as const),
  )}
  ${choice(
    "Source",
    "source",
    sources.map(({ id, name }) => [id, name] as const),
  )}
  ${choice(
    "Severity",
    "severity",
    severities.map((severity) => [severity, severity] as const),
  )}
  ${
    story === ""
      ? none
      : html`<div>
          <label class="check"
            ><input type="checkbox" name="story" value="${story}" checked /> only the story
            “${shortened(titles.get(story) ?? story)}”</label
          >
          <p class="hint"><a href="${path`/stories/${story}`}">To the story</a></p>
        </div>`
  }`;
}

/** Everything else there may be conditions on; open when there is something in it. */
function matcherField({ matchers }: SilenceFields, problem: string | null, { topics }: Config): Html {
  const invalid = problem === null ? none : html` aria-invalid="true" aria-describedby="matchers-error"`;
  const isOpen = matchers.trim() !== "" || problem !== null;
  return html`<details class="more-filters" id="other-conditions" ${flag("open", isOpen)}>
    <summary>Other conditions</summary>
    <label class="field wide"
      ><span>Matchers</span>
      <textarea name="matchers" rows="4" class="mono" spellcheck="false" ${invalid}>${lines(matchers)}</textarea>
      <span class="hint"
        >One a line, and all have to fit: <code>severity!="critical"</code>, <code>source=~"wire.*"</code>,
        <code>language="de"</code>. There are the labels ${knownLabels(topics).join(", ")}.</span
      >
      ${problem === null ? none : html`<span class="error" id="matchers-error">${problem}</span>`}
    </label>
  </details>`;
}
