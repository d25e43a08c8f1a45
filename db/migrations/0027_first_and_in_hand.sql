-- The clinic's number in hand, and what the ranking "who first" and a mentor's week ask for at 300,000 members.

-- A queue number that a device gave while the answer of the server was lost stands beside the server's own: it is the one in somebody's hand.
grant update (label) on clinic_tap to tujuhpas_job;

-- Who lacks one thing at step 3: of these it is asked whether only days must pass.
create index reach_almost_p3 on enrolment_reach (kec_id) where next_step = 3 and lacks = 1;

-- The people behind the enrolments entrusted to the mentor who asks, by their keys: one list a query, not a pass over everybody enrolled.
create function mentored_people() returns setof uuid
  language sql stable security definer set search_path = public, pg_temp as $$
  select e.person_id from assignment a join enrolment e on e.kec_id = a.kec_id and e.id = a.enrolment_id
  where current_setting('app.role', true) = 'mentor' and a.mentor = nullif(current_setting('app.actor', true), '') and a.until_at is null
  union
  select e.person_id from assignment a join enrolment here on here.kec_id = a.kec_id and here.id = a.enrolment_id and here.tied
  join enrolment e on e.tied and e.lineage = here.lineage
  where current_setting('app.role', true) = 'mentor' and a.mentor = nullif(current_setting('app.actor', true), '') and a.until_at is null
$$;
revoke all on function mentored_people from public;
grant execute on function mentored_people to tujuhpas_mentor;
alter policy mine on person using (id in (select mentored_people()));
alter policy mine on business using (person_id in (select mentored_people()));
