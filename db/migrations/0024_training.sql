-- P2 training: what is taught, classes and their sessions, seats and who waits, check-in, homework, certificates, feedback, invitations.
-- A step counts from facts alone (class.attended, homework.accepted); these tables say what is planned and who may sit where.

create extension if not exists btree_gist;           -- contrib: nobody and no room is in two places at once

-- ---------------------------------------------------------------- what is taught, replicated everywhere

create table training_module (
  code          text primary key check (code ~ '^[a-z0-9][a-z0-9-]{1,39}$'),
  title         text not null,
  title_en      text not null,
  about         text not null,
  about_en      text not null,
  homework      text,                                -- what is to be handed in; null: nothing
  homework_en   text,
  position      smallint not null,
  closed_on     date                                 -- no new class of it from then on
);
insert into training_module (code, title, title_en, about, about_en, homework, homework_en, position) values
  ('pola-pikir', 'Pola pikir wirausaha', 'Thinking as an entrepreneur', 'Kenapa berusaha, untuk siapa, dan apa yang mau dicoba pekan ini.',
    'Why one trades, for whom, and what to try this week.', null, null, 1),
  ('rencana-usaha', 'Rencana usaha satu halaman', 'A business plan on one page', 'Pembeli, barang, harga, tempat, modal: satu halaman yang bisa dijelaskan ke orang lain.',
    'Buyers, goods, price, place, money: one page that can be explained to somebody else.', 'Rencana usaha Anda, satu halaman. Boleh foto tulisan tangan.',
    'Your business plan, one page. A photo of handwriting will do.', 2),
  ('harga-jual', 'Menghitung harga jual', 'Working out a price', 'Bahan, tenaga, kemasan dan sewa masuk ke harga; sisanya untung.',
    'Materials, work, packing and rent go into the price; what is left is profit.', 'Hitungan harga satu barang Anda.', 'The price of one of your goods, worked out.', 3),
  ('catatan-kas', 'Mencatat uang masuk dan keluar', 'Writing down money in and out', 'Buku kas lima menit sehari, uang rumah dan uang usaha terpisah.',
    'A cash book in five minutes a day; household money and business money apart.', 'Foto catatan kas satu pekan.', 'A photo of one week of your cash book.', 4),
  ('pemasaran', 'Menjual lewat telepon', 'Selling by phone', 'Foto barang, keterangan yang jujur, menjawab pembeli.', 'Photos of goods, honest words, answering buyers.',
    null, null, 5);

create table training_course (                       -- a programme of modules, taught as one class
  code          text primary key check (code ~ '^[a-z0-9][a-z0-9-]{1,39}$'),
  title         text not null,
  title_en      text not null,
  modules       text[] not null check (cardinality(modules) between 1 and 12),
  closed_on     date
);
insert into training_course (code, title, title_en, modules) values
  ('dasar', 'Kelas dasar usaha', 'Basics of business', '{pola-pikir,rencana-usaha,harga-jual,catatan-kas}'),
  ('harga-jual', 'Klinik harga jual', 'Price clinic', '{harga-jual}'),
  ('catatan-kas', 'Klinik catatan kas', 'Cash book clinic', '{catatan-kas}'),
  ('pemasaran', 'Klinik menjual lewat telepon', 'Clinic: selling by phone', '{pemasaran}');

create table trainer (
  code          text primary key check (code ~ '^[a-z][a-z0-9._-]{1,39}$'), -- the account's name, where there is one
  shown_as      text not null,                       -- a public role: stands on the class's page
  closed_on     date
);

-- Whose time is taken, in the whole city: a trainer or mentor is in one place at a time.
create table staff_time (
  who           text not null,
  during        tstzrange not null,
  kec_id        integer not null,
  what          text not null check (what in ('class', 'meeting')),
  ref           uuid not null,
  nr            smallint not null default 0,
  primary key (ref, nr),
  constraint one_place_at_a_time exclude using gist (who with =, during with &&)
);

-- ---------------------------------------------------------------- places, classes, sessions

create table venue (
  kec_id        integer not null,
  id            uuid not null,
  name          text not null,
  address       text not null,
  seats         smallint not null check (seats between 1 and 2000),
  closed_on     date,
  primary key (kec_id, id)
);

create table class (
  kec_id        integer not null,
  id            uuid not null,
  code          text not null,                       -- as facts name it: PSM-K12
  course        text not null references training_course,
  venue_id      uuid not null,
  trainer       text not null references trainer,
  language      text not null default 'id' check (language in ('id', 'en', 'isyarat')),
  capacity      smallint not null check (capacity between 1 and 2000),
  waiting_most  smallint not null check (waiting_most between 0 and 2000),
  reach         text not null check (reach in ('kecamatan', 'kota', 'city')),
  for_step      smallint check (for_step between 2 and 7), -- for those who have not reached it
  for_trade     text,
  first_on      date not null,
  last_on       date not null,
  -- Decided under this row's lock: how many sit, how many wait, and who asked as which.
  seated        smallint not null default 0,
  waiting       smallint not null default 0,
  asked         integer not null default 0,
  made_by       text not null,
  made_at       timestamptz not null,
  cancelled_at  timestamptz,
  cancelled_by  text,
  cancelled_why text,
  primary key (kec_id, id),
  check (seated >= 0 and seated <= capacity),        -- never oversold, whatever the code does
  check (waiting >= 0 and last_on >= first_on)
);
create index class_by_day on class (kec_id, last_on);
create table class_code (                            -- unique in the city
  code          text primary key,
  kec_id        integer not null,
  class_id      uuid not null
);

create table class_session (
  kec_id        integer not null,
  class_id      uuid not null,
  nr            smallint not null check (nr between 1 and 60),
  venue_id      uuid not null,
  trainer       text not null,
  module        text not null references training_module,
  during        tstzrange not null,
  cancelled     boolean not null default false,
  moved_at      timestamptz,
  primary key (kec_id, class_id, nr),
  constraint one_class_in_a_room exclude using gist (kec_id with =, venue_id with =, during with &&) where (not cancelled)
);

-- ---------------------------------------------------------------- seats

create table booking (
  kec_id        integer not null,                    -- the class's
  id            uuid not null,
  class_id      uuid not null,
  enrolment_kec integer not null,
  enrolment_id  uuid not null,
  number        text not null,
  state         text not null check (state in ('seated', 'waiting', 'cancelled', 'moved', 'released')),
  place         integer not null,                    -- in the order of asking
  at            timestamptz not null,
  by_account    text not null,
  seated_at     timestamptz,
  ended_at      timestamptz,
  ended_by      text,
  reminded_at   timestamptz,
  primary key (kec_id, id)
);
create unique index booking_once on booking (kec_id, class_id, enrolment_id) where state in ('seated', 'waiting');
create index booking_in_line on booking (kec_id, class_id, place);
create index booking_of_member on booking (enrolment_kec, enrolment_id);

create table member_time (                           -- a member sits in one session at a time, wherever it is held
  kec_id        integer not null,                    -- the member's
  enrolment_id  uuid not null,
  during        tstzrange not null,
  ref           uuid not null,                       -- booking or meeting
  nr            smallint not null default 0,
  primary key (kec_id, enrolment_id, ref, nr),
  constraint one_seat_at_a_time exclude using gist (enrolment_id with =, during with &&)
);

-- ---------------------------------------------------------------- attendance, homework, certificates, feedback

create table attendance (                            -- a check-in; what counts is its fact, class.attended
  kec_id        integer not null,
  id            uuid not null,                       -- the fact's
  class_id      uuid not null,
  nr            smallint not null,
  enrolment_kec integer not null,
  enrolment_id  uuid not null,
  number        text not null,
  at            timestamptz not null,                -- as the door wrote it
  way           text not null check (way in ('number', 'qr', 'list', 'nik')),
  late          boolean not null,
  by_account    text not null,
  undone_at     timestamptz,
  undone_by     text,
  undone_why    text,
  primary key (kec_id, id)
);
create unique index attendance_once on attendance (kec_id, class_id, nr, enrolment_id) where undone_at is null;
create index attendance_of_member on attendance (enrolment_kec, enrolment_id);

create table homework (
  kec_id        integer not null,                    -- the class's
  id            uuid not null,
  class_id      uuid not null,
  module        text not null references training_module,
  enrolment_kec integer not null,
  enrolment_id  uuid not null,
  number        text not null,
  body          bytea,                               -- P: sealed: what was written; emptied with an erasure
  photo         bytea,                               -- P: sealed
  photo_type    text check (photo_type in ('image/jpeg', 'image/png', 'image/webp')),
  handed_in_at  timestamptz not null,
  late          boolean not null,
  decided_at    timestamptz,
  decided_by    text,
  outcome       text check (outcome in ('accepted', 'returned')),
  answer        bytea,                               -- P: sealed: what the reader wrote
  fact_id       uuid,                                -- homework.accepted
  primary key (kec_id, id),
  check ((decided_at is null) = (decided_by is null) and (decided_at is null) = (outcome is null))
);
create index homework_of_member on homework (enrolment_kec, enrolment_id);
create index homework_waiting on homework (kec_id, handed_in_at) where decided_at is null;
create index homework_of_class on homework (kec_id, class_id);

create table certificate (                           -- found by its code in the whole city
  code          text primary key,
  kec_id        integer not null,
  class_id      uuid not null,
  enrolment_kec integer not null,
  enrolment_id  uuid not null,
  number        text not null,
  initials      text,                                -- P: B•• S•••••; emptied with an erasure
  issued_on     date not null,
  sessions      smallint not null,
  withdrawn_on  date,
  withdrawn_why text,
  unique (kec_id, class_id, enrolment_id)
);

create table class_feedback (
  kec_id        integer not null,
  class_id      uuid not null,
  enrolment_id  uuid not null,
  useful        smallint not null check (useful between 1 and 3),
  pace          smallint not null check (pace between 1 and 3),
  again         smallint not null check (again between 1 and 3),
  at            timestamptz not null,
  primary key (kec_id, class_id, enrolment_id)
);

create table invitation (                            -- somebody was asked to come to a class; what came of it is read from bookings and facts
  kec_id        integer not null,                    -- the member's
  id            uuid not null,
  enrolment_id  uuid not null,
  number        text not null,
  class_kec     integer not null,
  class_id      uuid not null,
  way           text not null check (way in ('message', 'call')), -- call: no phone or no consent to messages; somebody rings or tells
  at            timestamptz not null,
  by_account    text not null,
  primary key (kec_id, id)
);
create unique index invitation_once on invitation (kec_id, enrolment_id, class_id);
create index invitation_of_class on invitation (class_kec, class_id);

-- ---------------------------------------------------------------- who may what

grant select on training_module, training_course, trainer, venue, class, class_session, class_code to tujuhpas_public, tujuhpas_member, tujuhpas_staff, tujuhpas_job;
grant insert, update on training_module, training_course, trainer, venue to tujuhpas_staff;
grant insert, update on class, class_session to tujuhpas_staff, tujuhpas_job;
grant insert on class_code to tujuhpas_staff, tujuhpas_job;
grant insert on trainer, venue to tujuhpas_job;
grant select, insert, update, delete on staff_time, member_time to tujuhpas_staff, tujuhpas_job;
grant select, insert, update on booking to tujuhpas_staff, tujuhpas_job;
grant select, insert on attendance, class_feedback, invitation, homework to tujuhpas_staff, tujuhpas_job;
grant update (undone_at, undone_by, undone_why) on attendance to tujuhpas_job;
grant update (way) on invitation to tujuhpas_job;
grant update (decided_at, decided_by, outcome, answer, fact_id) on homework to tujuhpas_job;
grant select, insert, update on certificate to tujuhpas_staff, tujuhpas_job;
grant update (useful, pace, again, at) on class_feedback to tujuhpas_job;
grant select on booking, member_time, attendance, homework, class_feedback, certificate, invitation to tujuhpas_member;

do $$
declare
  t text;
  own_enrolments text := $q$any (nullif(current_setting('app.enrolments', true), '')::uuid[])$q$;
  teaches text := $q$current_setting('app.role', true) in ('office', 'system')$q$;
begin
  foreach t in array array['training_module', 'training_course', 'trainer', 'staff_time', 'venue', 'class', 'class_code', 'class_session', 'booking', 'member_time',
    'attendance', 'homework', 'certificate', 'class_feedback', 'invitation'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to current_user using (true) with check (true)', t);
  end loop;
  -- What is taught, where and when is public; who sits there is not.
  foreach t in array array['training_module', 'training_course', 'trainer', 'venue', 'class', 'class_code', 'class_session'] loop
    execute format('create policy seen on %I for select using (true)', t);
  end loop;
  foreach t in array array['training_module', 'training_course'] loop
    execute format('create policy added on %I for insert to tujuhpas_staff with check (%s)', t, teaches);
    execute format('create policy changed on %I for update to tujuhpas_staff using (%s)', t, teaches);
  end loop;
  execute $q$create policy added on trainer for insert to tujuhpas_staff, tujuhpas_job with check (current_setting('app.role', true) in ('office', 'officer', 'system'))$q$;
  execute format('create policy changed on trainer for update to tujuhpas_staff using (%s)', teaches);
  foreach t in array array['venue', 'class', 'class_code', 'class_session'] loop
    execute format('create policy added on %I for insert to tujuhpas_staff, tujuhpas_job with check (scope_sees_people(kec_id))', t);
  end loop;
  foreach t in array array['venue', 'class', 'class_session'] loop
    execute format('create policy changed on %I for update to tujuhpas_staff, tujuhpas_job using (scope_sees_people(kec_id))', t);
  end loop;
  -- Whose time is taken must be known to whoever plans; with whom and for what is in the tables it points to.
  execute $q$create policy seen on staff_time for select to tujuhpas_staff, tujuhpas_job using (current_setting('app.role', true) in ('office', 'officer', 'intake', 'system'))$q$;
  execute 'create policy added on staff_time for insert to tujuhpas_staff, tujuhpas_job with check (scope_sees_people(kec_id))';
  execute 'create policy changed on staff_time for update to tujuhpas_staff, tujuhpas_job using (scope_sees_people(kec_id))';
  execute 'create policy removed on staff_time for delete to tujuhpas_staff, tujuhpas_job using (scope_sees_people(kec_id))';
  foreach t in array array['booking', 'attendance', 'homework', 'certificate', 'class_feedback', 'invitation', 'member_time'] loop
    execute format('create policy scope on %I to tujuhpas_staff, tujuhpas_job using (scope_sees_people(kec_id)) with check (scope_sees_people(kec_id))', t);
  end loop;
  -- An officer sees where the own kecamatan's members sit elsewhere.
  foreach t in array array['booking', 'attendance', 'homework', 'certificate'] loop
    execute format('create policy ours on %I for select to tujuhpas_staff, tujuhpas_job using (scope_sees_people(enrolment_kec))', t);
  end loop;
  foreach t in array array['booking', 'attendance', 'homework', 'certificate', 'class_feedback', 'invitation', 'member_time'] loop
    execute format('create policy own on %I for select to tujuhpas_member using (enrolment_id = %s)', t, own_enrolments);
  end loop;
end $$;

-- Whoever holds a certificate's code may ask whether it is true: what, when, and initials to compare with the person who shows it.
create function certificate_says(of_code text)
  returns table (kec_id integer, class_id uuid, initials text, issued_on date, sessions smallint, withdrawn_on date)
  language sql stable security definer set search_path = public, pg_temp as $$
  select kec_id, class_id, initials, issued_on, sessions, withdrawn_on from certificate where code = of_code
$$;
revoke all on function certificate_says from public;
grant execute on function certificate_says to tujuhpas_public;

-- The phone to remind or invite by: only of somebody who agreed to messages, and whose phone it is. Plan: locator, primary keys.
create function phone_to_tell(of_kec integer, of_enrolment uuid) returns text
  language sql stable security definer set search_path = public, pg_temp as $$
  select p.phone from enrolment e join person p on p.kec_id = e.kec_id and p.id = e.person_id
  where e.kec_id = of_kec and e.id = of_enrolment and p.phone is not null and p.phone_use is distinct from 'none'
    and current_setting('app.role', true) in ('officer', 'office', 'system', 'intake')
    and not exists (select from restriction x where x.kec_id = e.kec_id and x.enrolment_id = e.id and x.lifted_at is null)
    and (select j.kind = 'consent.given' from journal_event j where j.kec_id = e.kec_id and j.enrolment_id = e.id
      and j.kind in ('consent.given', 'consent.withdrawn') and j.payload->>'purpose' = 'message'
      and not exists (select from journal_event v where v.kec_id = j.kec_id and v.enrolment_id = j.enrolment_id and v.voids = j.id)
      order by j.occurred_on desc, j.seq desc limit 1)
$$;
revoke all on function phone_to_tell from public;
grant execute on function phone_to_tell to tujuhpas_job;

-- ---------------------------------------------------------------- erasure

-- What the rooms hold of a person, emptied with the rest; a later room adds its lines here.
create function erase_in_rooms(kecs integer[], ids uuid[], numbers text[]) returns void
  language sql volatile security definer set search_path = public, pg_temp as $$
  update homework set body = null, photo = null, photo_type = null, answer = null where enrolment_kec = any(kecs) and enrolment_id = any(ids);
  update certificate set initials = null where enrolment_kec = any(kecs) and enrolment_id = any(ids);
  delete from class_feedback where enrolment_id = any(ids);
$$;
revoke all on function erase_in_rooms from public;

create or replace function erase_person(of_kec integer, request uuid, at timestamptz, sealed_answer bytea, messages uuid[], phones text[], marks bytea[])
  returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  by_whom   text := current_setting('app.actor', true);
  asked     member_request;
  here      enrolment;
  kecs      integer[];
  ids       uuid[];
  owners    uuid[];
  numbers   text[];
  emptied   integer;
  deleted   integer;
begin
  if coalesce(current_setting('app.role', true), '') not in ('office', 'system') then
    raise exception 'erasure is the office''s' using errcode = '42501';
  end if;
  select * into asked from member_request where kec_id = of_kec and id = request and kind = 'erasure' and answered_at is null for update;
  if not found then return null; end if;
  select * into here from enrolment where kec_id = of_kec and id = asked.enrolment_id;
  select array_agg(distinct e.kec_id), array_agg(e.id), array_agg(distinct e.person_id), array_agg(distinct e.number)
    into kecs, ids, owners, numbers
    from enrolment e where (here.tied and e.tied and e.lineage = here.lineage) or (e.kec_id = here.kec_id and e.id = here.id);

  update person set name = '(dihapus)', name_key = '', nik = null, birth_date = null, sex = null, phone = null, phone_use = null,
    address = null, seal_key = decode(replace(gen_random_uuid()::text, '-', ''), 'hex')
    where kec_id = any(kecs) and id = any(owners);
  get diagnostics emptied = row_count;
  delete from nik_registry where person_id = any(owners);
  update business set name = null, trade = null where kec_id = any(kecs) and person_id = any(owners);
  delete from fact_detail where kec_id = any(kecs) and enrolment_id = any(ids);
  get diagnostics deleted = row_count;
  update person_change set body = null where kec_id = any(kecs) and enrolment_id = any(ids);
  delete from duplicate_decision d using duplicate_pair p where p.id = d.pair_id and (p.first = any(numbers) or p.second = any(numbers));
  delete from duplicate_pair where first = any(numbers) or second = any(numbers);
  delete from repeat_registration where kec_id = any(kecs) and number = any(numbers);
  update import_row set body = null where member = any(numbers);
  delete from member_ref where number = any(numbers);
  delete from member_session where number = any(numbers);
  delete from counter_code where number = any(numbers);
  update message set recipient = null, body = null where id = any(messages);
  -- A phone that somebody else still has keeps its counts and known devices.
  marks := array(select a.mark from unnest(phones, marks) as a(phone, mark) where not exists (select from person p where p.phone = a.phone));
  delete from sign_in_code where mark = any(marks);
  delete from known_device where phone = any(marks);
  delete from sign_in_phone where mark = any(marks);
  perform erase_in_rooms(kecs, ids, numbers);
  update member_request r set body = null, answer = null where r.kec_id = any(kecs) and r.enrolment_id = any(ids);
  update member_request r set answered_at = erase_person.at, answered_by = by_whom, outcome = 'done', answer = sealed_answer
    where r.kec_id = of_kec and r.id = request;
  insert into erasure (kec_id, id, number, at, done_by, reason, persons, details)
    values (of_kec, request, asked.number, erase_person.at, by_whom, 'member-request', emptied, deleted);
  return emptied;
end $$;
