-- A sheet that was imported by mistake is taken back whole: by facts that void, never by deleting one. What led to its members is released,
-- so that the same sheet sent again is taken as if it were new.

alter table import_job drop constraint import_job_state_check;
alter table import_job add constraint import_job_state_check
  check (state in ('mapping', 'queued', 'running', 'done', 'refused', 'taking-back', 'taken-back'));

alter table enrolment add column taken_back boolean not null default false; -- its registration is void with its sheet: it counts nowhere

create table import_take_back (
  import_id     uuid primary key references import_job,
  reason        text not null,                       -- P: as somebody wrote it
  with_later    boolean not null,                    -- also those who have facts from elsewhere
  account       text not null,
  rows_done     integer not null default 0,          -- up to which row: a run that is killed goes on behind it
  taken         integer not null default 0,
  left_out      integer not null default 0,
  made_at       timestamptz not null,
  done_at       timestamptz
);
grant select, insert, update on import_take_back to tujuhpas_staff, tujuhpas_job;
alter table import_take_back enable row level security;
alter table import_take_back force row level security;
create policy scope on import_take_back to tujuhpas_staff, tujuhpas_job
  using (current_setting('app.role', true) in ('system', 'office')) with check (current_setting('app.role', true) in ('system', 'office'));
create policy owner on import_take_back to current_user using (true) with check (true);

-- Only what belongs to an enrolment of this import that was marked as taken back before.
create function release_taken_back(of_import uuid, members text[], marks bytea[], persons uuid[]) returns void
  language sql volatile security definer set search_path = public, pg_temp as $$
  delete from nik_registry n using unnest(marks, persons) as a(mark, person), enrolment e
    where n.mark = a.mark and n.person_id = a.person and e.kec_id = n.kec_id and e.person_id = n.person_id
      and e.import_id = of_import and e.taken_back;
  delete from row_registry where import_id = of_import and member = any(members);
  delete from member_ref r using enrolment_locator l, enrolment e
    where r.number = any(members) and l.number = r.number and e.kec_id = l.kec_id and e.id = l.enrolment_id
      and e.import_id = of_import and e.taken_back;
  delete from enrolment_locator l using enrolment e
    where l.number = any(members) and e.kec_id = l.kec_id and e.id = l.enrolment_id and e.import_id = of_import and e.taken_back
$$;
revoke all on function release_taken_back from public;
grant execute on function release_taken_back to tujuhpas_job;
