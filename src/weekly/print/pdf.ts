// Sets the printed update as PDF, A4: the same paper gives the same bytes, for its date is the cut.
import { setPdf as setPaper } from '../../kit/typeset.ts'
import type { Paper } from './paper.ts'

export const setPdf = (paper: Paper): Buffer => setPaper('src/weekly/print/update.typ', paper)
