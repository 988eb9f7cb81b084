export {
  FireballProvider,
  type FireballProviderProps,
  useFeature,
  useFireball,
  useProgress,
} from './react-client.ts'
export {
  type ShowOptions,
  type Surfaced,
  useBeside,
  useChecklist,
  useHelp,
  useMessage,
  useNudge,
  useOffer,
} from './react-surfaces.ts'
