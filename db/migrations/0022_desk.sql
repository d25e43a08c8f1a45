-- The desk: who is to be seen first, finding a member with typing errors, views that an account keeps, and acts on several members at once.

create extension if not exists pg_trgm;              -- contrib: names and businesses that look alike

-- What the next step lacks, kept with the reach as the facts stand; filled for older rows by the task `fill-next`.
alter table enrolment_reach
  add column next_step smallint,                     -- the first neither reached nor waived; null: all seven stand
  add column lacks     smallint,                     -- how many acts it still needs
  add column missing   text,                         -- which: JSON, as journey/ names them
  add column lapsed    boolean,                      -- it stood before, and has run out or was taken back
  add column touched_on date;                        -- the last day of which a fact tells
-- All that the queue asks of a kecamatan's rows stands in their key, so that it reads the index and not the rows.
alter table enrolment_reach drop constraint enrolment_reach_pkey;
alter table enrolment_reach add primary key (kec_id, enrolment_id)
  include (next_step, lacks, lapsed, touched_on, p1_in, p4_until, ended_on);

-- New entries wait in a list of at most so many kB and are sorted in together: an import is not held up by each of its names.
create index person_by_likeness on person using gin (name_key gin_trgm_ops) with (gin_pending_list_limit = 16384);
create index business_by_likeness on business using gin ((lower(coalesce(name, '') || ' ' || coalesce(trade, ''))) gin_trgm_ops)
  with (gin_pending_list_limit = 16384);

-- People of the caller's scope whose name, or whose business, is like what is sought; the likest first. Under row security an index on
-- likeness would not be used, so the scope stands in the function. Plan: person_by_likeness, business_by_likeness.
create function people_like(sought text[], of_kec integer, least_like real, most integer)
  returns table (kec_id integer, person_id uuid, likeness real)
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  perform set_config('pg_trgm.word_similarity_threshold', least_like::text, true);
  return query with found as (
    select p.kec_id, p.id, (select max(word_similarity(s, p.name_key) + similarity(s, p.name_key) / 4) from unnest(sought) s) as likeness
    from person p where p.name_key %> any (sought) and (of_kec is null or p.kec_id = of_kec)
    union all
    select b.kec_id, b.person_id, (select max(word_similarity(s, lower(coalesce(b.name, '') || ' ' || coalesce(b.trade, '')))) * 0.9 from unnest(sought) s)
    from business b where lower(coalesce(b.name, '') || ' ' || coalesce(b.trade, '')) %> any (sought) and (of_kec is null or b.kec_id = of_kec))
  select f.kec_id, f.id, max(f.likeness)::real from found f
  where scope_sees_people(f.kec_id) and coalesce(current_setting('app.role', true), '') in ('officer', 'office', 'system')
  group by 1, 2 order by 3 desc, 2 limit most;
end $$;
revoke all on function people_like from public;
grant execute on function people_like to tujuhpas_staff, tujuhpas_job;

create table saved_view (                            -- a list that an account comes back to
  id            uuid primary key,
  account       text not null references account (name),
  name          text not null,
  query         text not null,                       -- as it stands in the address: filters, nobody's data
  made_at       timestamptz not null,
  unique (account, name)
);

create table bulk_act (                              -- one act on several members at once; taken back whole
  kec_id        integer not null,
  id            uuid not null,
  kind          text not null check (kind in ('attended', 'later')),
  about         text not null,                       -- P: which class and session, or why they are put off
  n             integer not null,
  at            timestamptz not null,
  by_account    text not null,
  undone_at     timestamptz,
  undone_by     text,
  undone_why    text,                                -- P
  primary key (kec_id, id),
  check ((undone_at is null) = (undone_by is null) and (undone_at is null) = (undone_why is null))
);

create table bulk_item (
  kec_id        integer not null,
  bulk_id       uuid not null,
  enrolment_id  uuid not null,
  fact_id       uuid,                                -- the fact that it wrote, where it wrote one
  later_until   date,                                -- out of the queue until then
  primary key (kec_id, bulk_id, enrolment_id),
  foreign key (kec_id, bulk_id) references bulk_act (kec_id, id)
);
create index on bulk_item (kec_id, enrolment_id) where later_until is not null;

grant select, insert, delete on saved_view to tujuhpas_staff;
grant select on bulk_act, bulk_item to tujuhpas_staff;
grant select, insert on bulk_act, bulk_item to tujuhpas_job;
grant update (undone_at, undone_by, undone_why) on bulk_act to tujuhpas_job;

do $$
declare
  t text;
  actor text := $q$nullif(current_setting('app.actor', true), '')$q$;
begin
  foreach t in array array['saved_view', 'bulk_act', 'bulk_item'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to current_user using (true) with check (true)', t);
  end loop;
  execute format('create policy own on saved_view to tujuhpas_staff using (account = %1$s) with check (account = %1$s)', actor);
  foreach t in array array['bulk_act', 'bulk_item'] loop
    execute format('create policy seen on %I for select to tujuhpas_staff, tujuhpas_job using (scope_sees_people(kec_id))', t);
  end loop;
  execute format('create policy added on bulk_act for insert to tujuhpas_job with check (scope_sees_people(kec_id) and by_account = %s)', actor);
  execute format('create policy added on bulk_item for insert to tujuhpas_job with check (scope_sees_people(kec_id)
    and exists (select from bulk_act b where b.kec_id = bulk_item.kec_id and b.id = bulk_id and b.by_account = %s))', actor);
  execute format('create policy undone on bulk_act for update to tujuhpas_job using (scope_sees_people(kec_id) and undone_at is null) with check (undone_by = %s)', actor);
end $$;
