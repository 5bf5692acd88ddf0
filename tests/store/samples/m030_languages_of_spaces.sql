INSERT INTO inbox (key, resource, event, id, line, data, arrived_at, due_at, status, attempts, too_early, cause, reference, finished_at, happened_at)
VALUES ('messages:created:1', 'messages', 'created', '1', 'person:P1', '{"personId":"P1"}',
    '2026-11-22T12:00:00.000000+00:00', '2026-11-22T12:00:00.000000+00:00', 'dead', 3, 1, 'KeyError', '4F2A', '2026-11-22T12:00:01.000000+00:00', '2026-11-22T11:59:59.000000+00:00');
INSERT INTO outbox (id, line, email, room_id, operation, text, card, lane, created_at, due_at, parent_id, order_number, awaited, status, message_id, posted_room_id, finished_at)
VALUES (1, 'person:ann@partner.example', 'ann@partner.example', '', 'post', 'What is your role?', '{"body":[]}', 0,
    '2026-11-22T12:00:00.000000+00:00', '2026-11-22T12:00:00.000000+00:00', '', '90017', 1, 'sent', 'M1', 'R1', '2026-11-22T12:00:01.000000+00:00');
INSERT INTO processes VALUES ('host:1:a', 'host', 1, '2026-11-22T11:00:00', '2026-11-22T12:00:00.000000+00:00', 7);
INSERT INTO live_cards VALUES ('wizard:90017:ann@partner.example', 1);
INSERT INTO people VALUES ('P1', 'ann@partner.example', 'Ann', 0, 'ar', 'R1', 1, 'Asia/Dubai', NULL);
INSERT INTO orders VALUES ('90017', 'A-FLEX-3', '2026-11-22', 'ann@partner.example', 'Wadi Foods',
    '[{"item":"A-FLEX-3","subscription":"Sub1"}]', '["meetings","calling"]', 'شركة النور', 'Sub1', 'AE', 'Asia/Dubai', 'ar',
    'rita@cisco.example', 'in service setup', 'ann@partner.example', '', 0, '', '2026-11-22T05:00:00.000000+00:00',
    '2026-11-22T06:00:00.000000+00:00', '2026-11-22T07:00:00.000000+00:00', NULL, '90017 wadi foods');
INSERT INTO progress VALUES ('90017', 'ann@partner.example', '{"role":{"role":"partner"}}', '["role"]', '', 0, 1, 4);
INSERT INTO reminders VALUES ('90017', 'invite', '2026-11-22:ann@partner.example', '2026-11-22T05:00:00.000000+00:00', 'fired',
    '2026-11-22T05:00:01.000000+00:00', '', 'reminders:due:90017:invite:2026-11-22:ann@partner.example',
    '2026-11-21T05:00:00.000000+00:00');
INSERT INTO organizations VALUES ('O2', 'شركة النور', 'partner', 'AE', '2020-01-31');
INSERT INTO organization_people VALUES ('O2', 'ann@partner.example', 1, 0);
INSERT INTO reserved_names VALUES ('subdomain', 'wadi', '90017');
INSERT INTO mappings VALUES ('90017', 'O2', 'O1', '2026-11-22T07:00:00.000000+00:00');
INSERT INTO provisionings VALUES ('90017', '{"site":"wadi"}', '2026-11-22T08:00:00.000000+00:00');
INSERT INTO password_links VALUES ('5e884898', '90017', 'ann@partner.example', '2026-11-22T07:00:00.000000+00:00',
    '2026-11-22T07:30:00.000000+00:00', NULL);
INSERT INTO credentials VALUES ('O2', '$argon2id$v=19$sample', '2026-11-22T07:10:00.000000+00:00');
INSERT INTO escalations VALUES (1, '90017', '2026-11-22T09:00:00.000000+00:00', 'asked-for-rep', 'rita@cisco.example', 'Rita', NULL, NULL, '',
    '2026-11-22T09:05:00.000000+00:00', 'S1', 'AE', 1, '[{"tell":"space","working_days":1,"repeat":2}]');
INSERT INTO notes VALUES (1, '90017', 'rita@cisco.example', 'Called, no answer', '2026-11-22T09:10:00.000000+00:00');
INSERT INTO space_members VALUES ('S1', 'rita@cisco.example');
INSERT INTO spaces VALUES ('S1', 'Reps', NULL, 'fr');
INSERT INTO space_routes VALUES ('AE', 'S1');
INSERT INTO audit (id, at, actor, verb, order_number, detail, outcome) VALUES (1, '2026-11-22T09:05:00.000000+00:00', 'rita@cisco.example', 'claim', '90017', '{}', 'ok');
INSERT INTO settings VALUES ('rep_space', 'S1');
INSERT INTO mails (id, message_id, email, subject, text, language, order_number, created_at, due_at)
VALUES (1, '7b1e', 'ann@partner.example', 'Set up your Webex order', 'claim ABCDE-FGHJK', 'ar', '90017',
    '2026-11-22T09:00:00.000000+00:00', '2026-11-22T09:00:00.000000+00:00');
INSERT INTO claim_codes VALUES ('9f86d081', '90017', 'ann@partner.example', '2026-11-22T09:00:00.000000+00:00',
    '2026-12-06T09:00:00.000000+00:00', NULL);
INSERT INTO outbox (id, line, email, room_id, operation, text, file, lane, created_at, due_at, parent_id, order_number, awaited, status)
VALUES (300, 'person:ann@partner.example', 'ann@partner.example', '', 'post', 'The packet', '{"name":"a.csv","content":"a,b"}', 0,
    '2026-11-22T12:00:00.000000+00:00', '2026-11-22T12:00:00.000000+00:00', '', '90017', 1, 'due');
INSERT INTO revisions VALUES ('90017', 3, '9f86d081');
INSERT INTO flags VALUES (1, '90017', 1, 'A-FLEX-3', 'The quantity is 50', 'ann@partner.example', '2026-11-22T09:00:00.000000+00:00', NULL, '');
INSERT INTO pending_imports VALUES ('ada@cisco.example', '3f2a', 'orders.csv', x'4142', '2026-11-22T09:00:00.000000+00:00');
INSERT INTO outage VALUES (1, '2026-11-22T09:00:00.000000+00:00', '2026-11-22T09:00:00.000000+00:00', '2026-11-22T10:00:00.000000+00:00');
INSERT INTO rooms_read VALUES ('R1');
INSERT INTO moved_addresses VALUES ('ann@old.example', 'ann@partner.example');
INSERT INTO moved_rooms VALUES ('S0', 'S1');
INSERT INTO partner_events (id, event_id, type, order_number, body, created_at, due_at) VALUES (1, 'msg_2f0c', 'order.setup_finished', '90017', '{}', '2026-11-22T09:00:00.000000+00:00', '2026-11-22T09:00:00.000000+00:00');
INSERT INTO passed_on VALUES (1, 'reply', '90017', 'ann@partner.example', 'rita@cisco.example', 'rita@cisco.example', '', '2026-11-22T09:00:00.000000+00:00');
INSERT INTO managed_organizations VALUES ('Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi9PMw', 'Oasis', 'customer', '', '2021-05-04', '2026-11-22T09:00:00.000000+00:00', 1);
INSERT INTO managed_people VALUES ('Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi9PMw', 'it@oasis.example', 1);
INSERT INTO lookups VALUES ('it@oasis.example', '2026-11-22T09:00:00.000000+00:00', 'found');
INSERT INTO order_lookups VALUES ('90017', '2026-11-22T09:00:00.000000+00:00', '2026-11-23T09:00:00.000000+00:00', 'found', 'Booked', NULL, '');
INSERT INTO pause VALUES (1, '2026-11-22T09:00:00.000000+00:00', 'ada@cisco.example');
INSERT INTO lines_let_through VALUES ('P3');
