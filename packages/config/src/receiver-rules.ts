import type { AlertsFile, ReceiverEntry } from "./alerts-schema.ts";
import { channels } from "./channel-schemas.ts";
import type { ChannelEntries } from "./channel-schemas.ts";
import { countChannels } from "./build-channels.ts";
import type { Complaint, Path } from "./locate.ts";

/** What is missing from or contradictory in receivers and `smtp`; the file fits its schema. */
export function receiverComplaints(file: AlertsFile): readonly Complaint[] {
  const placed = file.receivers.flatMap(placesOf);
  return [
    ...file.receivers.flatMap((receiver, index) => oneReceiver(receiver, ["receivers", index])),
    ...placed.flatMap(channelComplaints),
    ...fallbackCircles(file.receivers),
    ...smtpComplaints(file, placed),
    ...appriseComplaints(file, placed),
  ];
}

const channelKinds = Object.keys(channels);
const oneOfChannels = `${channelKinds.slice(0, -1).join(", ")} or ${channelKinds.at(-1) ?? ""}`;

/** Channels and where they stand: with the receiver, or under its digest. */
interface Placed {
  readonly entries: ChannelEntries;
  readonly path: Path;
}

function placesOf(receiver: ReceiverEntry, index: number): readonly Placed[] {
  const path = ["receivers", index];
  return [
    { entries: receiver, path },
    ...(receiver.digest === undefined ? [] : [{ entries: receiver.digest.via, path: [...path, "digest", "via"] }]),
  ];
}

function oneReceiver(receiver: ReceiverEntry, path: Path): readonly Complaint[] {
  const { name, digest } = receiver;
  const own = countChannels(receiver) > 0;
  if (digest === undefined && !own) {
    const message = `the receiver \`${name}\` has no channel: add ${oneOfChannels}.`;
    return [{ path, found: "no channel", expected: oneOfChannels, message }];
  }
  if (digest === undefined) return [];
  if (own) {
    const message = `the receiver \`${name}\` has a digest, so its channels stand under \`digest: { via: … }\`: what is sent at once needs a receiver of its own.`;
    return [{ path, found: "channels beside a digest", expected: "channels under digest.via", message }];
  }
  if (countChannels(digest.via) > 0) return [];
  const message = `the digest of \`${name}\` has no channel: add ${oneOfChannels} under \`via\`.`;
  return [{ path: [...path, "digest", "via"], found: "no channel", expected: oneOfChannels, message }];
}

function channelComplaints({ entries, path }: Placed): readonly Complaint[] {
  return [
    ...(entries.webhook ?? []).flatMap((hook, index) =>
      (hook.secret === undefined) === (hook.secrets === undefined) ? [webhookSecret([...path, "webhook", index])] : [],
    ),
    ...(entries.slack ?? []).flatMap((slack, index) => {
      const isHook = slack.url !== undefined && slack.channel === undefined && slack.token === undefined;
      const isBot = slack.url === undefined && slack.channel !== undefined && slack.token !== undefined;
      if (!isHook && !isBot) return [slackAddress([...path, "slack", index])];
      const wantsBot = slack.thread_by === "story" || slack.update_in_place === true;
      return isHook && wantsBot ? [slackThreads([...path, "slack", index])] : [];
    }),
  ];
}

function webhookSecret(path: Path): Complaint {
  const message = 'a webhook needs either `secret: "${env:NAME}"` (whsec_…) or, during a rotation, the list `secrets`.';
  return { path, found: "neither or both of secret and secrets", expected: "secret or secrets", message };
}

function slackAddress(path: Path): Complaint {
  const message =
    "a Slack channel needs either `url` (an incoming webhook) or `channel` with `token`. Text that begins with # needs quotes.";
  return { path, found: "an incomplete or doubled address", expected: "url, or channel and token", message };
}

function slackThreads(path: Path): Complaint {
  const message =
    "an incoming webhook of Slack has no threads and cannot change a message: give `channel` and `token` instead of `url`.";
  return { path, found: "thread_by or update_in_place with url", expected: "channel and token", message };
}

/** Two receivers that are each other's fallback would pass a message to and fro. */
function fallbackCircles(receivers: readonly ReceiverEntry[]): readonly Complaint[] {
  const fallbacks = new Map(receivers.map(({ name, fallback }) => [name, fallback]));
  return receivers.flatMap(({ name, fallback }, index) => {
    const seen = new Set<string>();
    for (let next = fallback; next !== undefined && !seen.has(next); next = fallbacks.get(next)) seen.add(next);
    if (!seen.has(name)) return [];
    const path = ["receivers", index, "fallback"];
    const message = `the fallback of \`${name}\` leads back to it: the last receiver of a chain has none.`;
    return [{ path, found: fallback ?? "", expected: "a receiver that does not lead back", message }];
  });
}

function smtpComplaints({ smtp }: AlertsFile, placed: readonly Placed[]): readonly Complaint[] {
  if (smtp !== undefined) {
    if ((smtp.user === undefined) === (smtp.password === undefined)) return [];
    const message = "`smtp` has one of `user` and `password`: write both, or neither for a server without log-in.";
    return [{ path: ["smtp"], found: "one of user and password", expected: "both or neither", message }];
  }
  const message = "e-mail needs a mail server: add `smtp: { host, from }` at the top level of this file.";
  return firstWith(placed, "email", { found: "email without smtp", expected: "smtp", message });
}

function appriseComplaints({ apprise }: AlertsFile, placed: readonly Placed[]): readonly Complaint[] {
  const message =
    "apprise needs the address of an Apprise API: add `apprise: { url: … }` at the top level of this file.";
  const complaint = { found: "apprise without its address", expected: "apprise: { url }", message };
  return apprise === undefined ? firstWith(placed, "apprise", complaint) : [];
}

function firstWith(
  placed: readonly Placed[],
  key: "email" | "apprise",
  complaint: Omit<Complaint, "path">,
): readonly Complaint[] {
  const place = placed.find(({ entries }) => (entries[key] ?? []).length > 0);
  return place === undefined ? [] : [{ ...complaint, path: [...place.path, key], on: "key" }];
}
