-- The counter: corrected personal data keep what stood before, and a repeated registration that was looked at says by whom.

create table person_change (
  kec_id        integer not null,
  id            uuid not null,
  enrolment_id  uuid not null,
  at            timestamptz not null,
  account       text not null,
  fields        text[] not null,
  body          bytea not null,                      -- R: sealed: what stood before
  primary key (kec_id, id)
);
create index on person_change (kec_id, enrolment_id);
alter table person_change enable row level security;
alter table person_change force row level security;
create policy seen on person_change for select to tujuhpas_staff, tujuhpas_job using (scope_sees_people(kec_id));
create policy added on person_change for insert to tujuhpas_staff, tujuhpas_job with check (scope_sees_people(kec_id));
create policy owner on person_change to current_user using (true) with check (true);
create policy own on person_change for select to tujuhpas_member
  using (enrolment_id = any (nullif(current_setting('app.enrolments', true), '')::uuid[]));
grant select, insert on person_change to tujuhpas_staff, tujuhpas_job;
grant select on person_change to tujuhpas_member;

alter table repeat_registration add column seen_at timestamptz, add column seen_by text;
grant update (seen_at, seen_by) on repeat_registration to tujuhpas_staff;
