import { boot } from './browser/boot.ts'
import { createIn } from './create.ts'
import { NO_PROGRESS } from './standing.ts'
import { createPlainStore } from './store.ts'

boot((options, now, share) => createIn(options, createPlainStore(NO_PROGRESS), now, share))
