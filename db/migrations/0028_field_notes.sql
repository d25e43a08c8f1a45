-- Notes from a mentor's device that could not be counted as they were: kept until the mentor mends or drops them, so that nothing is lost in silence.
create table field_note (
  mentor        text not null references mentor,
  id            uuid not null,                       -- the contact's, once it counts
  number        text not null,                       -- the member's, as it was written
  at            timestamptz not null,                -- when it was noted, as far as the device may be believed
  taken_at      timestamptz not null,
  body          bytea,                               -- P: sealed: what was noted; emptied when it is settled, and with an erasure
  problem       jsonb not null,                      -- why it does not count, as rules.ts and the journal name it
  settled_at    timestamptz,
  settled_as    text check (settled_as in ('counted', 'dropped')),
  primary key (mentor, id),
  check ((settled_at is null) = (settled_as is null))
);
grant select, insert, update on field_note to tujuhpas_mentor;
alter table field_note enable row level security;
alter table field_note force row level security;
create policy owner on field_note to current_user using (true) with check (true);
create policy mine on field_note to tujuhpas_mentor using (mentor = nullif(current_setting('app.actor', true), '')) with check (mentor = nullif(current_setting('app.actor', true), ''));

create or replace function erase_in_rooms(kecs integer[], ids uuid[], numbers text[]) returns void
  language sql volatile security definer set search_path = public, pg_temp as $$
  update homework set body = null, photo = null, photo_type = null, answer = null where enrolment_kec = any(kecs) and enrolment_id = any(ids);
  update certificate set initials = null where enrolment_kec = any(kecs) and enrolment_id = any(ids);
  delete from class_feedback where enrolment_id = any(ids);
  update agreement set goal = null where kec_id = any(kecs) and enrolment_id = any(ids);
  update clinic_tap t set body = null where t.kec_id = any(kecs) and t.visit in (select c.visit from clinic_tap c where c.kec_id = t.kec_id and c.enrolment_id = any(ids));
  update field_note set body = null where number = any(numbers);
$$;
