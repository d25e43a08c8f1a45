// One request as somebody who works opens it: that it was opened is written down before it is shown.
import { logReading } from '../journal/index.ts'
import { isUuid } from '../kit/ids.ts'
import { asAccount, type Ctx } from '../people/index.ts'
import { isKec, parseKec } from '../places/index.ts'
import { type MemberRequest, requestBy } from './store.ts'

export async function openedRequest(c: Ctx): Promise<(MemberRequest & { name: string }) | null> {
  const kec = parseKec(c.req.param('kec') ?? '')
  const id = c.req.param('id') ?? ''
  if (kec === null || !isKec(kec) || !isUuid(id)) return null
  return asAccount(c, async (db) => {
    const request = await requestBy(db, kec, id)
    if (!request) return null
    const account = c.var.account!.name
    await logReading(db, { account, at: c.var.now, what: 'permintaan', members: [{ kec, id: request.enrolment }] })
    return request
  })
}
