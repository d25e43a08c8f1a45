-- Messages that leave the house, and how a member proves to be the member: a one-time code to the phone, or one from an officer.

create table message (                               -- queued in the caller's transaction; a job carries its id only
  id            uuid primary key,
  recipient     bytea,                               -- P: sealed; emptied with the text
  body          bytea,                               -- S: sealed; emptied when it was delivered, or after 7 days
  purpose       text not null,
  state         text not null check (state in ('waiting', 'sending', 'kept', 'sent', 'delivered', 'refused', 'unknown', 'expired', 'withheld')),
  withheld      boolean not null default false,      -- asked for a phone that is nobody's: written like any other, sent to nobody
  tries         smallint not null default 0,
  provider      text,
  provider_id   text,
  problem       text,
  made_at       timestamptz not null,
  until         timestamptz not null,
  done_at       timestamptz
);
create index on message (made_at);
create unique index on message (provider, provider_id) where provider_id is not null;
grant select, insert, update on message to tujuhpas_job;
grant insert on message to tujuhpas_staff;
grant select on message to tujuhpas_staff;

create table sign_in_phone (                         -- what is counted for a phone, known or not; a new code sets nothing back
  mark          bytea primary key,                   -- keyed hash of the phone, or of the phone and a device that has signed in before
  failures      smallint not null default 0,         -- in a row
  day           date not null,
  codes         smallint not null default 0          -- sent on that day
);
create table sign_in_address (                       -- wide: carriers share addresses
  mark          bytea not null,                      -- keyed hash of the address (of IPv6, its /64)
  hour          timestamptz not null,
  n             integer not null,
  primary key (mark, hour)
);
create table sign_in_code (
  id            uuid primary key,
  browser       bytea not null,                      -- S: keyed hash: which browser asked
  mark          bytea not null,                      -- whose count
  phone         bytea not null,                      -- P: sealed
  code          bytea not null,                      -- S: keyed hash
  tries         smallint not null default 0,
  made_at       timestamptz not null,
  proved_at     timestamptz,
  confirms      smallint not null default 0,         -- wrong answers to "whose page"
  used_at       timestamptz
);
create index on sign_in_code (browser, made_at);
create index on sign_in_code (made_at);
create table known_device (                          -- a browser that has signed in with this phone
  token         bytea primary key,                   -- S: keyed hash
  phone         bytea not null,                      -- keyed hash
  made_at       timestamptz not null
);
grant select, insert, update, delete on sign_in_phone, sign_in_address, sign_in_code, known_device to tujuhpas_job;

create table counter_code (                          -- from an officer who has seen the KTP; for those without a phone
  kec_id        integer not null,
  id            uuid not null,
  number        text not null,
  code          bytea not null,                      -- S: keyed hash
  tries         smallint not null default 0,
  made_by       text not null,
  made_at       timestamptz not null,
  used_at       timestamptz,
  primary key (kec_id, id)
);
create index on counter_code (number, made_at);
grant select, insert on counter_code to tujuhpas_staff, tujuhpas_job;
grant update (tries, used_at) on counter_code to tujuhpas_job;

do $$
declare
  t text;
  role text := $q$current_setting('app.role', true)$q$;
begin
  foreach t in array array['message', 'sign_in_phone', 'sign_in_address', 'sign_in_code', 'known_device', 'counter_code'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to current_user using (true) with check (true)', t);
    execute format('create policy signing_in on %I to tujuhpas_job using (%s in (''sign-in'', ''system'')) with check (%s in (''sign-in'', ''system''))', t, role, role);
  end loop;
  execute format('create policy written on message for insert to tujuhpas_staff, tujuhpas_job with check (state = ''waiting'')');
  execute format('create policy seen on message for select to tujuhpas_staff using (%s in (''operator'', ''office''))', role);
end $$;
create policy issued on counter_code for insert to tujuhpas_staff, tujuhpas_job with check (scope_sees_people(kec_id));
create policy seen on counter_code for select to tujuhpas_staff, tujuhpas_job using (scope_sees_people(kec_id));

-- Who has this phone, in the whole city? Exact, never a part of it; each member once, where they are now.
create index person_by_phone_anywhere on person (phone) where phone is not null;
create index enrolment_locator_by_enrolment on enrolment_locator (kec_id, enrolment_id);
create function members_of_phone(of_phone text)
  returns table (number text, name text, shared boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  select min(l.number), p.name, p.phone_use is not distinct from 'shared'
  from person p join enrolment e on e.kec_id = p.kec_id and e.person_id = p.id
  join enrolment_locator l on l.kec_id = e.kec_id and l.enrolment_id = e.id
  where p.phone = of_phone
  group by e.id, p.name, p.phone_use
  order by 1 limit 12
$$;
-- Is this the birth date, or another number, of one who has this phone?
create function member_confirms(of_phone text, of_number text, born date)
  returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select from enrolment_locator l join enrolment e on e.kec_id = l.kec_id and e.id = l.enrolment_id
    join person p on p.kec_id = e.kec_id and p.id = e.person_id
    where l.number = of_number and p.phone = of_phone and p.birth_date = born)
$$;
create function phone_of_member(of_number text)
  returns text language sql stable security definer set search_path = public, pg_temp as $$
  select p.phone from enrolment_locator l join enrolment e on e.kec_id = l.kec_id and e.id = l.enrolment_id
  join person p on p.kec_id = e.kec_id and p.id = e.person_id where l.number = of_number
$$;
revoke all on function members_of_phone, member_confirms, phone_of_member from public;
grant execute on function members_of_phone, member_confirms, phone_of_member to tujuhpas_job;
