-- A member's data erased on their request: the person is gone, what was counted stays. Facts, chains and frozen weeks hold no personal data
-- (their sealed fields are salted with the key that goes here), so not a byte of them changes.

create table erasure (                               -- that it was done: nothing about whom but the public number
  kec_id        integer not null,
  id            uuid not null,                       -- the request that it was decided on
  number        text not null,
  at            timestamptz not null,
  done_by       text not null,
  reason        text not null check (reason in ('member-request')),
  persons       smallint not null,                   -- rows emptied, through moves and merges
  details       integer not null,                    -- sealed fields deleted
  primary key (kec_id, id)
);
alter table erasure enable row level security;
alter table erasure force row level security;
create policy seen on erasure for select to tujuhpas_staff, tujuhpas_job using (scope_sees(kec_id));
create policy owner on erasure to current_user using (true) with check (true);
grant select on erasure to tujuhpas_staff, tujuhpas_job;

-- What was said about the person goes; that it was said stays.
alter table person_change alter column body drop not null;
alter table member_request drop constraint answered_whole;
alter table member_request add constraint answered_whole
  check ((answered_at is null) = (answered_by is null) and (answered_at is null) = (outcome is null) and (answered_at is not null or answer is null));

-- Carries out an open request for erasure, and answers it, all or nothing; how many rows of the person were emptied, or null when no such
-- request waits. `messages`: those to these phones, which only the key file can tell; `marks`: the phones' keyed hashes, one each.
create function erase_person(of_kec integer, request uuid, at timestamptz, sealed_answer bytea, messages uuid[], phones text[], marks bytea[])
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
revoke all on function erase_person from public;
grant execute on function erase_person to tujuhpas_job;
