-- A member's own session, and what it may read: the rows of this one person, wherever moves and merges have put them.

create table member_session (
  token         bytea primary key,                   -- S: keyed hash
  number        text not null,                       -- whose; it leads to where the member is now
  made_at       timestamptz not null
);
create index on member_session (number);
grant select, insert, delete on member_session to tujuhpas_member, tujuhpas_job;

-- Whose session is this, and which rows are theirs? Answers nothing for a token that is not held.
create function member_of(of_token bytea, not_before timestamptz)
  returns table (number text, kec_id integer, enrolment_id uuid, person_id uuid, enrolments uuid[], persons uuid[])
  language sql stable security definer set search_path = public, pg_temp as $$
  select s.number, l.kec_id, l.enrolment_id, here.person_id, array_agg(e.id), array_agg(distinct e.person_id)
  from member_session s join enrolment_locator l on l.number = s.number
  join enrolment here on here.kec_id = l.kec_id and here.id = l.enrolment_id
  join enrolment e on (here.tied and e.tied and e.lineage = here.lineage) or (e.kec_id = here.kec_id and e.id = here.id)
  where s.token = of_token and s.made_at > not_before
  group by s.number, l.kec_id, l.enrolment_id, here.person_id
$$;
revoke all on function member_of from public;
grant execute on function member_of to tujuhpas_member;

grant select on person, business, enrolment, enrolment_reach, journal_event, fact_detail, read_log to tujuhpas_member;
do $$
declare
  own_enrolments text := $q$any (nullif(current_setting('app.enrolments', true), '')::uuid[])$q$;
  own_persons text := $q$any (nullif(current_setting('app.persons', true), '')::uuid[])$q$;
  t text;
begin
  execute format('create policy own on person for select to tujuhpas_member using (id = %s)', own_persons);
  execute format('create policy own on business for select to tujuhpas_member using (person_id = %s)', own_persons);
  execute format('create policy own on enrolment for select to tujuhpas_member using (id = %s)', own_enrolments);
  foreach t in array array['enrolment_reach', 'journal_event', 'fact_detail', 'read_log'] loop
    execute format('create policy own on %I for select to tujuhpas_member using (enrolment_id = %s)', t, own_enrolments);
  end loop;
end $$;
