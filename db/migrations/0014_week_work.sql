-- The week as work: what a kecamatan answers about its week, what was odd and why it holds, reminders, targets, and the meeting's decisions.
-- All of it only grows: an answer is changed by a later one, a decision by what came of it. States are counted from these rows.

create table week_answer (
  kec_id        integer not null,
  id            uuid not null,
  nr            bigint generated always as identity, -- their order, also while a demonstration's clock stands still
  week          text not null,
  kind          text not null check (kind in ('approved', 'objected', 'accepted', 'answered', 'note')),
  note          text,                                -- I: to the office or back; nobody's name
  about         text,                                -- a note that came after the cut: the week it speaks of
  facts         bigint not null,                     -- how many facts the kecamatan's chain held when this was said
  by_account    text not null,
  by_shown      text not null,                       -- P
  at            timestamptz not null,
  primary key (kec_id, id)
);
create index week_answer_by_week on week_answer (week, kec_id, nr);

create table odd_answer (                            -- `memang benar, karena ...`, about one odd thing of a week
  kec_id        integer not null,
  id            uuid not null,
  nr            bigint generated always as identity,
  week          text not null,
  rule          text not null,
  mark          text not null,                       -- which one: the first record behind it
  answer        text not null,                       -- I
  by_account    text not null,
  by_shown      text not null,                       -- P
  at            timestamptz not null,
  primary key (kec_id, id)
);
create index odd_answer_by_week on odd_answer (kec_id, week, nr);

create table week_notice (                           -- a reminder to the kecamatan's officers
  kec_id        integer not null,
  week          text not null,
  kind          text not null check (kind in ('due-soon', 'due')),
  at            timestamptz not null,
  primary key (kec_id, week, kind)
);

create table week_target (                           -- what a count should be at the end of a week; the newest row holds
  kec_id        integer not null,
  id            uuid not null,
  nr            bigint generated always as identity,
  week          text not null,
  step          smallint not null check (step between 1 and 7),
  reached       boolean not null,
  target        integer not null check (target between 0 and 10000000),
  by_account    text not null,
  at            timestamptz not null,
  primary key (kec_id, id)
);
create index week_target_by_week on week_target (week, kec_id, step, reached, nr desc);

create table meeting_decision (                      -- the meeting that read a week's update decided; the office's, or a kota's
  id            uuid primary key,
  nr            bigint generated always as identity,
  week          text not null,                       -- the update that lay on the table
  kota          integer,                             -- whose meeting; null: the city's
  what          text not null,
  who           text not null,                       -- agency or post in words, nobody's name
  due           date not null,
  step          smallint not null check (step between 1 and 7),
  reached       boolean not null,
  place         integer,                             -- kecamatan or kota; null: the whole area
  base          integer not null,                    -- the figure as published then
  aim           integer not null,
  by_account    text not null,
  by_shown      text not null,                       -- P
  at            timestamptz not null
);
create index meeting_decision_by_week on meeting_decision (week);
create table decision_event (
  decision_id   uuid not null references meeting_decision,
  id            uuid not null,
  nr            bigint generated always as identity,
  kind          text not null check (kind in ('done', 'not-done', 'note', 'withdrawn')),
  note          text,
  by_account    text not null,
  by_shown      text not null,                       -- P
  at            timestamptz not null,
  primary key (decision_id, id)
);

-- ---------------------------------------------------------------- who may what

grant select, insert on week_answer, odd_answer, week_notice, week_target, meeting_decision, decision_event to tujuhpas_staff, tujuhpas_job;
-- Everybody reads which kecamatan approved a week, not what was said about it; targets and decisions once an update tells them.
grant select (kec_id, id, nr, week, kind, at) on week_answer to tujuhpas_public, tujuhpas_member;
grant select (kec_id, id, nr, week, step, reached, target, at) on week_target to tujuhpas_public, tujuhpas_member;
grant select (id, nr, week, kota, what, who, due, step, reached, place, base, aim, at) on meeting_decision to tujuhpas_public, tujuhpas_member;
grant select (decision_id, id, nr, kind, note, at) on decision_event to tujuhpas_public, tujuhpas_member;

do $$
declare
  t text;
  role text := $q$current_setting('app.role', true)$q$;
  actor text := $q$nullif(current_setting('app.actor', true), '')$q$;
  kota text := $q$nullif(current_setting('app.kota', true), '')::integer$q$;
  office text := $q$current_setting('app.role', true) in ('office', 'system')$q$;
begin
  foreach t in array array['week_answer', 'odd_answer', 'week_notice', 'week_target', 'meeting_decision', 'decision_event'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to current_user using (true) with check (true)', t);
  end loop;
  foreach t in array array['week_answer', 'odd_answer', 'week_notice'] loop
    execute format('create policy seen on %I for select to tujuhpas_staff, tujuhpas_job using (scope_sees(kec_id))', t);
  end loop;
  -- The kecamatan speaks for itself, the office answers; a kota reads.
  execute format($q$create policy added on week_answer for insert to tujuhpas_staff, tujuhpas_job
    with check (scope_sees_people(kec_id) and (%3$s = 'system' or by_account = %1$s) and (%2$s or kind in ('approved', 'objected', 'note'))
      and (%3$s <> 'office' or kind in ('accepted', 'answered')))$q$, actor, office, role);
  execute format('create policy added on odd_answer for insert to tujuhpas_staff, tujuhpas_job with check (scope_sees_people(kec_id) and by_account = %s)', actor);
  execute format('create policy added on week_notice for insert to tujuhpas_job with check (%s)', office);
  execute 'create policy published on week_answer for select to tujuhpas_public, tujuhpas_member
    using (exists (select from weekly_cut c where c.week = week_answer.week))';

  execute format('create policy seen on week_target for select to tujuhpas_staff, tujuhpas_job using (%s is not null)', role);
  execute format('create policy added on week_target for insert to tujuhpas_staff, tujuhpas_job with check (%s and (%s = ''system'' or by_account = %s))', office, role, actor);
  execute 'create policy published on week_target for select to tujuhpas_public, tujuhpas_member
    using (exists (select from weekly_cut c where c.week = week_target.week))';

  -- A decision is everybody's to read who works; a kota decides about itself.
  execute format('create policy seen on meeting_decision for select to tujuhpas_staff, tujuhpas_job using (%s is not null)', role);
  execute format($q$create policy added on meeting_decision for insert to tujuhpas_staff, tujuhpas_job
    with check ((%3$s = 'system' or by_account = %1$s) and (%2$s or (%3$s = 'kota' and kota = %4$s and place is not null and (place = %4$s or place / 100 = %4$s))))$q$,
    actor, office, role, kota);
  execute 'create policy published on meeting_decision for select to tujuhpas_public, tujuhpas_member
    using (exists (select from weekly_cut c where c.week > meeting_decision.week))';
  execute format('create policy seen on decision_event for select to tujuhpas_staff, tujuhpas_job using (%s is not null)', role);
  execute format($q$create policy added on decision_event for insert to tujuhpas_staff, tujuhpas_job
    with check ((%3$s = 'system' or by_account = %1$s) and (%2$s or (%3$s = 'kota' and exists (
      select from meeting_decision d where d.id = decision_id and d.kota = %4$s))))$q$, actor, office, role, kota);
  execute 'create policy published on decision_event for select to tujuhpas_public, tujuhpas_member
    using (exists (select from meeting_decision d where d.id = decision_id))';
end $$;
