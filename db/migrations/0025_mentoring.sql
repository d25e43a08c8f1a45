-- P3 mentoring: mentors, where and for whom; who mentors whom; what was agreed and when they meet again; what holds somebody up; meetings.
-- A step counts from facts alone (mentoring.contact). A mentor signs in to the database with a login of its own, which sees the members
-- that are entrusted to that mentor now, and nobody else.

grant usage on schema public to tujuhpas_mentor;

create table mentor (
  account       text primary key references account,
  most          integer not null default 800 check (most between 1 and 2000), -- members at a time
  trades        text[] not null default '{}',        -- words of the trades this mentor knows
  since         date not null,
  left_on       date,
  added_by      text not null
);
create table mentor_area (
  kec_id        integer not null,
  account       text not null references mentor,
  primary key (kec_id, account)
);
create table mentor_hours (                          -- when members may take a meeting, week by week
  account       text not null references mentor,
  weekday       smallint not null check (weekday between 1 and 7),
  from_minute   smallint not null check (from_minute between 0 and 1439),
  to_minute     smallint not null,
  primary key (account, weekday, from_minute),
  check (to_minute > from_minute and to_minute <= 1440)
);

create table assignment (                            -- who mentors whom, from when to when
  kec_id        integer not null,
  id            uuid not null,
  enrolment_id  uuid not null,
  number        text not null,
  mentor        text not null references mentor,
  from_on       date not null,
  why           jsonb not null,                      -- the reason of the match, as the rule said it
  at            timestamptz not null,
  by_account    text not null,
  until_at      timestamptz,
  ended_by      text,
  ended_why     text check (ended_why in ('handed-over', 'left', 'asked', 'moved', 'ended')),
  primary key (kec_id, id),
  check ((until_at is null) = (ended_by is null) and (until_at is null) = (ended_why is null))
);
create unique index assignment_once on assignment (kec_id, enrolment_id) where until_at is null;
create index assignment_of_mentor on assignment (mentor, kec_id, enrolment_id) where until_at is null;

create table agreement (                             -- what was agreed at a contact, and when they meet again
  kec_id        integer not null,
  fact_id       uuid not null,                       -- the contact's
  enrolment_id  uuid not null,
  mentor        text not null,
  goal          bytea,                               -- P: sealed: the next goal; emptied with an erasure
  next_on       date,
  at            timestamptz not null,
  primary key (kec_id, fact_id)
);
create index agreement_of_member on agreement (kec_id, enrolment_id, at);

create table stall (                                 -- what holds somebody up, named in two taps; ended when it no longer does
  kec_id        integer not null,
  id            uuid not null,
  enrolment_id  uuid not null,
  cause         text not null check (cause in ('licence', 'capital', 'time', 'phone', 'product', 'other')),
  at            timestamptz not null,
  by_account    text not null,
  ended_at      timestamptz,
  ended_by      text,
  primary key (kec_id, id)
);
create unique index stall_once on stall (kec_id, enrolment_id, cause) where ended_at is null;

create table meeting (                               -- a time that member and mentor have set; what came of it is a contact
  kec_id        integer not null,                    -- the member's
  id            uuid not null,
  enrolment_id  uuid not null,
  number        text not null,
  mentor        text not null,
  during        tstzrange not null,
  at            timestamptz not null,
  by_account    text not null,
  cancelled_at  timestamptz,
  cancelled_by  text,
  reminded_at   timestamptz,
  primary key (kec_id, id)
);
create index meeting_of_member on meeting (kec_id, enrolment_id);
create index meeting_of_mentor on meeting (mentor, (lower(during)));

grant select on mentor, mentor_area, mentor_hours to tujuhpas_member, tujuhpas_staff, tujuhpas_job, tujuhpas_mentor;
grant insert, update on mentor to tujuhpas_staff, tujuhpas_job;
grant insert, delete on mentor_area to tujuhpas_staff, tujuhpas_job;
grant insert, delete on mentor_hours to tujuhpas_mentor, tujuhpas_staff, tujuhpas_job;
grant select, insert, update on assignment, stall, meeting to tujuhpas_staff, tujuhpas_job;
grant select, insert on agreement to tujuhpas_staff, tujuhpas_job;
grant select on assignment, agreement, stall, meeting to tujuhpas_member;
grant select on assignment, agreement, stall, meeting to tujuhpas_mentor;
grant select on person, business, enrolment, enrolment_reach, enrolment_locator, journal_event, fact_detail, restriction, account, staff_time, programme, definition to tujuhpas_mentor;
grant select on class, class_session, training_course, training_module, trainer, venue, class_code, booking to tujuhpas_mentor;
grant insert on read_log to tujuhpas_mentor;

-- The enrolments entrusted to the mentor who asks, with those that moves and merges tie to them: a history is read as a whole.
create function mentored() returns setof uuid
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.enrolment_id from assignment a
  where current_setting('app.role', true) = 'mentor' and a.mentor = nullif(current_setting('app.actor', true), '') and a.until_at is null
  union
  select e.id from assignment a join enrolment here on here.kec_id = a.kec_id and here.id = a.enrolment_id and here.tied
  join enrolment e on e.tied and e.lineage = here.lineage
  where current_setting('app.role', true) = 'mentor' and a.mentor = nullif(current_setting('app.actor', true), '') and a.until_at is null
$$;
revoke all on function mentored from public;
grant execute on function mentored to tujuhpas_mentor;

do $$
declare
  t text;
  actor text := $q$nullif(current_setting('app.actor', true), '')$q$;
  own_enrolments text := $q$any (nullif(current_setting('app.enrolments', true), '')::uuid[])$q$;
  -- Worked out once a query: the enrolments entrusted to whoever asks.
  mine text := $q$(select mentored())$q$;
  plans text := $q$current_setting('app.role', true) in ('office', 'officer', 'system')$q$;
begin
  foreach t in array array['mentor', 'mentor_area', 'mentor_hours', 'assignment', 'agreement', 'stall', 'meeting'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to current_user using (true) with check (true)', t);
  end loop;
  foreach t in array array['mentor', 'mentor_area', 'mentor_hours'] loop
    execute format('create policy seen on %I for select using (true)', t);
  end loop;
  execute format('create policy added on mentor for insert to tujuhpas_staff, tujuhpas_job with check (%s)', plans);
  execute format('create policy changed on mentor for update to tujuhpas_staff, tujuhpas_job using (%s)', plans);
  execute 'create policy added on mentor_area for insert to tujuhpas_staff, tujuhpas_job with check (scope_sees_people(kec_id))';
  execute 'create policy removed on mentor_area for delete to tujuhpas_staff, tujuhpas_job using (scope_sees_people(kec_id))';
  execute format('create policy own on mentor_hours to tujuhpas_mentor using (account = %1$s) with check (account = %1$s)', actor);
  execute format('create policy planned on mentor_hours to tujuhpas_staff, tujuhpas_job using (%1$s) with check (%1$s)', plans);
  foreach t in array array['assignment', 'agreement', 'stall', 'meeting'] loop
    execute format('create policy scope on %I to tujuhpas_staff, tujuhpas_job using (scope_sees_people(kec_id)) with check (scope_sees_people(kec_id))', t);
  end loop;
  foreach t in array array['assignment', 'agreement', 'stall', 'meeting'] loop
    execute format('create policy own on %I for select to tujuhpas_member using (enrolment_id = %s)', t, own_enrolments);
  end loop;

  execute format('create policy mine on assignment for select to tujuhpas_mentor using (mentor = %s and until_at is null)', actor);
  execute format('create policy mine on meeting for select to tujuhpas_mentor using (mentor = %s)', actor);
  foreach t in array array['agreement', 'stall', 'enrolment_reach', 'journal_event', 'restriction', 'booking'] loop
    execute format('create policy mine on %I for select to tujuhpas_mentor using (enrolment_id in %s)', t, mine);
  end loop;
  execute format('create policy mine on enrolment for select to tujuhpas_mentor using (id in %s)', mine);
  execute format('create policy mine on person for select to tujuhpas_mentor using (id in (select e.person_id from enrolment e where e.id in %s))', mine);
  execute format('create policy mine on business for select to tujuhpas_mentor using (person_id in (select e.person_id from enrolment e where e.id in %s))', mine);
  -- Goals and results of contacts; not turnover, profit, amounts or licence numbers (6-trust: finance where consented).
  execute format($q$create policy mine on fact_detail for select to tujuhpas_mentor using (enrolment_id in %s
    and exists (select from journal_event j where j.kec_id = fact_detail.kec_id and j.id = fact_detail.fact_id and j.kind = 'mentoring.contact'))$q$, mine);
  -- A mentor's own, and to a member those of the own mentor: to see which are free.
  execute format('create policy planned on staff_time for select to tujuhpas_mentor using (who = %s)', actor);
  execute format('create policy planned_for_me on staff_time for select to tujuhpas_member using (who in (select mentor from assignment where enrolment_id = %s and until_at is null))', own_enrolments);
  execute format('create policy noted on read_log for insert to tujuhpas_mentor with check (account = %s)', actor);
end $$;
grant select on staff_time to tujuhpas_member;

-- A mentor's public name, for the members of that mentor.
create function mentor_name(of_account text) returns text
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.shown_as from account a where a.name = of_account and a.role = 'mentor'
$$;
revoke all on function mentor_name from public;
grant execute on function mentor_name to tujuhpas_member, tujuhpas_staff, tujuhpas_job, tujuhpas_mentor;

create or replace function erase_in_rooms(kecs integer[], ids uuid[], numbers text[]) returns void
  language sql volatile security definer set search_path = public, pg_temp as $$
  update homework set body = null, photo = null, photo_type = null, answer = null where enrolment_kec = any(kecs) and enrolment_id = any(ids);
  update certificate set initials = null where enrolment_kec = any(kecs) and enrolment_id = any(ids);
  delete from class_feedback where enrolment_id = any(ids);
  update agreement set goal = null where kec_id = any(kecs) and enrolment_id = any(ids);
$$;
