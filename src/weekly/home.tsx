// The public's front page (01): one number, the staircase, who is held up, the map.

import { STEPS, type Step } from '../journey/index.ts'
import { showWeekDays } from '../kit/calendar.ts'
import { showNumber } from '../kit/show.ts'
import { type Ctx, pageFrame } from '../people/index.ts'
import { kecamatan, type Launches, nameOf, notLaunched, parseKec } from '../places/index.ts'
import { type Climb, Num, Page, Provenance, Recon, Staircase, Table, TileMap } from '../ui/index.ts'
import { change, FEWEST, opens, shareOf, sourceOf, termsOf } from './figures.ts'
import { words } from './messages.ts'
import type { PublishedWeek } from './store.ts'

export function NothingYet({ c }: { c: Ctx }) {
  const w = words[c.var.lang]
  return (
    <Page {...pageFrame(c)} title="Tujuh PAS" description={w.homeDescription} current="home">
      <section class="empty mt-6">
        <h1>{w.emptyTitle}</h1>
        <p class="lead">{w.emptyLead}</p>
        <p>
          <a class="btn" href="/daftar">
            {w.startButton}
          </a>
        </p>
      </section>
    </Page>
  )
}

export function Home({ c, of, launches }: { c: Ctx; of: PublishedWeek; launches: Launches }) {
  const { lang } = c.var
  const w = words[lang]
  const { week, published } = of
  const entered = termsOf(published, 'entered', null)
  const reached = termsOf(published, 'reached', null)
  const document = `/pekan/${week}`
  const p1 = sourceOf(published, opens(week, 1, 'entered'), lang)
  const waiting = published.waiting.find((r) => r.step === 'P2')
  const places = kecamatan()
    .map((k) => ({ ...k, ...shareOf(published, 2, k.code) }))
    .sort((a, b) => a.tile.row - b.tile.row || a.tile.col - b.tile.col)
  const ranked = places.filter((p) => p.of100 !== null).sort((a, b) => b.done / b.of - a.done / a.of)
  const far = ranked.slice(0, 4)
  const stuck = ranked.slice(-4).reverse()
  const placeList = (title: string, list: typeof ranked, top?: boolean) => (
    <>
      <h3 class={top ? undefined : 'mt-6'}>{title}</h3>
      <ul class="list list--line">
        {list.map((p) => (
          <li>
            <span>
              {p.name}
              <br />
              <small class="prov">{w.ofPeople(p.done, p.of)}</small>
            </span>
            <span>
              <Num
                n={p.done}
                shown={String(p.of100)}
                from={sourceOf(published, opens(week, 2, 'reached', { place: p.code }), lang, p.code)}
                lang={lang}
              />
            </span>
          </li>
        ))}
      </ul>
    </>
  )
  return (
    <Page {...pageFrame(c)} title={w.homeTitle(entered[1].now, week)} description={w.homeDescription} current="home" wide>
      <section class="wrap hero" aria-labelledby="h">
        <div class="hero__in">
          <p class="eyebrow">{w.eyebrow(week, showWeekDays(week, lang))}</p>
          <h1 id="h">
            <span class="hero__n">
              <a href={p1.href ?? undefined}>{showNumber(entered[1].now)}</a>
            </span>{' '}
            <span class="hero__t">{w.headline}</span>
          </h1>
          <Recon terms={entered[1]} open={(term) => opens(week, 1, 'entered', { term })} lang={lang} />
          <Provenance from={p1} of={showNumber(entered[1].now)} note={w.ofThem(reached[1].now)} lang={lang} />
        </div>
        <Staircase
          steps={
            Object.fromEntries(
              STEPS.map((s) => [
                s,
                {
                  reached: reached[s].now,
                  entered: entered[s].now,
                  change: change(reached[s]),
                  href: opens(week, s, 'reached'),
                  enteredHref: opens(week, s, 'entered'),
                },
              ]),
            ) as Record<Step, Climb>
          }
          from={sourceOf(published, document, lang)}
          lang={lang}
          more={{ href: `${document}#langkah`, label: w.comings }}
        />
      </section>

      {waiting && waiting.n > 0 && (
        <section class="wrap sec mt-7" aria-labelledby="tertahan">
          <div class="cols cols--5-7">
            <div class="sec__h">
              <h2 id="tertahan">{w.waitingTitle(waiting.n)}</h2>
              <p>{w.waitingLead}</p>
              <Provenance
                from={sourceOf(published, opens(week, 2, 'reached', { term: 'waiting' }), lang)}
                of={showNumber(waiting.n)}
                lang={lang}
              />
            </div>
            <Table
              caption={w.waitingMost}
              columns={[
                { head: w.place, cell: (r: { kec: string; n: number }) => nameOf(parseKec(r.kec)!) },
                {
                  head: w.waitingHead[1],
                  as: 'num',
                  cell: (r) => (
                    <Num
                      n={r.n}
                      from={sourceOf(
                        published,
                        opens(week, 2, 'reached', { place: parseKec(r.kec), term: 'waiting' }),
                        lang,
                        parseKec(r.kec),
                      )}
                      within
                      lang={lang}
                    />
                  ),
                },
              ]}
              rows={waiting.most}
              narrow
            />
          </div>
        </section>
      )}

      <section class="wrap sec" aria-labelledby="peta">
        <div class="cols cols--7-5">
          <div>
            <h2 id="peta">{w.mapTitle}</h2>
            <p class="sub mt-2 mb-5">{w.mapLead}</p>
            <TileMap
              squares={places.map((p) => ({
                name: p.name,
                initials: p.initials,
                tile: p.tile,
                value: p.of100 ?? 0,
                of: p.of,
                text: p.of === 0 && notLaunched(launches, p.code, published.to) ? w.notLaunched : w.mapText(p.done, p.of),
                href: opens(week, 2, 'reached', { place: p.code }),
              }))}
              fewest={FEWEST}
              lang={lang}
            />
            <div class="mt-2">
              <Provenance from={sourceOf(published, `${document}#tabel`, lang)} of={w.mapTitle.toLowerCase()} lang={lang} />
            </div>
          </div>
          <div class="stack as-e">
            {placeList(w.farthest, far, true)}
            {placeList(w.stuck, stuck)}
            <p class="link">
              <a href={`${document}#tabel`}>{w.toTable}</a>
            </p>
          </div>
        </div>
      </section>

      <section class="wrap sec" aria-labelledby="ikut">
        <div class="stack">
          <h2 id="ikut">{w.startTitle}</h2>
          <p class="lead">{w.startLead}</p>
          <p>
            <a class="btn" href="/daftar">
              {w.startButton}
            </a>
          </p>
        </div>
      </section>
    </Page>
  )
}
