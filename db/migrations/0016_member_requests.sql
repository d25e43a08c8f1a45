-- The member's own page: what a member asks for (each with three days to answer), restriction, notices of a breach, and who looked.
-- A request is answered by a person with a reason; times are the programme's clock, three days are 72 hours.

create table member_request (
  kec_id        integer not null,
  id            uuid not null,
  enrolment_id  uuid not null,
  number        text not null,
  kind          text not null check (kind in ('correction', 'access', 'stop', 'restriction', 'lift', 'erasure')),
  body          bytea,                               -- R: sealed: what the member wrote
  made_at       timestamptz not null,
  due_at        timestamptz not null,
  answered_at   timestamptz,
  answered_by   text,
  outcome       text check (outcome in ('done', 'refused')),
  answer        bytea,                               -- R: sealed: the reason, as the member reads it
  primary key (kec_id, id),
  constraint three_days check (due_at = made_at + interval '72 hours'),
  constraint answered_whole check ((answered_at is null) = (answered_by is null) and (answered_at is null) = (outcome is null) and (answered_at is null) = (answer is null))
);
create index on member_request (kec_id, enrolment_id);
create index on member_request (due_at) where answered_at is null;

create table restriction (                           -- a member's rows are kept and not used: out of lists and exports while it stands
  kec_id        integer not null,
  id            uuid not null,                       -- the request that it was decided on
  enrolment_id  uuid not null,
  from_at       timestamptz not null,
  decided_by    text not null,
  lifted_at     timestamptz,
  lifted_by     text,
  primary key (kec_id, id)
);
create index on restriction (kec_id, enrolment_id) where lifted_at is null;

create index on read_log (kec_id, enrolment_id);

create table breach_notice (                         -- something leaked: those concerned are told within three days
  kec_id        integer not null,                    -- 0: every kecamatan
  id            uuid not null,
  found_at      timestamptz not null,
  due_at        timestamptz not null,
  what          text not null,
  what_to_do    text not null,
  written_by    text not null,
  told_at       timestamptz,
  told_by       text,
  primary key (kec_id, id),
  constraint three_days check (due_at = found_at + interval '72 hours')
);

grant select, insert on member_request to tujuhpas_member;
grant select on restriction, breach_notice to tujuhpas_member;
grant select, insert on member_request to tujuhpas_job;
grant select on member_request to tujuhpas_staff;
grant update (answered_at, answered_by, outcome, answer) on member_request to tujuhpas_staff;
grant select, insert on restriction, breach_notice to tujuhpas_staff;
grant update (lifted_at, lifted_by) on restriction to tujuhpas_staff;
grant update (told_at, told_by) on breach_notice to tujuhpas_staff;
grant select on restriction to tujuhpas_job;

do $$
declare
  t text;
  own_enrolments text := $q$any (nullif(current_setting('app.enrolments', true), '')::uuid[])$q$;
  own_kec text := $q$nullif(current_setting('app.kec', true), '')::integer$q$;
  is_office text := $q$current_setting('app.role', true) = 'office'$q$;
begin
  foreach t in array array['member_request', 'restriction', 'breach_notice'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to current_user using (true) with check (true)', t);
  end loop;
  foreach t in array array['member_request', 'restriction'] loop
    execute format('create policy seen on %I for select to tujuhpas_staff, tujuhpas_job using (scope_sees_people(kec_id))', t);
    execute format('create policy own on %I for select to tujuhpas_member using (enrolment_id = %s)', t, own_enrolments);
  end loop;
  execute format($q$create policy asked on member_request for insert to tujuhpas_member
    with check (enrolment_id = %s and kec_id = %s and number = current_setting('app.actor', true) and answered_at is null)$q$, own_enrolments, own_kec);
  execute 'create policy added on member_request for insert to tujuhpas_job with check (scope_sees_people(kec_id) and answered_at is null)';
  execute $q$create policy answered on member_request for update to tujuhpas_staff
    using (scope_sees_people(kec_id) and answered_at is null) with check (answered_by = current_setting('app.actor', true))$q$;
  execute $q$create policy decided on restriction for insert to tujuhpas_staff
    with check (scope_sees_people(kec_id) and decided_by = current_setting('app.actor', true) and lifted_at is null)$q$;
  execute $q$create policy lifted on restriction for update to tujuhpas_staff
    using (scope_sees_people(kec_id) and lifted_at is null) with check (lifted_by = current_setting('app.actor', true))$q$;
  execute $q$create policy seen on breach_notice for select to tujuhpas_staff using (current_setting('app.role', true) in ('office', 'auditor'))$q$;
  execute format($q$create policy written on breach_notice for insert to tujuhpas_staff with check (%s and written_by = current_setting('app.actor', true))$q$, is_office);
  execute format($q$create policy told on breach_notice for update to tujuhpas_staff
    using (%s and told_at is null) with check (told_by = current_setting('app.actor', true))$q$, is_office);
  execute format('create policy own on breach_notice for select to tujuhpas_member using (told_at is not null and kec_id in (0, %s))', own_kec);

  -- A list opened names no member: it may have shown everybody of the kecamatan.
  execute format('create policy lists on read_log for select to tujuhpas_member using (enrolment_id is null and kec_id = %s)', own_kec);
end $$;

-- From which office: a member sees role and area of who looked or wrote, and the name of a mentor only.
create function offices_of(names text[]) returns table (name text, role text, kec_id integer, kota integer, shown_as text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.name, a.role, a.kec_id, a.kota, case when a.role = 'mentor' then a.shown_as end from account a where a.name = any(names)
$$;
revoke all on function offices_of from public;
grant execute on function offices_of to tujuhpas_member;

-- A member who writes a fact of their own (a consent) has a history that may lie elsewhere too: widened as an officer's entry is (0002).
create or replace function scope_sees(kec integer) returns boolean language sql stable parallel safe as $$
  select case current_setting('app.role', true)
    when 'system' then true
    when 'office' then true
    when 'auditor' then true
    when 'officer' then kec = nullif(current_setting('app.kec', true), '')::integer
      or kec = any (string_to_array(nullif(current_setting('app.also', true), ''), ',')::integer[])
    when 'intake' then kec = nullif(current_setting('app.kec', true), '')::integer
      or kec = any (string_to_array(nullif(current_setting('app.also', true), ''), ',')::integer[])
    when 'kota' then kec / 100 = nullif(current_setting('app.kota', true), '')::integer
    else false
  end
$$;
create or replace function scope_sees_people(kec integer) returns boolean language sql stable parallel safe as $$
  select case current_setting('app.role', true)
    when 'system' then true
    when 'office' then true
    when 'officer' then kec = nullif(current_setting('app.kec', true), '')::integer
      or kec = any (string_to_array(nullif(current_setting('app.also', true), ''), ',')::integer[])
    when 'intake' then kec = nullif(current_setting('app.kec', true), '')::integer
      or kec = any (string_to_array(nullif(current_setting('app.also', true), ''), ',')::integer[])
    else false
  end
$$;
