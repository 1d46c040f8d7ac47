import { stringify } from "yaml";
import { webhookPath } from "./inbox.ts";
import { outlets } from "./outlet.ts";

/** Texts of the three configuration files, by file name. */
export interface DemoConfig {
  readonly "sources.yaml": string;
  readonly "topics.yaml": string;
  readonly "alerts.yaml": string;
}

/** Name of the environment variable that holds the inbox's secret. */
export const demoSecretVariable = "WIREWATCH_DEMO_SECRET";

/**
 * The configuration with which Wirewatch watches the demo newsroom.
 *
 * @param newsroomUrl `Newsroom.url`
 * @param inboxUrl `Inbox.url`
 */
export function demoConfig(options: { readonly newsroomUrl: string; readonly inboxUrl: string }): DemoConfig {
  const newsroom = new URL(options.newsroomUrl);
  const inbox = new URL(webhookPath, options.inboxUrl);
  return {
    "sources.yaml": yamlFile(sourcesNote, {
      version: 1,
      defaults: {
        poll: { target: "5s", min: "5s", max: "5s" },
        per_host: { concurrency: 2, min_interval: "0s" },
        first_run: "baseline",
      },
      network: { allow_private: [...new Set([newsroom.host, inbox.host])] },
      sources: outlets.map((outlet) => ({
        id: outlet.id,
        name: outlet.name,
        kind: "feed",
        url: new URL(outlet.feedPath, newsroom).href,
        language: outlet.language,
        tags: [outlet.kind],
        private_pages: [newsroom.host],
      })),
    }),
    "topics.yaml": topics,
    "alerts.yaml": yamlFile(alertsNote, {
      version: 1,
      route: {
        receiver: "newsdesk",
        group_by: ["topic", "story"],
        group_wait: "0s",
        group_interval: "5s",
        updates: { new_sources: 5, severity_raised: true, text_changed: "material" },
      },
      receivers: [
        {
          name: "newsdesk",
          // The inbox shows alerts; what happens to sources is printed by the terminal.
          webhook: [
            {
              url: inbox.href,
              secret: `\${env:${demoSecretVariable}}`,
              events: ["alert.opened", "alert.updated"],
            },
          ],
          terminal: true,
        },
      ],
    }),
  };
}

const sourcesNote = `# The demo newsroom: five invented publishers on this machine.
# A source of your own needs four lines:
#
#   - id: example-times
#     name: Example Times
#     kind: feed
#     url: https://news.example.com/rss.xml
`;

const alertsNote = `# Every alert goes to the demo inbox (signed) and to the terminal.
# group_wait: 0s sends at once; with 60s, other outlets have time to join the same story first.
`;

const topics = `# What the demo looks for. Words match whole words in any letter case.
version: 1

topics:
  - id: grain-exports
    name: Grain exports
    severity: normal
    any:                       # one of these must match
      - 'grain NEAR/8 (export* OR shipment* OR cargo* OR corridor)'
      - '"Selwick corridor"'
      - '(экспорт OR вывоз) NEAR/4 (зерна OR зерно)'
    tests:
      match:
        - "First grain shipment leaves Port Selwick"
        - "Вывоз зерна через порт возобновлён"
      no_match:
        - "Choir sings in the old grain store"

  - id: dock-strike
    name: Strikes in the ports
    severity: high
    any:
      - 'title:(strike* OR walkout* OR stoppage*)'     # in the headline
    all:                       # and this somewhere in the text
      - 'dock* OR port OR ports OR harbour OR crane*'
    none:                      # but not this
      - 'lightning NEAR/6 (strike* OR struck)'
    tests:
      match:
        - "Crane drivers' strike brings port to a halt"
      no_match:
        - "Lightning strikes harbour beacon"
        - "Teachers' strike enters second week"

  - id: seabed-cable
    name: Undersea cables
    severity: critical
    any:
      - 'cable* NEAR/6 (undersea OR subsea OR seabed) NOT museum'
    tests:
      match:
        - "Undersea cable to the islands fails overnight"
      no_match:
        - "A museum for the first undersea cable"
        - "Cable car reopens on Beacon Hill"

  - id: sanctions
    name: Sanctions on Valdorian companies
    severity: high
    any:
      - 'Valdoria* AND (sanction* OR embargo OR "asset freeze")'
    none:
      - 'regatta OR rowing'
    tests:
      match:
        - "Council puts three Valdorian firms under sanctions"
      no_match:
        - "Rowing union sanctions late entry of Valdorian eight"

  - id: drinking-water
    name: Drinking water warnings
    severity: normal
    any:
      - '"boil water"'
      - 'water NEAR/5 (contaminat* OR unsafe OR "not drinkable")'
    tests:
      match:
        - "Lowmere residents told to boil water after failed tests"
      no_match:
        - "Forty bottles of water for the winner"
`;

function yamlFile(note: string, content: unknown): string {
  return `${note}${stringify(content, { lineWidth: 0 })}`;
}
