-- Figures that somebody stated about the programme, beside what the register held that day; and what people report about a figure of ours.
-- Both only grow: a claim that was written down wrongly is withdrawn with its reason, a report gets one answer.

create table claim (
  id            uuid primary key,
  nr            bigint generated always as identity unique, -- its public number
  said_on       text,                                -- 2018, 2018-09 or 2018-09-11, as the source has it; null: it names no date
  as_of         date,                                -- the day that the figure speaks of, where it is known to the day
  who           text not null,                       -- I: a post or an office, nobody's name
  who_en        text,
  figure        numeric not null check (figure >= 0),
  qualifier     text not null check (qualifier in ('exact', 'nearly', 'about', 'more-than', 'at-most', 'target', 'claimed', 'derived')),
  unit          text not null check (unit in ('people', 'licences', 'jobs', 'businesses', 'products', 'mentors', 'kecamatan', 'rupiah', 'percent')),
  topic         text not null check (topic in ('P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'jobs')),
  count         text check (count in ('entered', 'reached')),
  place         integer,                             -- kecamatan or kota; null: the whole area
  not_compared  text check (not_compared in ('target', 'undated', 'unit', 'flow', 'scope')),
  differs       boolean not null default false,      -- stands beside a count of ours, by another definition
  statement     text not null,                       -- I: our own words
  statement_en  text,
  note          text,                                -- I: what one must know to compare fairly
  note_en       text,
  source        text not null,
  url           text,
  report_id     uuid,                                -- who proposed it, where somebody did
  by_account    text not null,
  at            timestamptz not null,
  check (count is not null or not_compared is not null),
  check (not_compared is not null or (as_of is not null and unit = 'people' and topic <> 'jobs'))
);
create table claim_withdrawal (
  claim_id      uuid primary key references claim,
  reason        text not null,                       -- I
  by_account    text not null,
  at            timestamptz not null
);

create table report (                                -- `Laporkan angka ini`, or a claim that somebody proposes
  id            uuid primary key,
  arrived       bigint generated always as identity, -- their order, also while a demonstration's clock stands still
  about         text not null,                       -- the page it speaks of
  said          text,                                -- P; emptied 90 days after the answer
  code          bytea not null unique,               -- S: keyed hash; with the code one reads the answer, without a name or a number
  at            timestamptz not null
);
create table report_answer (
  report_id     uuid primary key references report,
  outcome       text not null check (outcome in ('holds', 'restated', 'recorded', 'not-recorded')),
  answer        text not null,                       -- P: read by whoever reported
  by_account    text not null,
  by_shown      text not null,                       -- P
  at            timestamptz not null
);

grant select, insert on claim, claim_withdrawal, report, report_answer to tujuhpas_staff, tujuhpas_job;
grant update (said) on report to tujuhpas_job;
grant select (id, nr, said_on, as_of, who, who_en, figure, qualifier, unit, topic, count, place, not_compared, differs, statement, statement_en,
  note, note_en, source, url, at) on claim to tujuhpas_public, tujuhpas_member;
grant select (claim_id, reason, at) on claim_withdrawal to tujuhpas_public, tujuhpas_member;

do $$
declare
  t text;
  role text := $q$current_setting('app.role', true)$q$;
  office text := $q$current_setting('app.role', true) in ('office', 'system')$q$;
  mine text := $q$(current_setting('app.role', true) = 'system' or by_account = nullif(current_setting('app.actor', true), ''))$q$;
begin
  foreach t in array array['claim', 'claim_withdrawal', 'report', 'report_answer'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to current_user using (true) with check (true)', t);
  end loop;
  foreach t in array array['claim', 'claim_withdrawal'] loop
    execute format('create policy published on %I for select to tujuhpas_public, tujuhpas_member using (true)', t);
    execute format('create policy seen on %I for select to tujuhpas_staff, tujuhpas_job using (%s is not null)', t, role);
    execute format('create policy added on %I for insert to tujuhpas_staff, tujuhpas_job with check (%s and %s)', t, office, mine);
  end loop;
  -- A report is read by the office, and by whoever holds its code; anybody may leave one.
  execute format('create policy seen on report for select to tujuhpas_staff, tujuhpas_job using (%s)', office);
  execute format($q$create policy added on report for insert to tujuhpas_job with check (%s in ('intake', 'system'))$q$, role);
  execute format($q$create policy emptied on report for update to tujuhpas_job using (%1$s = 'system') with check (%1$s = 'system' and said is null)$q$, role);
  execute format('create policy seen on report_answer for select to tujuhpas_staff, tujuhpas_job using (%s)', office);
  execute format('create policy added on report_answer for insert to tujuhpas_staff, tujuhpas_job with check (%s and %s)', office, mine);
end $$;

-- By its code only: nobody lists reports, and a wrong code is nothing.
create function report_by_code(of_code bytea)
  returns table (about text, said text, at timestamptz, outcome text, answer text, by_shown text, answered_at timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
  select r.about, r.said, r.at, a.outcome, a.answer, a.by_shown, a.at
  from report r left join report_answer a on a.report_id = r.id where r.code = of_code
$$;
revoke all on function report_by_code from public;
grant execute on function report_by_code to tujuhpas_public;

-- What the register held at the end of a claim's day, as it was known then, against the last week that was published by then: restated is
-- what was learned after that cut about days before, the rest what happened since. Only for days of weeks that are frozen: a running week
-- is nobody's to read. Plan: what became known since that cut by step_change_by_knowledge; what was known then of later days (a licence
-- that runs out) by step_change_by_count.
create function claim_register(ids uuid[])
  returns table (id uuid, week text, reached boolean, restated integer, arrivals integer, departures integer)
  language sql stable security definer set search_path = public, pg_temp as $$
  with asked as (
    select c.id as claim, c.as_of, c.place, substr(c.topic, 2)::smallint as step, ((c.as_of + 1)::timestamp at time zone 'Asia/Jakarta') as day_end
    from claim c where c.id = any (ids) and c.not_compared is null
      and exists (select from weekly_cut w where w.week = to_char(c.as_of, 'IYYY"-W"IW'))),
  against as (
    select a.*, b.week, coalesce(b.sunday, '-infinity') as sunday, coalesce(b.cut_at, '-infinity') as cut_at
    from asked a left join lateral (
      select w.week, to_date(w.week, 'IYYY"-W"IW') + 6 as sunday, w.cut_at from weekly_cut w
      where w.cut_at < a.day_end and to_date(w.week, 'IYYY"-W"IW') + 6 <= a.as_of order by w.week desc limit 1) b on true),
  changed as (
    select a.claim, a.place, a.sunday, c.kec_id, c.other_kec, c.reached, c.occurred_on, c.arriving, c.n
    from against a join step_change c on c.recorded_at > a.cut_at and c.recorded_at < a.day_end and c.occurred_on <= a.as_of and c.step = a.step
    union all
    select a.claim, a.place, a.sunday, c.kec_id, c.other_kec, c.reached, c.occurred_on, c.arriving, c.n
    from against a join step_change c on c.kec_id in (select k.kec_id from chain_head k) and c.step = a.step and c.reached in (true, false)
      and c.occurred_on > a.sunday and c.occurred_on <= a.as_of and c.recorded_at <= a.cut_at and c.recorded_at < a.day_end),
  here as (
    select x.*, case when arriving then n else -n end as d,
      -- Who moves inside the place neither comes nor goes there.
      other_kec is not null and (place is null or other_kec = place or other_kec / 100 = place) as inside
    from changed x where place is null or kec_id = place or kec_id / 100 = place),
  summed as (
    select claim, reached, sum(d) filter (where occurred_on <= sunday) as restated,
      sum(n) filter (where occurred_on > sunday and arriving and not inside) as arrivals,
      sum(n) filter (where occurred_on > sunday and not arriving and not inside) as departures,
      coalesce(sum(d) filter (where occurred_on > sunday and inside), 0) as moved
    from here group by claim, reached)
  select a.claim, a.week, r.reached, coalesce(s.restated, 0)::integer, (coalesce(s.arrivals, 0) + greatest(coalesce(s.moved, 0), 0))::integer,
    (coalesce(s.departures, 0) + greatest(-coalesce(s.moved, 0), 0))::integer
  from against a cross join (values (true), (false)) as r (reached) left join summed s on s.claim = a.claim and s.reached = r.reached
$$;
revoke all on function claim_register from public;
grant execute on function claim_register to tujuhpas_public;
