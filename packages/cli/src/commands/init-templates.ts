const sources = `# The news sources to watch. Everything that is commented out shows its default or an example.
# Durations: 30s 5m 2h 7d. Sizes: 500kB 5MB. Check with: wirewatch check
version: 1

defaults:                        # every source inherits these and may override any of them
  poll: { target: 10m, min: 2m, max: 6h }    # busy sources about every 10 minutes, quiet ones less often
  # every: 5m                    # instead of poll: a fixed interval
  timeout: 20s
  max_body: 5MB
  # per_host: { concurrency: 1, min_interval: 2s }
  robots: obey                   # obey | always (for feeds too) | ignore (needs robots_reason)
  # user_agent: "Example desk (+https://example.org/bot; desk@example.org)"
  first_run: baseline            # baseline: store what is there, alert on what comes next | alert | skip
  max_age: 48h                   # older when first seen: archived, not alerted; none: no limit
  full_text: auto                # auto | always | never | feed
  health:
    failing_after: 3             # failures in a row after which a source counts as failing
    silent_after: 3x             # nothing new for three times its usual longest pause; none: never
  # recheck: [1h, 6h, 24h]       # ages at which a page is looked at again for corrections; none
  # proxy: http://proxy.example.org:3128

sources:
  - id: example-news             # lower-case letters, digits, - and _; keep it: the history hangs on it
    name: Example News
    url: https://www.example.com/feed.xml    # put your feed here, or the site's home page, then set enabled: true
    enabled: false
    language: en
    # country: GB
    tags: [national]
    # feeds:                     # when url is the site's own page: the feeds to poll
    #   - https://www.example.com/world.xml
    # push: websub               # the feed's hub sends new items at once; needs public_url in alerts.yaml
    # headers: { Authorization: "\${env:EXAMPLE_NEWS_TOKEN}" }    # secrets only by reference
    # cookies: { session: "\${env:EXAMPLE_NEWS_SESSION}" }
    # include: ["https://www.example.com/news/*"]
    # exclude: ["*/sport/*"]
    # extract: { body: "main article", remove: [".related"] }    # CSS, if the text is not found by itself

  # Other kinds of sources; "wirewatch sources test <id or url>" shows what each yields.
  # - id: example-sitemap
  #   kind: sitemap              # a news sitemap, or an index of sitemaps
  #   url: https://www.example.com/news-sitemap.xml
  # - id: example-listing
  #   kind: listing              # a page that lists articles
  #   url: https://www.example.com/press
  #   listing: { item: article, link: "h2 a", date: time }    # CSS selectors
  # - id: example-page
  #   kind: page                 # one page that is watched for changes
  #   url: https://www.example.com/notices
  #   page: { select: main }
  # - id: example-push
  #   kind: push                 # others hand articles in at POST /ingest
  #   ingest: { token: "\${env:EXAMPLE_INGEST_TOKEN}" }

# network:
#   allow_private: [intranet.example.org]    # private hosts that the addresses above may reach

# keep:
#   pages: 30d                   # as they came from the network; their texts are kept apart
#   texts: none                  # for ever, or e.g. 1095d
`;

const topics = `# What to find. A topic matches when one query of any, every query of all and no query of none is true.
# Whole words in any letter case; AND OR NOT, "a phrase", NEAR/5, title:word, word*. Put queries into single quotes.
version: 1

topics:
  - id: acme
    name: Acme Corporation
    # owner: corporate-desk
    severity: normal             # low | normal | high | critical
    any:
      - '"Acme Corp"'
      - 'Acme NEAR/8 (CEO OR "chief executive" OR factory)'
    none:
      - 'Acme NEAR/3 (anvil OR cartoon)'
    # all: ['title:Acme']
    # where: { languages: [en, de], tags: [national], sources: [example-news], countries: [GB] }
    # labels: { desk: corporate }    # for the matchers in alerts.yaml
    # scope: section             # section: all of it in one section of an article | document
    # stem: true                 # every word also in its inflected forms; a single one: ~factory
    # dialect: wql               # wql | lucene | factiva | lexis: for queries pasted from elsewhere
    # raise:                     # a match with one of these becomes more severe; the highest counts
    #   - { when: 'title:(recall OR lawsuit)', to: high }
    tests:                       # run by wirewatch check and wirewatch topics test
      match:
        - Acme Corp to close its Leeds factory
        # - { title: Jobs at risk, text: The Acme factory in Leeds may close., language: en }
      no_match:
        - Ten cartoons in which an Acme anvil falls
`;

const alerts = `# Who is told. A match goes down the routes; the first whose matchers fit takes it.
# "wirewatch routes show" draws them, "wirewatch routes test --topic <id>" shows where a match goes and when.
version: 1

# public_url: https://wirewatch.example.org    # where people reach the console, for links in messages
# time_zone: Europe/London       # zone of the times in messages; UTC

route:
  receiver: terminal             # gets everything that no route below takes
  group_by: [topic, story]
  group_wait: 60s                # wait for other outlets before the first message of a story
  group_interval: 15m            # at most one message per story in this time
  close_after: 48h
  updates: { new_sources: 5, severity_raised: true, text_changed: material }
  # quiet_hours: { during: nights, then: hold, except: [severity="critical"] }    # hold | digest | drop
  # routes:
  #   - name: critical-to-duty
  #     matchers: [severity="critical"]
  #     receiver: duty-editor
  #     group_wait: 0s
  #     continue: true           # also try the routes below
  #   - name: low-to-digest
  #     matchers: [severity="low"]
  #     receiver: morning-digest
  #   - name: source-health      # sources that fail or fall silent
  #     matchers: [topic="wirewatch.source"]
  #     receiver: terminal

# time_intervals:
#   - name: nights
#     time_zone: Europe/London
#     times: [{ start: "19:00", end: "07:00" }]
#     weekdays: [monday:friday]  # the day on which it starts

# inhibit_rules:                 # while a source match is there, target matches are not told
#   - name: grave-beats-slight
#     source_matchers: [topic="acme", severity="critical"]
#     target_matchers: [topic="acme", severity="low"]
#     equal: [story]
#     for: 24h

receivers:                       # "wirewatch receivers test <name>" sends a marked sample
  - name: terminal
    terminal: true
    # rate_limit: { max: 20, per: 1h }    # what is beyond it leaves together
    # heartbeat: { at: "09:00", time_zone: Europe/London }    # a line a day that Wirewatch runs
  # - name: duty-editor
  #   webhook:
  #     - url: https://partner.example.com/hooks/wirewatch
  #       secret: "\${env:PARTNER_WEBHOOK}"    # whsec_...
  #   slack:
  #     - { channel: "#newsdesk", token: "\${env:SLACK_BOT_TOKEN}", thread_by: story }
  #   email:
  #     - { to: duty@example.org }
  #   ntfy:                      # also: teams, discord, telegram, pagerduty, apprise
  #     - { topic_url: "https://ntfy.example.org/duty", priority: high }
  #   remind: { every: 15m, max: 3 }    # only while nobody has acknowledged
  #   escalate: { unless_acknowledged_within: 10m, to: terminal }
  #   fallback: terminal         # gets what could not be delivered
  # - name: morning-digest
  #   digest:
  #     schedule: { at: "07:30", weekdays: [monday:friday], time_zone: Europe/London }
  #     sections: [topic, story]
  #     via: { email: [{ to: desk@example.org }] }

# dead_man: { receiver: terminal, after: 30m }    # told, past all queues, when nothing moves any more
# smtp: { host: mail.example.org, user: wirewatch, password: "\${file:/run/secrets/smtp}", from: alerts@example.org }
`;

/** What `wirewatch init` writes, by file name. Passes `wirewatch check` as it is. */
export const configTemplates: Readonly<Record<string, string>> = {
  "sources.yaml": sources,
  "topics.yaml": topics,
  "alerts.yaml": alerts,
};
