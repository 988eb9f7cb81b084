/** What PostHog’s clients ask for before they send: events come here, and all else that they could do is switched off. */
export const postHogConfig = (token: string) => ({
  token,
  supportedCompression: ['gzip', 'gzip-js'],
  hasFeatureFlags: false,
  captureDeadClicks: false,
  capturePerformance: false,
  autocapture_opt_out: true,
  autocaptureExceptions: false,
  analytics: { endpoint: '/e/' },
  elementsChainAsString: true,
  errorTracking: { autocaptureExceptions: false },
  sessionRecording: false,
  heatmaps: false,
  surveys: false,
  defaultIdentifiedOnly: true,
  siteApps: [],
})

/** The same, as the script in which their browser client looks for it first. `token`: word characters and hyphens alone. */
export const postHogScript = (token: string): string =>
  `(w=>{(w._POSTHOG_REMOTE_CONFIG??={})[${JSON.stringify(token)}]={config:${JSON.stringify(postHogConfig(token))},siteApps:[]}})(window)`

/** No flag is switched on here; experiments are Fireball’s own. */
export const postHogFlags = {
  flags: {},
  featureFlags: {},
  featureFlagPayloads: {},
  errorsWhileComputingFlags: false,
  quotaLimited: [],
} as const
