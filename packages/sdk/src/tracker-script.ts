import { boot } from './browser/boot.ts'
import { createTrackerIn } from './create-tracker.ts'

boot(createTrackerIn)
