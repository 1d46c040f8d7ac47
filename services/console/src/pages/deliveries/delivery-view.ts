import { renderText } from "@wirewatch/alerting";
import type { FullDelivery, LoggedAttempt } from "@wirewatch/store";
import { mayDo } from "../../access/roles.ts";
import { html, lines, none, path } from "../../views/html.ts";
import type { Html, Part } from "../../views/html.ts";
import { actionButton, chip, count, empty, facts, figure, notice, pageHead, panel, table } from "../../views/parts.ts";
import { clock, duration } from "../../views/time.ts";
import type { ViewContext } from "../../views/view.ts";
import { eventWords, resultWords, stateWords } from "./delivery-words.ts";

/** One delivery: what it says, and every attempt to hand it over. */
export function deliveryView(delivery: FullDelivery, context: ViewContext): Html {
  const { title, event, receiver, channel, state, reason, disabled, attemptLog, alertId } = delivery;
  const kind = eventWords[event] ?? event;
  return html`${pageHead(title === "" ? kind : title, { lead: html`${kind} to ${receiver} ${channel}`, actions: actions(delivery, context) })}
    ${disabled === null ? none : notice("bad", html`This channel takes no message since ${clock(disabled.at, context)}: ${disabled.reason ?? "no reason is stored"}.`)}
    <div class="grid two">
      ${panel(
        "Delivery",
        facts([
          ["State", html`${chip(...stateWords[state])} ${state === "sent" || reason === null ? none : reason}`],
          alertId === null ? null : ["Alert", html`<a href="${path`/alerts/${alertId}`}">${alertId}</a>`],
          ["Made", clock(delivery.createdAt, context)],
          delivery.sentAt === null ? null : ["Arrived", clock(delivery.sentAt, context)],
          delivery.nextTryAt === null ? null : ["Next try", clock(delivery.nextTryAt, context)],
          ["Channel", delivery.channelKind],
          [
            "When in doubt",
            delivery.repeat === "at-least-once" ? "sent again, with the same id" : "never sent again by itself",
          ],
          ["Id", html`<code>${delivery.id}</code>`],
        ]),
      )}
      ${panel(
        "Message",
        html`<pre class="snippet">${lines(renderText(delivery.message))}</pre>
          <p class="soft">As text. Its links are left out here: they act without a log-in.</p>`,
      )}
    </div>
    ${panel("Attempts", attempts(attemptLog, context), { id: "attempts" })}`;
}

function actions(
  { id, state, receiver, channel, disabled, nextTryAt, attemptLog }: FullDelivery,
  context: ViewContext,
): Part {
  if (!mayDo(context.viewer.role, "operator")) return none;
  const enable =
    disabled === null
      ? none
      : actionButton(context, "/deliveries/enable", "Enable the channel", { fields: { receiver, channel } });
  const isWaiting = state === "pending" && nextTryAt !== null && nextTryAt > context.now && attemptLog.length > 0;
  if (isWaiting) {
    const now = actionButton(context, path`/deliveries/${id}/replay`, "Try now", { tone: "primary" });
    return html`${enable}${now}`;
  }
  if (nextTryAt !== null || state === "pending" || state === "sending") return enable;
  const again =
    state === "sent"
      ? actionButton(context, path`/deliveries/${id}/replay`, "Send once more", {
          fields: { force: "1" },
          confirm: "It arrived already. Send it once more? The receiver may see it twice.",
        })
      : actionButton(context, path`/deliveries/${id}/replay`, "Send again", { tone: "primary" });
  return html`${enable}${again}`;
}

function attempts(log: readonly LoggedAttempt[], context: ViewContext): Html {
  if (log.length === 0) return empty("Not tried yet", "The notifier tries it within seconds when it is due.");
  return html`<p class="soft">${count(log.length, "attempt")}, the last one first.</p>
    ${table("Attempts", log.toReversed(), [
      { head: "Attempt", kind: "number", cell: ({ attempt }) => figure(attempt) },
      {
        head: "Result",
        kind: "main",
        cell: ({ result, reason }) => html`${chip(...(resultWords[result] ?? ["quiet", result]))} ${reason}`,
      },
      { head: "When", kind: "time", cell: ({ at }) => clock(at, context) },
      { head: "Status", kind: "number", cell: ({ status }) => (status === null ? "–" : String(status)) },
      { head: "Took", kind: "number", cell: ({ latencyMs }) => (latencyMs === null ? "–" : duration(latencyMs)) },
      { head: "Answer", cell: ({ excerpt }) => (excerpt === null ? "–" : html`<code>${excerpt}</code>`) },
    ])}`;
}
