// Sets documents as PDF: tagged, PDF/UA-1. Templates are ours and fixed; what they show reaches them as JSON, never as markup.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { projectFile, readProject } from './files.ts'

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

/** The same paper gives the same bytes: the document's date is in the paper, and no clock is asked. `template`: a path of the project. */
export function setPdf(template: string, paper: object): Buffer {
  const typst = compiler()
  const compiled = typst.compile({ mainFileContent: readProject(template), inputs: { paper: JSON.stringify(paper) } })
  const document = compiled.result
  if (!document) {
    const error = compiled.takeError()
    throw new Error(`${template} cannot be set: ${JSON.stringify(error ? typst.fetchDiagnostics(error) : null)}`)
  }
  const pdf = typst.pdf(document, { pdfStandard: 'ua-1' })
  typst.evictCache(KEEP)
  return pdf
}
