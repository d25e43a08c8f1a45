-- Two members who may be one person: found by comparing everybody, decided by a person. Pairs that nobody has decided are found anew each
-- time; a decision stays. A merge itself is a fact (enrolment.ended, merged into), and taking it back a void.

create table duplicate_scan (                        -- when everybody was last compared
  id            uuid primary key,
  at            timestamptz not null,                -- the programme's clock
  made_at       timestamptz not null default clock_timestamp(),
  people        integer not null,
  pairs         integer not null
);

create table duplicate_pair (
  kec_id        integer not null,                    -- where the first is a member
  other_kec     integer not null,                    -- and where the second
  id            uuid not null unique,
  first         text not null,                       -- public numbers
  second        text not null,
  score         real not null,                       -- 0 to 1: the share of "one person"
  odds          real not null,                       -- its natural logarithm of odds: the order
  evidence      jsonb not null,                      -- codes of what the fields show, and their weight; nothing of what they hold
  found_at      timestamptz not null,
  scan_id       uuid not null,                       -- the last one that found it
  primary key (kec_id, id),
  unique (first, second),
  check (first < second)
);
create index on duplicate_pair (kec_id, odds desc);
create index on duplicate_pair (second);

create table duplicate_decision (
  pair_id       uuid not null references duplicate_pair (id),
  id            uuid primary key,
  nr            bigint generated always as identity,
  outcome       text not null check (outcome in ('one', 'two', 'ask', 'split')),
  keeps         text,                                -- of one person: the number that remains
  fact_id       uuid,                                -- the fact that merged them
  reason        bytea not null,                      -- P: sealed
  at            timestamptz not null,
  by_account    text not null,
  check ((outcome = 'one') = (keeps is not null) and (outcome = 'one') = (fact_id is not null))
);
create index on duplicate_decision (pair_id, nr desc);

grant select on duplicate_scan, duplicate_pair, duplicate_decision to tujuhpas_staff;
grant select, insert, update, delete on duplicate_pair to tujuhpas_job;
grant select, insert on duplicate_scan, duplicate_decision to tujuhpas_job;

do $$
declare
  t text;
  -- Both are theirs to see: an officer decides within a kecamatan, the office between two.
  both_seen text := $q$(current_setting('app.role', true) in ('officer', 'office', 'system') and scope_sees_people(kec_id) and scope_sees_people(other_kec))$q$;
  of_pair text := $q$exists (select from duplicate_pair p where p.id = pair_id)$q$;
begin
  foreach t in array array['duplicate_scan', 'duplicate_pair', 'duplicate_decision'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to current_user using (true) with check (true)', t);
  end loop;
  execute $q$create policy seen on duplicate_scan for select to tujuhpas_staff, tujuhpas_job using (current_setting('app.role', true) in ('officer', 'office', 'system'))$q$;
  execute $q$create policy added on duplicate_scan for insert to tujuhpas_job with check (current_setting('app.role', true) = 'system')$q$;
  execute format('create policy seen on duplicate_pair for select to tujuhpas_staff, tujuhpas_job using (%s)', both_seen);
  execute format('create policy kept on duplicate_pair for all to tujuhpas_job using (%1$s) with check (%1$s)', both_seen);
  execute format('create policy seen on duplicate_decision for select to tujuhpas_staff, tujuhpas_job using (%s)', of_pair);
  execute format($q$create policy added on duplicate_decision for insert to tujuhpas_job
    with check (%s and by_account = current_setting('app.actor', true))$q$, of_pair);
end $$;

-- As in 0018; and nobody is compared with who was erased, nor is a reason kept that tells of them.
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
  update member_request r set body = null, answer = null where r.kec_id = any(kecs) and r.enrolment_id = any(ids);
  update member_request r set answered_at = erase_person.at, answered_by = by_whom, outcome = 'done', answer = sealed_answer
    where r.kec_id = of_kec and r.id = request;
  insert into erasure (kec_id, id, number, at, done_by, reason, persons, details)
    values (of_kec, request, asked.number, erase_person.at, by_whom, 'member-request', emptied, deleted);
  return emptied;
end $$;
