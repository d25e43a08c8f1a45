-- The ground floor: the programme, people, enrolments, the journal and what is counted from it, accounts, imports, the weekly update.
-- kec_id leads every key of the programme's own tables (sharding by kecamatan); what must be unique in the city has its own registry.
-- Data classes (6-trust) stand as comments on the columns: R ciphertext, P personal, S secret; nothing said means I/O.

-- ---------------------------------------------------------------- the programme, replicated everywhere

create table programme (
  id            smallint primary key default 1 check (id = 1),
  name          text not null,
  area          text not null,                       -- Kemendagri code of the province whose residents may take part
  minimum_age   smallint not null,                   -- on the day of registration
  synthetic     boolean not null default false,      -- a demonstration: every page says so
  clock         timestamptz                          -- the demonstration's clock; null: the server's own
);
insert into programme (name, area, minimum_age) values ('OK OCE Jakarta', '31', 15);

create table definition (
  version       smallint primary key,
  in_force_from date not null,
  parameters    jsonb not null,
  published_at  timestamptz not null default now()
);
insert into definition (version, in_force_from, parameters) values (1, '2017-11-01', '{
  "programmeArea": "31",
  "p2": {"sessions": 4, "homework": 1},
  "p3": {"contacts": 3, "days": 28},
  "p4": {"iumkBefore": "2021-01-01"},
  "p5": {"channels": ["catalogue", "bazaar", "consignment", "procurement"]},
  "p6": {"months": 3}
}');

-- ---------------------------------------------------------------- accounts

create table account (
  name          text primary key check (name ~ '^[a-z][a-z0-9._-]{1,39}$'),
  role          text not null check (role in ('officer', 'mentor', 'kota', 'office', 'partner', 'lender', 'auditor', 'operator', 'system')),
  shown_as      text not null,                       -- P
  kec_id        integer,
  kota          integer,
  password      text,                                -- S: scrypt, salt beside it
  active        boolean not null default true,
  made_at       timestamptz not null default now(),
  check ((role = 'officer') = (kec_id is not null)),
  check ((role = 'kota') = (kota is not null))
);
insert into account (name, role, shown_as) values ('mesin', 'system', 'Perintah di server');

create table session (
  token         bytea primary key,                   -- S: keyed hash
  account       text not null references account,
  made_at       timestamptz not null
);
create index on session (account);

create table sign_in_try (                           -- failures in a row per account name, known or not
  name          bytea primary key,                   -- keyed hash: people also type other things there
  failures      integer not null,
  last_at       timestamptz not null
);

create table read_log (                              -- who looked at whom; written before the answer
  kec_id        integer not null,
  id            uuid not null,
  at            timestamptz not null,
  account       text not null,
  what          text not null,
  enrolment_id  uuid,
  reason        text,
  primary key (kec_id, id)
);

-- ---------------------------------------------------------------- people

create table person (
  kec_id        integer not null,
  id            uuid not null,
  nik           bytea,                               -- R
  name          text not null,                       -- P
  name_key      text not null,                       -- P: lower case, titles and marks taken out
  birth_date    date,                                -- P
  sex           text check (sex in ('F', 'M')),      -- P
  phone         text,                                -- P
  phone_use     text check (phone_use in ('own', 'shared', 'none')),
  address       text,                                -- P
  seal_key      bytea not null,                      -- S: destroyed with the person's data
  primary key (kec_id, id)
);
create index person_by_name on person (kec_id, name_key text_pattern_ops);
create index person_by_birth on person (kec_id, birth_date);
create index person_by_phone on person (kec_id, phone) where phone is not null;

create table nik_registry (                          -- unique in the programme; reached through functions only
  mark          bytea primary key,
  kec_id        integer not null,
  person_id     uuid not null
);

create table business (
  kec_id        integer not null,
  id            uuid not null,
  person_id     uuid not null,
  name          text,                                -- P
  trade         text,
  primary key (kec_id, id),
  foreign key (kec_id, person_id) references person (kec_id, id)
);
create index on business (kec_id, person_id);

create table enrolment (
  kec_id        integer not null,
  id            uuid not null,
  person_id     uuid not null,
  number        text not null,
  kel_id        bigint,
  opened_on     date not null,
  lineage       uuid not null,                       -- enrolments tied by moves and merges share it
  tied          boolean not null default false,
  import_id     uuid,
  primary key (kec_id, id),
  foreign key (kec_id, person_id) references person (kec_id, id)
);
create index on enrolment (kec_id, person_id);
create index on enrolment (lineage) where tied;

create table enrolment_locator (                     -- a public number leads to where its member is now
  number        text primary key,
  kec_id        integer not null,
  enrolment_id  uuid not null
);
create table member_ref (                            -- a sender's own reference to a member
  ref           text not null,
  number        text not null,
  primary key (ref, number)
);
create table number_serial (
  kec_id        integer not null,
  year          smallint not null,
  last          integer not null,
  primary key (kec_id, year)
);

-- ---------------------------------------------------------------- the journal: INSERT and SELECT only

create table journal_event (
  kec_id        integer not null,
  seq           bigint not null check (seq > 0),
  id            uuid not null,
  enrolment_id  uuid not null,
  kind          text not null,
  occurred_on   date not null,
  recorded_at   timestamptz(3) not null,             -- as it is hashed
  appended_at   timestamptz(3) not null,
  recorded_by   text not null,
  way           text not null,
  grade         text not null check (grade in ('A', 'B', 'C')),
  voids         uuid,
  payload       jsonb not null,
  hash          bytea not null,
  primary key (kec_id, seq),
  unique (kec_id, id)
);
create index journal_by_enrolment on journal_event (kec_id, enrolment_id);

create table fact_registry (                         -- a fact's own id, unique in the city
  id            uuid primary key,
  kec_id        integer not null
);
create table fact_detail (                           -- what a fact's sealed fields say, erased with the person
  kec_id        integer not null,
  fact_id       uuid not null,
  enrolment_id  uuid not null,
  body          bytea not null,                      -- R: ciphertext, bound to its fact
  primary key (kec_id, fact_id)
);
create table chain_head (
  kec_id        integer primary key,
  seq           bigint not null,
  hash          bytea not null,
  appended_at   timestamptz not null
);

-- ---------------------------------------------------------------- derived from the journal; `replay` rebuilds all three

create table step_change (                           -- arrivals and departures, as they came to be known
  kec_id        integer not null,
  enrolment_id  uuid not null,
  id            bigint generated always as identity,
  kel_id        bigint,
  step          smallint not null,
  reached       boolean not null,
  occurred_on   date not null,
  recorded_at   timestamptz not null,
  arriving      boolean not null,
  reason        text not null,
  other_kec     integer,
  n             smallint not null,
  cause         uuid not null,
  cause_kind    text not null,
  primary key (kec_id, enrolment_id, id)
);
create index step_change_by_count on step_change (kec_id, step, reached, occurred_on);
create index step_change_by_knowledge on step_change (recorded_at);

create table rollup_week (
  kec_id        integer not null,
  week_on       date not null,                       -- its Monday
  step          smallint not null,
  reached       boolean not null,
  arriving      boolean not null,
  reason        text not null,
  other_kec     integer not null,                    -- 0: none
  slot          smallint not null,                   -- spreads a hot row over several
  n             integer not null,
  primary key (kec_id, week_on, step, reached, arriving, reason, other_kec, slot)
) with (fillfactor = 70);

create table enrolment_reach (
  kec_id        integer not null,
  enrolment_id  uuid not null,
  p1_in date, p1_on date, p1_until date, p1_known timestamptz,
  p2_in date, p2_on date, p2_until date, p2_known timestamptz,
  p3_in date, p3_on date, p3_until date, p3_known timestamptz,
  p4_in date, p4_on date, p4_until date, p4_known timestamptz,
  p5_in date, p5_on date, p5_until date, p5_known timestamptz,
  p6_in date, p6_on date, p6_until date, p6_known timestamptz,
  p7_in date, p7_on date, p7_until date, p7_known timestamptz,
  ended_on      date,
  ended_reason  text,
  primary key (kec_id, enrolment_id)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);

-- ---------------------------------------------------------------- the weekly update

create table weekly_cut (
  week          text primary key,
  cut_at        timestamptz not null,
  made_by       text not null,
  made_at       timestamptz not null,
  definition    smallint not null references definition,
  document      text not null,                       -- canonical JSON, public; frozen
  detail        text not null,                       -- canonical JSON for the office: reasons in full, kelurahan
  sha256        text not null,
  detail_sha256 text not null
);

-- ---------------------------------------------------------------- registration: drafts, answers, receipts

create table draft (                                 -- a form that is not sent yet; resumed by its code
  code          bytea primary key,                   -- S: keyed hash
  body          bytea not null,                      -- R
  changed_at    timestamptz not null
);
create index on draft (changed_at);
create table answered (                              -- a write that was answered: sent again, it gets the same answer
  id            uuid primary key,
  body          bytea not null,                      -- keyed hash of what was sent
  answer        bytea not null,                      -- R: sealed
  at            timestamptz not null,
  draft         bytea unique                         -- S: the code of the form that was sent; whoever still holds it finds the answer
);
create index on answered (at);
create table repeat_registration (                   -- a NIK that is already a member was sent again: nothing is lost, an officer looks
  kec_id        integer not null,
  id            uuid not null,
  number        text not null,
  at            timestamptz not null,
  body          bytea not null,                      -- R
  primary key (kec_id, id)
);

-- ---------------------------------------------------------------- imports

create table import_job (
  id            uuid primary key,
  arrived       bigint generated always as identity, -- their order, also while a demonstration's clock stands still
  kind          text not null check (kind in ('registrations', 'evidence')),
  account       text not null,
  kec_id        integer,
  file_name     text not null,                       -- P: offices put names in it
  sha256        text not null,
  body          bytea,                               -- R: the file, sealed; emptied 30 days after the job
  options       jsonb not null,
  state         text not null check (state in ('mapping', 'queued', 'running', 'done', 'refused', 'taken-back')),
  sheets        jsonb not null default '[]',
  preview       bytea,                               -- R: sealed: the first rows of each sheet, while its columns are chosen
  rows_total    integer,
  rows_done     integer not null default 0,
  totals        jsonb not null default '{}',
  problem       jsonb,
  made_at       timestamptz not null,
  done_at       timestamptz
);
create unique index on import_job (arrived);
create index on import_job (sha256);
create table import_row (                            -- one line for every row of every sheet: each has its answer
  import_id     uuid not null,                       -- its job, which the policy below asks for
  nr            integer not null,
  sheet         text not null,
  row           integer not null,
  outcome       text not null check (outcome in ('accepted', 'warned', 'rejected', 'duplicate', 'ignored')),
  codes         text[] not null,
  kec_id        integer,
  member        text,
  duplicate_of  text,
  body          bytea,                               -- R: sealed: whose row, and what its codes say about it; emptied with the file
  primary key (import_id, nr)
);
create table row_registry (                          -- a row that was taken is known when it comes again
  mark          bytea primary key,
  import_id     uuid not null,
  member        text not null
);
create table column_mapping (
  office        text not null,
  signature     text not null,
  mapping       jsonb not null,
  changed_at    timestamptz not null,
  primary key (office, signature)
);

-- ---------------------------------------------------------------- who may what

grant usage on schema public to tujuhpas_public, tujuhpas_member, tujuhpas_staff, tujuhpas_job;
grant select on programme, definition to tujuhpas_public, tujuhpas_member, tujuhpas_staff, tujuhpas_job;
grant select on weekly_cut to tujuhpas_staff, tujuhpas_job;
-- Not the detail: reasons in full and kelurahan are the office's.
grant select (week, cut_at, made_by, made_at, definition, document, sha256, detail_sha256) on weekly_cut to tujuhpas_public, tujuhpas_member;
grant select on account to tujuhpas_staff, tujuhpas_job;

-- The public's login reads what is published; never a person, and never the running week, whose numbers show their reasons. Opened
-- records come masked, from a function.

grant select, insert on journal_event to tujuhpas_staff, tujuhpas_job;
grant select, insert on fact_registry to tujuhpas_staff, tujuhpas_job;
grant select, insert on fact_detail, read_log, repeat_registration, row_registry, member_ref to tujuhpas_staff, tujuhpas_job;
grant select, insert, update on chain_head, person, business, enrolment, enrolment_locator, number_serial, enrolment_reach, rollup_week,
  answered, import_job, import_row, column_mapping to tujuhpas_staff, tujuhpas_job;
grant select, insert, update, delete on draft, step_change to tujuhpas_staff, tujuhpas_job;
grant select, insert, delete on session to tujuhpas_staff;
grant select, delete on session to tujuhpas_job;     -- a new password or an account that was closed ends its sessions
grant select, insert, update, delete on sign_in_try to tujuhpas_staff;
grant insert on weekly_cut to tujuhpas_job;
grant select, insert, update on weekly_cut to tujuhpas_staff, tujuhpas_job;
revoke update on weekly_cut from tujuhpas_staff, tujuhpas_job;
grant insert, update on account to tujuhpas_job;
grant update on programme to tujuhpas_job;
grant delete on rollup_week, enrolment_reach, answered to tujuhpas_job;

-- Row security: a kecamatan's login scope sees its own rows; the office, commands and the auditor see all; the rest see none.
-- `nullif`: after a transaction the setting is '', not null (6-trust, Database). No setting, no rows.
create function scope_sees(kec integer) returns boolean language sql stable parallel safe as $$
  select case current_setting('app.role', true)
    when 'system' then true
    when 'office' then true
    when 'auditor' then true
    when 'officer' then kec = nullif(current_setting('app.kec', true), '')::integer
    when 'intake' then kec = nullif(current_setting('app.kec', true), '')::integer
    when 'kota' then kec / 100 = nullif(current_setting('app.kota', true), '')::integer
    else false
  end
$$;
-- People's rows: a kota sees counts, not people; the auditor reads, and writes nothing.
create function scope_sees_people(kec integer) returns boolean language sql stable parallel safe as $$
  select case current_setting('app.role', true)
    when 'system' then true
    when 'office' then true
    when 'officer' then kec = nullif(current_setting('app.kec', true), '')::integer
    when 'intake' then kec = nullif(current_setting('app.kec', true), '')::integer
    else false
  end
$$;

do $$
declare t text;
begin
  foreach t in array array['person', 'business', 'enrolment', 'fact_detail', 'repeat_registration'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy scope on %I to tujuhpas_staff, tujuhpas_job, tujuhpas_member using (scope_sees_people(kec_id)) with check (scope_sees_people(kec_id))', t);
    execute format('create policy owner on %I to current_user using (true) with check (true)', t);
  end loop;
  foreach t in array array['journal_event', 'step_change', 'enrolment_reach', 'read_log'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy seen on %I for select to tujuhpas_staff, tujuhpas_job, tujuhpas_member using (scope_sees(kec_id))', t);
    execute format('create policy added on %I for insert to tujuhpas_staff, tujuhpas_job with check (scope_sees_people(kec_id))', t);
    execute format('create policy owner on %I to current_user using (true) with check (true)', t);
  end loop;
end $$;

-- Chains, serials and sums are written where the scope writes people's rows; everybody who works may read them.
do $$
declare t text;
begin
  foreach t in array array['chain_head', 'number_serial', 'rollup_week'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy seen on %I for select to tujuhpas_staff, tujuhpas_job using (true)', t);
    execute format('create policy added on %I for insert to tujuhpas_staff, tujuhpas_job with check (scope_sees_people(kec_id))', t);
    execute format('create policy changed on %I for update to tujuhpas_staff, tujuhpas_job using (scope_sees_people(kec_id))', t);
    execute format('create policy removed on %I for delete to tujuhpas_job using (scope_sees_people(kec_id))', t);
    execute format('create policy owner on %I to current_user using (true) with check (true)', t);
  end loop;
end $$;

-- A week is frozen by the office or a command; accounts and the programme itself are changed by commands, the demonstration's clock also by the office.
alter table weekly_cut enable row level security;
alter table weekly_cut force row level security;
create policy seen on weekly_cut for select using (true);
create policy added on weekly_cut for insert to tujuhpas_staff, tujuhpas_job with check (current_setting('app.role', true) in ('office', 'system'));
alter table account enable row level security;
alter table account force row level security;
create policy seen on account for select using (true);
create policy owner on account to current_user using (true) with check (true);
create policy added on account for insert to tujuhpas_job with check (current_setting('app.role', true) = 'system');
create policy changed on account for update to tujuhpas_job using (current_setting('app.role', true) = 'system');
alter table programme enable row level security;
alter table programme force row level security;
create policy seen on programme for select using (true);
create policy owner on programme to current_user using (true) with check (true);
create policy changed on programme for update to tujuhpas_job using (current_setting('app.role', true) in ('office', 'system'));

create policy changed on step_change for delete to tujuhpas_staff, tujuhpas_job using (scope_sees_people(kec_id));
create policy changed on enrolment_reach for update to tujuhpas_staff, tujuhpas_job using (scope_sees_people(kec_id));
create policy removed on enrolment_reach for delete to tujuhpas_job using (scope_sees_people(kec_id));

-- Imports hold people's rows until they are done: an office's own, and the whole to the programme office.
alter table import_job enable row level security;
alter table import_job force row level security;
create policy scope on import_job to tujuhpas_staff, tujuhpas_job
  using (current_setting('app.role', true) in ('system', 'office') or (kec_id is not null and scope_sees_people(kec_id)))
  with check (current_setting('app.role', true) in ('system', 'office') or (kec_id is not null and scope_sees_people(kec_id)));
create policy owner on import_job to current_user using (true) with check (true);
alter table import_row enable row level security;
alter table import_row force row level security;
create policy scope on import_row to tujuhpas_staff, tujuhpas_job
  using (exists (select 1 from import_job j where j.id = import_id)) with check (exists (select 1 from import_job j where j.id = import_id));
create policy owner on import_row to current_user using (true) with check (true);

-- NIK: whoever inserts into the registry directly learns from the error who exists. These answer instead.
create function claim_niks(marks bytea[], kecs integer[], persons uuid[])
  returns table (nr integer, kec_id integer, person_id uuid, fresh boolean)
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  -- In the order of the marks, so that two imports at once never wait for each other in a ring.
  insert into nik_registry (mark, kec_id, person_id)
    select distinct on (a.mark) a.mark, a.kec, a.person from unnest(marks, kecs, persons) with ordinality as a(mark, kec, person, nr)
    order by a.mark, a.nr
    on conflict (mark) do nothing;
  return query select a.nr::integer, r.kec_id, r.person_id, r.person_id = a.person
    from unnest(marks, persons) with ordinality as a(mark, person, nr) join nik_registry r on r.mark = a.mark;
end $$;
create function find_niks(marks bytea[]) returns table (nr integer, kec_id integer, person_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.nr::integer, r.kec_id, r.person_id from unnest(marks) with ordinality as a(mark, nr) join nik_registry r on r.mark = a.mark
$$;
create function move_nik(nik_mark bytea, to_kec integer, to_person uuid) returns void
  language sql volatile security definer set search_path = public, pg_temp as $$
  update nik_registry set kec_id = to_kec, person_id = to_person where mark = nik_mark
$$;
revoke all on function claim_niks, find_niks, move_nik from public;
grant execute on function claim_niks, find_niks, move_nik to tujuhpas_job;
grant execute on function find_niks to tujuhpas_staff;

-- The public opens a published figure: the people behind one term of one count as masked rows, with a mark in place of the number and
-- the month in place of the day. Terms: now, last, arrivals, departures, restated (n tells which way), waiting (reached the step before,
-- not this one). What was known, and when, is read from the week's cut: a week that is not cut answers nothing. Under ten people only
-- the count is answered. A mark is of one list alone, and who stands somewhere (now, last, waiting) shows no initials: else two lists
-- could be subtracted for the few who are in one of them (docs/decisions/0005).
create function opened_records(of_kec integer, of_step smallint, of_reached boolean, term text, of_week text, salt text, skip integer, take integer)
  returns table (total bigint, token text, name text, since date, n integer)
  language sql stable security definer set search_path = public, pg_temp as $$
  with week as (
    select w.first_day, w.cut, coalesce((select b.cut_at from weekly_cut b where b.week = to_char(w.first_day - 7, 'IYYY"-W"IW')), '-infinity') as cut_before
    from (select to_date(c.week, 'IYYY"-W"IW') as first_day, c.cut_at as cut from weekly_cut c where c.week = of_week) w),
  seen as (
    select c.enrolment_id, c.step, c.occurred_on, c.n, case when c.arriving then c.n else -c.n end as d
    from week w join step_change c on c.recorded_at <= w.cut
    where c.kec_id = of_kec and c.step in (of_step, case when term = 'waiting' then of_step - 1 else of_step end) and c.reached = of_reached
      and case
        when term = 'last' then c.occurred_on < w.first_day and c.recorded_at <= w.cut_before
        when term = 'restated' then c.occurred_on < w.first_day and c.recorded_at > w.cut_before
        -- Who moves or is merged inside one kecamatan neither comes nor goes there.
        when term in ('arrivals', 'departures') then c.arriving = (term = 'arrivals') and c.other_kec is distinct from of_kec
          and c.occurred_on >= w.first_day and c.occurred_on < w.first_day + 7
        else c.occurred_on < w.first_day + 7
      end),
  held as (
    select s.enrolment_id, (case when term = 'departures' then -sum(s.d) else sum(s.d) end)::integer as n,
      date_trunc('month', coalesce(max(s.occurred_on) filter (where s.n > 0), max(s.occurred_on)))::date as since
    from seen s group by s.enrolment_id
    having case term
      when 'restated' then sum(s.d) <> 0
      when 'departures' then sum(s.d) < 0
      when 'waiting' then sum(s.d) filter (where s.step < of_step) > 0 and coalesce(sum(s.d) filter (where s.step = of_step), 0) <= 0
      else sum(s.d) > 0 end),
  counted as (select count(*) as total from held),
  page as (
    select h.enrolment_id, h.since, h.n,
      encode(sha256(convert_to(concat_ws(' ', salt, of_week, of_kec, of_step, of_reached, term, h.enrolment_id), 'UTF8')), 'hex') as mark
    from held h, counted where counted.total >= 10 order by h.since, mark offset skip limit take)
  select counted.total, left(page.mark, 8),
    case when page.mark is null then null when term in ('now', 'last', 'waiting') then '•••' else
      (select string_agg(left(w, 1) || '•••', ' ' order by o)
       from (select w, o from unnest(string_to_array(p.name, ' ')) with ordinality as t(w, o) where w <> '' order by o limit 2) as word) end,
    page.since, page.n
  from week, counted left join page on true
  left join enrolment e on e.kec_id = of_kec and e.id = page.enrolment_id
  left join person p on p.kec_id = e.kec_id and p.id = e.person_id
  order by page.since, page.mark
$$;
revoke all on function opened_records from public;
grant execute on function opened_records to tujuhpas_public, tujuhpas_staff, tujuhpas_job;
