export { appendSources, type WrittenSource } from "./append-sources.ts";
export {
  configSchema,
  parseStoredConfig,
  type AlertsConfig,
  type ChannelConfig,
  type Config,
  type InhibitRuleConfig,
  type ReceiverConfig,
  type RouteConfig,
  type SmtpConfig,
  type SourceConfig,
  type TimeIntervalConfig,
  type TopicConfig,
} from "./config.ts";
export { configFingerprint } from "./fingerprint.ts";
export { jsonSchemas } from "./json-schemas.ts";
export { suggestId } from "./formats.ts";
export {
  configFiles,
  loadConfig,
  loadSources,
  loadTopics,
  type Loaded,
  type LoadedTopics,
  type LoadOptions,
} from "./load-config.ts";
export { type Problem } from "./problem.ts";
export { formatDuration } from "./quantities.ts";
export { MissingSecretError, resolveSecrets, secretReferences, type ReadFile, type SecretSources } from "./secrets.ts";
export { nearest } from "./suggest.ts";
export { countTopicTests, type RunTopicTests, type TopicTestResult } from "./topic-tests.ts";
export { sourceEntry, sourcesYaml } from "./write-sources.ts";
