-- An officer writes about a member whose history reaches into another kecamatan (moved, merged): for that transaction the scope is widened
-- to those kecamatan (`app.also`), so that the whole lineage is counted and chained. Nobody sees more than that member's kecamatan.

create or replace function scope_sees(kec integer) returns boolean language sql stable parallel safe as $$
  select case current_setting('app.role', true)
    when 'system' then true
    when 'office' then true
    when 'auditor' then true
    when 'officer' then kec = nullif(current_setting('app.kec', true), '')::integer
      or kec = any (string_to_array(nullif(current_setting('app.also', true), ''), ',')::integer[])
    when 'intake' then kec = nullif(current_setting('app.kec', true), '')::integer
    when 'kota' then kec / 100 = nullif(current_setting('app.kota', true), '')::integer
    else false
  end
$$;
create or replace function scope_sees_people(kec integer) returns boolean language sql stable parallel safe as $$
  select case current_setting('app.role', true)
    when 'system' then true
    when 'office' then true
    when 'officer' then kec = nullif(current_setting('app.kec', true), '')::integer
      or kec = any (string_to_array(nullif(current_setting('app.also', true), ''), ',')::integer[])
    when 'intake' then kec = nullif(current_setting('app.kec', true), '')::integer
    else false
  end
$$;

-- Where a history of moves and merges lies: kecamatan only, nobody's name.
create function kecamatan_of(of_lineage uuid) returns setof integer
  language sql stable security definer set search_path = public, pg_temp as $$
  select distinct kec_id from enrolment where tied and lineage = of_lineage
$$;
revoke all on function kecamatan_of from public;
grant execute on function kecamatan_of to tujuhpas_job;
