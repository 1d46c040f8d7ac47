export { appendSources, type WrittenSource } from "./append-sources.ts";
export {
  configSchema,
  parseStoredConfig,
  type AlertsConfig,
  type ChannelConfig,
  type Config,
  type InhibitRuleConfig,
  type ReceiverConfig,
  type RefusedConfig,
  type RouteConfig,
  type KeepConfig,
  type SmtpConfig,
  type SourceConfig,
  type TimeIntervalConfig,
  type TopicConfig,
} from "./config.ts";
export { appendTopics } from "./append-topics.ts";
export { checkTopicText, type CheckedTopic, type TopicProblem, type TopicSurroundings } from "./check-topic.ts";
export { checkSourceText, type CheckedSource } from "./check-source.ts";
export { editEntry } from "./edit-entry.ts";
export { configFingerprint } from "./fingerprint.ts";
export { jsonSchemas } from "./json-schemas.ts";
export { suggestId } from "./formats.ts";
export { configFiles, loadConfig, type LoadedConfig, type LoadOptions } from "./load-config.ts";
export { loadSources } from "./load-sources.ts";
export { loadTopics, type LoadedTopics } from "./load-topics.ts";
export { type Loaded } from "./loaded.ts";
export { originWords, type Origin, type Origins } from "./origins.ts";
export { type RefusedObject } from "./refused-object.ts";
export { readSourceText, sourceText, type ConsoleSource } from "./console-sources.ts";
export { type ConsoleTopic } from "./open-entry.ts";
export { type Problem } from "./problem.ts";
export { formatDuration } from "./quantities.ts";
export { MissingSecretError, resolveSecrets, secretReferences, type ReadFile, type SecretSources } from "./secrets.ts";
export { nearest } from "./suggest.ts";
export { unknownValue } from "./unknown-value.ts";
export { countTopicTests, type RunTopicTests, type TopicTestResult } from "./topic-tests.ts";
export { diffLines, unifiedDiff, type DiffLine } from "./unified-diff.ts";
export { sourceEntry, sourcesYaml } from "./write-sources.ts";
export { entryYaml, topicEntry, topicText } from "./write-topics.ts";
export { inFile, type WrittenEntry } from "./written-entry.ts";
export { sourceSettings, type SettingOrigin, type SourceSetting } from "./setting-origins.ts";
export { channelTarget, namedChannels, type NamedChannel } from "./named-channels.ts";
