/** What RudderStack’s browser client asks for before it sends: nothing is switched on but sending here. */
export const rudderSourceConfig = (key: string, updatedAt: string) => ({
  source: {
    id: key,
    name: 'fireball',
    writeKey: key,
    enabled: true,
    config: { statsCollection: { errors: { enabled: false }, metrics: { enabled: false } } },
    connections: [],
    destinations: [],
    dataplanes: {},
    workspaceId: 'fireball',
    sourceDefinition: { name: 'Javascript' },
  },
  updatedAt,
})
