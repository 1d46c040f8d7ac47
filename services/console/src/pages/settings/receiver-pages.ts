import { namedChannels } from "@wirewatch/config";
import type { Config } from "@wirewatch/config";
import { enableChannel, readChannelReports } from "@wirewatch/store";
import type { ConsoleDeps } from "../../deps.ts";
import { Problem } from "../../problem.ts";
import { path } from "../../views/html.ts";
import type { PageRequest, Pages } from "../page-routes.ts";
import { missingSecrets } from "./missing-secrets.ts";
import { receiversBody } from "./receivers-view.ts";
import type { ShownChannel } from "./receivers-view.ts";
import { sendTest } from "./send-test.ts";
import { settingsPage } from "./settings-frame.ts";

/** While the answer to a test is awaited, the page is made anew this often; older tests are not waited for. */
const awaitedMs = 2 * 60_000;

/** Receivers with what is configured and how it goes, apart: either may be wrong alone. */
export function receiverPages(pages: Pages, deps: ConsoleDeps): void {
  pages.get("/settings", "viewer", async (page) => {
    const channels = await shownChannels(page, deps);
    const isAwaited = channels.some(
      ({ report }) =>
        report.test?.state === "pending" &&
        report.test.status === null &&
        report.test.reason === null &&
        page.now.getTime() - report.test.at.getTime() < awaitedMs,
    );
    return settingsPage(page, "receivers", {
      lead: "Who is told, over which channels, and whether that works.",
      body: receiversBody(page, page.config.alerts, channels),
      everySeconds: isAwaited ? 2 : 30,
    });
  });

  pages.post("/settings/receivers/:receiver/test", "admin", async (page) => {
    const receiver = knownReceiver(page);
    const wanted = page.form.get("channel");
    const channels = namedChannels(receiver).filter(({ name }) => wanted === null || name === wanted);
    if (channels.length === 0) throw new Problem(404, `${receiver.name} has no channel of that name`);
    await sendTest(page, deps.queues, receiver.name, channels, receiver.timeZone ?? page.config.alerts.timeZone);
    const to = `/settings#${path`receiver-${receiver.name}`}`;
    return { to, note: `A test is on its way to ${receiver.name}; its answer appears here in a moment.` };
  });

  pages.post("/settings/receivers/:receiver/enable", "admin", async (page) => {
    const receiver = knownReceiver(page);
    const channel = page.form.get("channel") ?? "";
    if (!namedChannels(receiver).some(({ name }) => name === channel)) {
      throw new Problem(404, `${receiver.name} has no channel of that name`);
    }
    const isEnabled = await page.db.transaction().execute(async (tx) => {
      if (!(await enableChannel(tx, receiver.name, channel))) return false;
      const about = { action: "channel.enabled", targetKind: "receiver", targetId: receiver.name };
      await page.audit({ ...about, detail: { channel } }, tx);
      return true;
    });
    const note = isEnabled
      ? `${channel} of ${receiver.name} takes messages again. What failed before is under Deliveries and can be sent again.`
      : "The channel was not disabled.";
    return { to: "/settings", note };
  });
}

function knownReceiver({ params, config }: PageRequest): Config["alerts"]["receivers"][number] {
  const receiver = config.alerts.receivers.find(({ name }) => name === params["receiver"]);
  if (receiver === undefined) throw new Problem(404, "there is no receiver of that name in alerts.yaml");
  return receiver;
}

async function shownChannels(
  { db, config }: PageRequest,
  { resolveSecrets }: ConsoleDeps,
): Promise<readonly ShownChannel[]> {
  const { receivers } = config.alerts;
  const named = receivers.flatMap((receiver) => namedChannels(receiver).map((one) => ({ receiver, ...one })));
  const reports = await readChannelReports(
    db,
    named.map(({ receiver, name }) => ({ receiver: receiver.name, channel: name })),
  );
  const shown: ShownChannel[] = [];
  for (const [at, { receiver, name, channel }] of named.entries()) {
    const report = reports[at];
    if (report === undefined) continue;
    const missing = await missingSecrets(channel, config.alerts, resolveSecrets);
    shown.push({ receiver: receiver.name, name, channel, missing, report });
  }
  return shown;
}
