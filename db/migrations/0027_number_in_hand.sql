-- A queue number that a device gave while the answer of the server was lost stands beside the server's own: it is the one in somebody's hand.
grant update (label) on clinic_tap to tujuhpas_job;
