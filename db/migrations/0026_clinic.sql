-- The Saturday clinic: what was tapped on the devices of a morning. Taps are only added; how things stand is read from all of them, so that
-- the order in which they arrive, and how often, makes no difference.

create table clinic_tap (
  kec_id        integer not null,
  id            uuid not null,                       -- made by the device: sent again it is the same tap
  day           date not null,
  kind          text not null check (kind in ('arrive', 'call', 'finish', 'leave')),
  visit         uuid not null,
  at            timestamptz not null,                -- when it was tapped, as the device says, within its day
  taken_at      timestamptz not null,
  device        text not null check (device ~ '^[A-Z]{0,4}$'),
  no            smallint,                            -- arrive: the number given by the house; none where the device gave one itself
  label         text,                                -- arrive: KT3, given while the network was away
  enrolment_id  uuid,                                -- arrive: whose; none for somebody who is not registered yet
  number        text,
  service       text check (service in ('mentoring', 'licence', 'product', 'loan')),
  desk          smallint check (desk between 1 and 9),
  next          text,                                -- finish: one next step, of a short list
  body          bytea,                               -- P: sealed: name of somebody not registered, or what was noted; emptied with an erasure
  fact_id       uuid,                                -- finish: the contact that it became
  by_account    text not null,
  primary key (kec_id, id)
);
create index clinic_day on clinic_tap (kec_id, day);
create index clinic_of_member on clinic_tap (kec_id, enrolment_id) where enrolment_id is not null;

grant select, insert on clinic_tap to tujuhpas_job;
grant update (enrolment_id, fact_id) on clinic_tap to tujuhpas_job; -- a tap may come before the arrival that says whose it is
create index clinic_visit on clinic_tap (kec_id, visit);
grant select on clinic_tap to tujuhpas_staff, tujuhpas_member;
alter table clinic_tap enable row level security;
alter table clinic_tap force row level security;
create policy owner on clinic_tap to current_user using (true) with check (true);
create policy scope on clinic_tap to tujuhpas_staff, tujuhpas_job using (scope_sees_people(kec_id)) with check (scope_sees_people(kec_id));
create policy own on clinic_tap for select to tujuhpas_member using (enrolment_id = any (nullif(current_setting('app.enrolments', true), '')::uuid[]));

create or replace function erase_in_rooms(kecs integer[], ids uuid[], numbers text[]) returns void
  language sql volatile security definer set search_path = public, pg_temp as $$
  update homework set body = null, photo = null, photo_type = null, answer = null where enrolment_kec = any(kecs) and enrolment_id = any(ids);
  update certificate set initials = null where enrolment_kec = any(kecs) and enrolment_id = any(ids);
  delete from class_feedback where enrolment_id = any(ids);
  update agreement set goal = null where kec_id = any(kecs) and enrolment_id = any(ids);
  update clinic_tap t set body = null where t.kec_id = any(kecs) and t.visit in (select c.visit from clinic_tap c where c.kec_id = t.kec_id and c.enrolment_id = any(ids));
$$;
