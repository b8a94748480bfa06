/** A photograph as it is sent: a JPEG small enough for an entry, without what the camera wrote beside the picture. */

/** The most that a photo field takes is 150,000 characters of base64; a little stays free. */
const bytesMax = 105_000
const edges = [1_280, 1_024, 800, 640, 480]
const qualities = [0.8, 0.65, 0.5]

/** Base64 of the picture, drawn anew: place, camera and owner stay behind. Undefined where it is no picture. */
export async function shrunk(file: Blob): Promise<string | undefined> {
  const picture = await createImageBitmap(file).catch(() => undefined)
  if (!picture) return undefined
  try {
    for (const edge of edges) {
      const canvas = drawn(picture, edge)
      for (const quality of qualities) {
        const jpeg = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality))
        if (jpeg && jpeg.size <= bytesMax) return await base64Of(jpeg)
      }
    }
    return undefined
  } finally {
    picture.close()
  }
}
function drawn(picture: ImageBitmap, edge: number): HTMLCanvasElement {
  const scale = Math.min(1, edge / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const paper = canvas.getContext('2d')
  if (paper) {
    // A picture may be transparent; a JPEG would show that as black.
    paper.fillStyle = '#fff'
    paper.fillRect(0, 0, canvas.width, canvas.height)
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height)
  }
  return canvas
}
export const base64Of = (blob: Blob): Promise<string> =>
  new Promise((done, failed) => {
    const reader = new FileReader()
    reader.onload = () => done(String(reader.result).split(',')[1] ?? '')
    reader.onerror = () => failed(new Error('the picture cannot be read'))
    reader.readAsDataURL(blob)
  })
