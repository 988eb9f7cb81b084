import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { launchChromium } from '../../scripts/browser.ts'
import { LOOKS, PICTURED, pictureFile, pictureName, REFERENCES, SAME_FONT, takePicture } from './looks.ts'
import { serveGallery } from './serve.ts'

/** `npm run gallery` serves it for people; `npm run gallery -- renew [STATE …]` takes the pictures anew, or those. */
const renew = async (wanted: readonly string[]): Promise<void> => {
  const states = PICTURED.filter(state => wanted.length === 0 || wanted.includes(state))
  const { origin, close } = await serveGallery()
  const browser = await launchChromium()
  if (wanted.length === 0) rmSync(REFERENCES, { recursive: true, force: true })
  mkdirSync(REFERENCES, { recursive: true })
  let bytes = 0
  try {
    for (const look of LOOKS)
      for (const state of states) {
        const page = await browser.newPage({ viewport: look.viewport, reducedMotion: 'reduce' })
        await page.addInitScript({ content: SAME_FONT })
        await page.goto(`${origin}/?state=${state}&${look.query}`)
        const file = pictureFile(await takePicture(page, state))
        writeFileSync(join(REFERENCES, pictureName(state, look)), file)
        bytes += file.length
        await page.close()
      }
  } finally {
    await browser.close()
    close()
  }
  console.log(`${LOOKS.length * states.length} pictures, ${Math.round(bytes / 1024)} KB, in ${REFERENCES}`)
}

if (process.argv[2] === 'renew') await renew(process.argv.slice(3))
else {
  const { origin } = await serveGallery(Number(process.env.PORT ?? 4321))
  console.log(`Gallery: ${origin}/  ·  every state: ${origin}/contents`)
}
