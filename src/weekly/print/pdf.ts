// Sets the printed update as PDF: tagged, PDF/UA-1, A4. The template is ours and fixed; what it shows reaches it as JSON, never as markup.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { projectFile, readProject } from '../../kit/files.ts'
import type { Paper } from './paper.ts'

const WEIGHTS = ['400Regular', '500Medium', '600SemiBold', '700Bold', '800ExtraBold']
const KEEP = 10 // compilations a memoised part outlives without being used

// The compiler is 50 MB of native code: it is loaded when the first document is asked for, not when the server starts.
let loaded: NodeCompiler | null = null
function compiler(): NodeCompiler {
  if (!loaded) {
    const typst = createRequire(import.meta.url)('@myriaddreamin/typst-ts-node-compiler')
    const font = (weight: string) =>
      readFileSync(projectFile(`node_modules/@expo-google-fonts/plus-jakarta-sans/${weight}/PlusJakartaSans_${weight}.ttf`))
    loaded = typst.NodeCompiler.create({ fontArgs: [{ fontBlobs: WEIGHTS.map(font) }] }) as NodeCompiler
  }
  return loaded
}

/** The same paper gives the same bytes: the document's date is the cut, and no clock is asked. */
export function setPdf(paper: Paper): Buffer {
  const typst = compiler()
  const source = { mainFileContent: readProject('src/weekly/print/update.typ'), inputs: { paper: JSON.stringify(paper) } }
  const compiled = typst.compile(source)
  const document = compiled.result
  if (!document) {
    const error = compiled.takeError()
    throw new Error(`the printed update cannot be set: ${JSON.stringify(error ? typst.fetchDiagnostics(error) : null)}`)
  }
  const pdf = typst.pdf(document, { pdfStandard: 'ua-1' })
  typst.evictCache(KEEP)
  return pdf
}
