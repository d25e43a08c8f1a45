-- The centres of the kecamatan: where, when, who, the clinic, and since when there is one. A change is a new row; the newest that holds is the centre.

create table centre (
  kec_id        integer not null,
  id            uuid not null,
  nr            bigint generated always as identity, -- their order, also on one day
  from_on       date not null,                       -- it holds from this day
  launched_on   date,                                -- null: the day is not set yet
  address       text,                                -- I: the office's, nobody's home
  way           text,                                -- how to come
  phone         text,                                -- I: of the office, nobody's own
  hours         jsonb not null default '[]',         -- Monday to Sunday: "08.00–15.00" or null
  people        jsonb not null default '[]',         -- P, shown in public with their consent: [{"name", "role"}]
  clinic        jsonb,                               -- {"day": 1 to 7, "hours", "place"}
  synthetic     boolean not null default false,      -- made up for a demonstration
  by_account    text not null,
  by_shown      text not null,                       -- P
  at            timestamptz not null,
  primary key (kec_id, id),
  check (launched_on is null or launched_on >= '2017-01-01')
);
create index centre_newest on centre (kec_id, from_on desc, nr desc);

-- Everybody reads a centre; who wrote it down is for those who work.
grant select (kec_id, id, nr, from_on, launched_on, address, way, phone, hours, people, clinic, synthetic) on centre to tujuhpas_public, tujuhpas_member;
grant select, insert on centre to tujuhpas_staff, tujuhpas_job;
alter table centre enable row level security;
alter table centre force row level security;
create policy owner on centre to current_user using (true) with check (true);
create policy published on centre for select to tujuhpas_public, tujuhpas_member using (true);
create policy seen on centre for select to tujuhpas_staff, tujuhpas_job using (nullif(current_setting('app.role', true), '') is not null);
create policy added on centre for insert to tujuhpas_staff, tujuhpas_job
  with check (current_setting('app.role', true) in ('office', 'system', 'officer') and scope_sees_people(kec_id)
    and (current_setting('app.role', true) = 'system' or by_account = nullif(current_setting('app.actor', true), '')));
