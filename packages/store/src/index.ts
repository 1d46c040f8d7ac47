export { acknowledge, alertStates, findAlert, listAlerts, muteStory } from "./alert-actions.ts";
export type { Acknowledgement, AlertState, ListedAlert } from "./alert-actions.ts";
export { articleWords, readAlertReport } from "./alert-report.ts";
export type { AlertDelivery, AlertedArticle, AlertReport } from "./alert-report.ts";
export { readAlertLatency } from "./alert-latency.ts";
export type { AlertLatency } from "./alert-latency.ts";
export { findTranslations, saveAlternates } from "./alternates.ts";
export type { NamedPage, Translation } from "./alternates.ts";
export { findCluster, joinCluster, openCluster } from "./clusters.ts";
export type { ClusterPlace, NewMember } from "./clusters.ts";
export { extendStory, findStories, holdStory, lockNames, openStory, storiesQuery } from "./stories.ts";
export type { NewStory, StoredStory, StoryLimits, StorySearch, Terms } from "./stories.ts";
export { countTerms, handInTerms, readTermCounts } from "./term-counts.ts";
export type { TermCounts } from "./term-counts.ts";
export { loadPage, loadPageBefore, loadText, loadTextBefore, savePage, saveText } from "./bodies.ts";
export type { StoredPage, StoredText } from "./bodies.ts";
export { storable, storableJson, storableOrNull } from "./clean.ts";
export { pack, unpack } from "./compress.ts";
export { createConfigReader, NoConfigurationError, saveConfig } from "./config-rows.ts";
export type { ConfigReader, ConfigVersion } from "./config-rows.ts";
export { openStore, storeSchema } from "./database.ts";
export { readOverview } from "./overview.ts";
export type { Overview } from "./overview.ts";
export { linkKey } from "./link-key.ts";
export { isMigrated, migrateStore, NewerSchemaError } from "./migrate.ts";
export type * from "./schema.ts";
export { deliveryIds, failureGroups, listDeliveries, normalisedError } from "./delivery-log.ts";
export type { DeliveryChoice, DeliveryState, FailureGroup, LoggedDelivery } from "./delivery-log.ts";
export { endDrain, startDrain, unfinishedWork } from "./drain-switch.ts";
export { explainUrl } from "./explanation.ts";
export type { ExplainedArticle, Explanation } from "./explanation.ts";
export type { ExplainedAlert, ExplainedClause, ExplainedDelivery, ExplainedMatch } from "./explanation-alerts.ts";
export type { Announcement } from "./explanation-lookup.ts";
export type { ExplainedRevision, ExplainedStep, WaitingWork } from "./explanation-revisions.ts";
export type { ExplainedChange, ExplainedCluster, ExplainedStory, NamedArticle } from "./explanation-story.ts";
export type { NearestSource } from "./nearest-sources.ts";
export { createHousekeeping } from "./housekeeping.ts";
export { finishReindex, resumeReindex, saveReindex } from "./reindex-progress.ts";
export type { ReindexProgress } from "./reindex-progress.ts";
export { byIndex, findSharing, replaceHash, savePrint, sharingQuery } from "./prints.ts";
export type { Sharing, SharingLimits, StoredPrint } from "./prints.ts";
export { forgetOldPrints, isMoreToForget, printRetention } from "./print-retention.ts";
export { readFreshness } from "./freshness.ts";
export type { Freshness, Lag } from "./freshness.ts";
export { forgetOldBlocks, readSourceMemory, rememberPage } from "./source-blocks.ts";
export type { LearnedBlock, SourceMemory } from "./source-blocks.ts";
export { readSourceHealth, readSourceStates, sourceStates } from "./source-health.ts";
export type { ConfiguredSource, FeedHealth, FeedStatus, SourceHealth, SourceState } from "./source-health.ts";
export { readSystemState } from "./system-state.ts";
export type { SystemState, Worker } from "./system-state.ts";
export { activeSilences, addSilence, countMuted, expireSilence, listSilences, readClock } from "./silences.ts";
export type { ActiveSilence, SilenceState, StoredSilence } from "./silences.ts";
export { sql } from "kysely";
export type { Kysely, RawBuilder, Transaction } from "kysely";
export { holdAlarm, readAlarm, readIdleStages, saveAlarm } from "./standstill.ts";
export type { AlarmRecord, IdleStage } from "./standstill.ts";
export { readSubscriptions } from "./subscriptions.ts";
export type { Subscription } from "./subscriptions.ts";
export { archivedAfter, archivedBefore, latestArchived, openArchive } from "./topic-archive.ts";
export type { ArchivedArticle, ArchiveWindow } from "./topic-archive.ts";
export { topicDocument } from "./topic-document.ts";
export type { DocumentSource } from "./topic-document.ts";
export { addTopicUsage, readNoisyTopics, readTopicUsage, usageLimits } from "./topic-usage.ts";
export type { NoisyTopic, TopicUsage, TopicUsageSum } from "./topic-usage.ts";
export { topicVersion } from "./topic-version.ts";
export { noteAudit } from "./audit.ts";
export type { AuditEntry } from "./audit.ts";
export { changesAfter, isForgotten, isPosition, lastChange } from "./changes.ts";
export type { Change } from "./changes.ts";
export { endSession, endSessionsOf, findSession, openSession, useSession } from "./sessions.ts";
export type { SessionPerson } from "./sessions.ts";
export {
  consoleObjectsPrint,
  deleteConsoleObject,
  deletedConsoleObjects,
  findConsoleObject,
  listConsoleObjectVersions,
  readConsoleObjects,
  readWrittenTopic,
  saveConsoleObject,
} from "./console-objects.ts";
export type { ConsoleObject, ConsoleObjectKind, ConsoleObjectVersion, ConsoleObjectWrite } from "./console-objects.ts";
export { countFeedback, listJudgedMatches, saveArticleFeedback, saveMatchFeedback } from "./match-feedback.ts";
export type { FeedbackCount, JudgedMatch } from "./match-feedback.ts";
export { listTopicMatches, readTopicDays, readTopicFigures } from "./topic-figures.ts";
export type { TopicDay, TopicFigures, TopicMatchRow } from "./topic-figures.ts";
export { keptPolls, logPolls, readPolls } from "./poll-log.ts";
export type { FeedPoll, LoggedPoll } from "./poll-log.ts";
export { holdPaused, lockFeeds, pauseSources, pauseWords, readPauses, resumeSources } from "./source-pause.ts";
export type { SourcePause } from "./source-pause.ts";
export { addApiToken, findApiToken, listApiTokens, revokeApiToken } from "./api-tokens.ts";
export type { ApiToken, TokenHolder } from "./api-tokens.ts";
export { listAudit } from "./audit-log.ts";
export type { AuditChoice, AuditRecord } from "./audit-log.ts";
export {
  addPerson,
  disablePerson,
  enablePerson,
  findPerson,
  giveOneTimePassword,
  listPeople,
  loginPattern,
  oneTimeHours,
  personById,
  saveOwnSettings,
  setPassword,
  setRole,
} from "./people.ts";
export type { Person, PersonChange } from "./people.ts";
export { findLogIn, prepareFirstLogIn, signOnPerson, useOneTimePassword } from "./person-log-in.ts";
export type { FirstLogIn, LogInPerson, SignedOn } from "./person-log-in.ts";
export { endOwnSession, listSessions } from "./sessions.ts";
export type { OwnSession } from "./sessions.ts";
export {
  readLearnedBlocks,
  readRhythms,
  readSourceArticles,
  readSourceFigures,
  readSourceNotices,
  readSourceVolume,
} from "./source-page.ts";
export type { HourlyItems, LearnedBlocks, SourceArticle, SourceFigures, SourceNotice } from "./source-page.ts";
export { countCards, findCards, maxCounted, readCards } from "./alert-cards.ts";
export type { AlertCard, CardChoice, CardFacts, CardPage, CardTab } from "./alert-cards.ts";
export { countOpenCards } from "./alert-groups.ts";
export type { CardGroup, CardState } from "./alert-groups.ts";
export { readAlertPage } from "./alert-page.ts";
export type { AlertedMatch, AlertMessageLine, AlertPage, AuditLine } from "./alert-page.ts";
export { anySuppressed, countSuppressed, listSuppressed } from "./suppressed-matches.ts";
export type { SuppressedChoice, SuppressedMatch } from "./suppressed-matches.ts";
export {
  countAlertsSince,
  readArticleHours,
  readDeliveryFigures,
  readStageFigures,
  readTroubledSources,
} from "./overview-figures.ts";
export type { DeliveryFigures, StageFigures, TroubledSource } from "./overview-figures.ts";
export { countSilences, mutedBySilences, openAlertFacts, recentMatchKinds } from "./silence-figures.ts";
export type { MatchKind, OpenAlertFacts } from "./silence-figures.ts";
export { extendSilence, silencesByIds } from "./silences.ts";
export { addressOfArticle, readArticlePage, readVersionText, revisionOfMatch } from "./article-page.ts";
export type {
  ArticleAlert,
  ArticleDelivery,
  ArticleItem,
  ArticlePage,
  ArticleVersion,
  VersionText,
} from "./article-page.ts";
export { listStories } from "./story-list.ts";
export type { ListedStory, StoryChoice, StoryTopic } from "./story-list.ts";
export { readStoryPage } from "./story-page.ts";
export type {
  StoryAlert,
  StoryDelivery,
  StoryHead,
  StoryPage,
  StorySource,
  StoryText,
  StoryTranslation,
} from "./story-page.ts";
export { countFoundTopics, loadCandidates, unpackArticle } from "./archive-articles.ts";
export type { FoundArticle, PackedArticle } from "./archive-articles.ts";
export {
  buckets,
  countChosen,
  countFacets,
  measureArchive,
  newestCandidates,
  sampledCandidates,
} from "./archive-candidates.ts";
export type { ArchiveChoice, ArchivePlace, Candidate } from "./archive-candidates.ts";
export { indexArticle, indexedLanguages, indexedSources, readIndexState, searchIndexVersion } from "./archive-index.ts";
export { isFirstUse } from "./used-once.ts";
export { isPositionOf } from "./api-page.ts";
export type { PageRange, Placed, Position } from "./api-page.ts";
export { listAlertsByPage } from "./api-alerts.ts";
export type { AlertFilter } from "./api-alerts.ts";
export { listArticles, readArticle } from "./api-articles.ts";
export type { ArticleFilter } from "./api-articles.ts";
export { forgetOldAnswers, keepAnswer, reserveKey } from "./api-idempotency.ts";
export { listMatches } from "./api-matches.ts";
export type { MatchFilter } from "./api-matches.ts";
export { listStoriesByPage, readStoryMembers } from "./api-stories.ts";
export type { StoryPageFilter } from "./api-stories.ts";
export {
  deadDeliveryIds,
  listDeliveryLines,
  previewReplay,
  readDeadGroups,
  readDelivery,
  readDeliveryOverview,
  readChannelTroubles,
} from "./delivery-page.ts";
export type {
  DeadGroup,
  DeliveryFilter,
  DeliveryLine,
  DeliveryOverview,
  DeliveryTab,
  FullDelivery,
  LoggedAttempt,
  ReplayPreview,
  ChannelTrouble,
} from "./delivery-page.ts";
export { latelyMinutes, loadOf, readStageLoads, readStagePaces, readWorkFailures } from "./pipeline-figures.ts";
export type { FailedWork, StageLoad, StagePace, WorkFailure } from "./pipeline-figures.ts";
export { deleteSavedSearch, findSavedSearch, listSavedSearches, saveSearch } from "./saved-searches.ts";
export type { SavedSearch } from "./saved-searches.ts";
export { addFeedToken, findFeedToken, listFeedTokens, revokeFeedToken } from "./feed-tokens.ts";
export type { FeedSubject, FeedToken } from "./feed-tokens.ts";
export { readTopicFeed } from "./topic-feed.ts";
export type { TopicFeedArticle } from "./topic-feed.ts";
export { enableChannel, readChannelReports } from "./channel-report.ts";
export type { ChannelReport, ChannelTest } from "./channel-report.ts";
export { listConfigs, readConfig, versionBefore } from "./config-history.ts";
export type { ConfigSummary } from "./config-history.ts";
export { readStoreFacts } from "./store-size.ts";
export type { StoreFacts } from "./store-size.ts";
export { countRuns, readMetricCounts } from "./api-metric-counts.ts";
export type { Counted, MetricCounts, RunCounts } from "./api-metric-counts.ts";
export { countAttempt, remember, takeBackAttempt } from "./log-in-limits.ts";
export type { AttemptBucket } from "./log-in-limits.ts";
export { countSourceItems } from "./source-page.ts";
export { isSourcePaused } from "./source-pause.ts";
export { forgetConfigRefusal, noteConfigRefusal, readConfigRefusal } from "./config-refusal.ts";
export type { ConfigRefusal } from "./config-refusal.ts";
export { mutesStory, unmuteStory } from "./muted-stories.ts";
export type { StoryInTopic } from "./muted-stories.ts";
export { storyTitles } from "./story-titles.ts";
