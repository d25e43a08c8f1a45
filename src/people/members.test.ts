// A member's session: what it opens, whose rows it sees, and when it ends.
import { beforeAll, describe, expect, it } from 'vitest'
import { at, freshProgramme, GAMBIR, MENTENG, type Programme } from '../../tests/programme.ts'
import { endMemberSessions, MEMBER_WHOLE, type Member, memberOf, openMemberSession } from './members.ts'

let p: Programme
beforeAll(async () => {
  p = await freshProgramme()
  return () => p.end()
})
const wall = at('2026-03-02T08:00')
const signIn = async (number: string) => openMemberSession(p.database.pool('member'), p.secrets, number, wall)
const who = (cookie: string, when = wall) => memberOf(p.database.pool('member'), p.secrets, cookie, when)
const seen = (m: Member) =>
  p.database.within(
    'member',
    { actor: m.number, role: 'resident', kec: m.kec, enrolments: m.enrolments, persons: m.persons },
    async ({ client }) => ({
      persons: (await client.query('select id from person')).rows.map((r) => r.id),
      enrolments: (await client.query('select id from enrolment order by kec_id')).rows.map((r) => r.id),
      facts: (await client.query('select kind from journal_event order by recorded_at')).rows.map((r) => r.kind),
    }),
  )

describe('a member’s session', () => {
  it('sees this member’s rows, and nobody else’s in the kecamatan', async () => {
    const sari = await p.register(MENTENG, '2018-01-08')
    await p.register(MENTENG, '2018-01-08')
    const { member } = (await who(await signIn(sari.number)))!
    expect(member).toMatchObject({ number: sari.number, kec: MENTENG, enrolment: sari.id })
    expect(await seen(member)).toEqual({ persons: [sari.person], enrolments: [sari.id], facts: ['registration.submitted'] })
  })

  it('follows the member to another kecamatan, with the facts from before', async () => {
    const budi = await p.register(MENTENG, '2018-01-05')
    const cookie = await signIn(budi.number)
    const moved = await p.move(budi, GAMBIR, '2018-01-12')
    const { member } = (await who(cookie))!
    expect(member).toMatchObject({ kec: GAMBIR, enrolment: moved.id })
    const rows = await seen(member)
    expect(rows.enrolments).toEqual([moved.id, budi.id])
    expect([...rows.facts].sort()).toEqual(['enrolment.ended', 'enrolment.opened', 'registration.submitted'])
  })

  it('ends after thirty days, and at once for a phone that was lost', async () => {
    const rina = await p.register(MENTENG, '2018-01-05')
    const cookie = await signIn(rina.number)
    expect(await who(cookie, new Date(wall.getTime() + MEMBER_WHOLE - 1000))).not.toBe(null)
    expect(await who(cookie, new Date(wall.getTime() + MEMBER_WHOLE))).toBe(null)
    await endMemberSessions(p.database.pool('member'), rina.number)
    expect(await who(cookie)).toBe(null)
    expect(await who('x'.repeat(43))).toBe(null)
  })

  it('lets nothing be written to what it sees', async () => {
    const eko = await p.register(MENTENG, '2018-01-05')
    const { member: m } = (await who(await signIn(eko.number)))!
    const scope = { actor: m.number, role: 'resident', kec: m.kec, enrolments: m.enrolments, persons: m.persons }
    const change = (sql: string) => p.database.within('member', scope, (db) => db.client.query(sql))
    await expect(change("update person set name = 'x'")).rejects.toThrow(/permission denied/)
    await expect(change('delete from journal_event')).rejects.toThrow(/permission denied/)
  })
})
