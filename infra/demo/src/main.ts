import { startInbox } from "./inbox.ts";
import { startNewsroom } from "./newsroom.ts";

/* The newsroom and the inbox by themselves, to look at: `node infra/demo/src/main.ts`. Ctrl-C ends them. */

const host = "127.0.0.1";
const now = (): Date => new Date();

const inbox = await startInbox({ host, port: 0, now });
const newsroom = await startNewsroom({
  host,
  port: 0,
  now,
  onPublish: (page) => process.stdout.write(`${page.at.slice(11, 19)}  ${page.outlet.padEnd(9)} ${page.title}\n`),
});
process.stdout.write(`\nNewsroom  ${newsroom.url}/\nInbox     ${inbox.url}/\n`);
process.stdout.write(`Webhooks  ${inbox.webhookUrl}  signed with ${inbox.secret}\n\n`);
newsroom.start();

process.once("SIGINT", () => {
  void Promise.all([newsroom.close(), inbox.close()]).then(() => process.exit(0));
});
