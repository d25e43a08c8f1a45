-- Person, business and enrolment are written together, by one function (people/enrol.ts), and a person's row is never deleted: checking
-- the reference at every row cost an import a tenth of its time and could find nothing. A test looks for enrolments without a person.
alter table business drop constraint business_kec_id_person_id_fkey;
alter table enrolment drop constraint enrolment_kec_id_person_id_fkey;
