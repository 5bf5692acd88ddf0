// What the integration suites of Cisco's JavaScript SDK (https://github.com/webex/webex-js-sdk, packages/@webex/plugin-*)
// ask of Webex over HTTP, asked of the local one through the SDK. Followed are their calls; these tests are our own.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const { test } = require('node:test');
const Webex = require('webex');

const { ANNS_TOKEN, BORIS_TOKEN, BORIS_EMAIL } = process.env;
const as = (token) => Webex.init({ credentials: { access_token: token }, logger: { level: 'silent' } });
const ann = as(ANNS_TOKEN);
const boris = as(BORIS_TOKEN);
const URL = 'https://example.net/chart.png';

const card = {
  contentType: 'application/vnd.microsoft.card.adaptive',
  content: {
    type: 'AdaptiveCard',
    version: '1.0',
    body: [{ type: 'Input.Text', id: 'formInput' }, { type: 'TextBlock', text: 'Adaptive Cards' }],
    actions: [{ type: 'Action.OpenUrl', url: 'http://adaptivecards.io', title: 'Learn more' }],
  },
};

async function everything(page) {
  const items = [...page];
  return page.hasNext() ? [...items, ...(await everything(await page.next()))] : items;
}

const ids = (items) => items.map((each) => each.id);
const isNotFound = (error) => error.statusCode === 404;

test('people are found by id, several at once, by address and by name', async () => {
  const me = await ann.people.get('me');
  const he = await boris.people.get('me');
  const found = await Promise.all([ann.people.get(he.id), ann.people.get(me.id)]);
  assert.deepEqual(found.map((each) => each.emails[0]), [BORIS_EMAIL, me.emails[0]]);
  assert.deepEqual(ids(await ann.people.list([me.id, he.id])), [me.id, he.id]);
  assert.deepEqual(ids((await ann.people.list({ email: me.emails[0] })).items), [me.id]);
  assert.deepEqual(ids((await ann.people.list({ displayName: me.displayName })).items), [me.id]);
});

test('a room is opened, read, listed, sent back whole with another title, and removed', async () => {
  const room = await ann.rooms.create({ title: 'Test room' });
  const other = await ann.rooms.create({ title: 'Other room' });
  assert.deepEqual(await ann.rooms.get(room), room);
  assert.deepEqual(new Set(ids(await everything(await ann.rooms.list({ max: 1 })))), new Set(ids([room, other])));
  const renamed = { ...room, title: 'Test room with a new title' };
  assert.deepEqual(await ann.rooms.update(renamed), renamed);
  await Promise.all([ann.rooms.remove(room), ann.rooms.remove(other)]);
  await assert.rejects(ann.rooms.get(room), isNotFound);
});

test('a direct message opens a direct room', async () => {
  const he = await boris.people.get('me');
  const sent = await ann.messages.create({ toPersonId: he.id, text: 'A one-on-one' });
  assert.equal((await ann.rooms.get({ id: sent.roomId })).type, 'direct');
});

test('members are added by id and address, listed, made moderators, and removed', async () => {
  const me = await ann.people.get('me');
  const room = await ann.rooms.create({ title: 'Members' });
  const membership = await ann.memberships.create({ roomId: room.id, personEmail: BORIS_EMAIL });
  assert.deepEqual(await ann.memberships.get(membership), membership);
  const everybody = await everything(await ann.memberships.list({ roomId: room.id, max: 1 }));
  assert.deepEqual(everybody.map((each) => each.personId), [me.id, membership.personId]);
  const mine = await ann.memberships.list({ roomId: room.id, personId: me.id });
  assert.deepEqual(ids(mine.items), [everybody[0].id]);
  const moderator = await ann.memberships.update({ ...membership, isModerator: true });
  assert.deepEqual(moderator, { ...membership, isModerator: true });
  await ann.memberships.remove(moderator);
  await assert.rejects(ann.memberships.get(moderator), isNotFound);
});

test('messages of every kind are sent, read and listed', async () => {
  const room = await ann.rooms.create({ title: 'Messages' });
  const sent = [
    await ann.messages.create({ roomId: room.id, text: 'A message' }),
    await ann.messages.create({ roomId: room.id, files: [URL] }),
    await ann.messages.create({ roomId: room.id, text: 'A file', files: [URL] }),
    await ann.messages.create({ roomId: room.id, files: [fs.createReadStream(__filename)] }),
    await ann.messages.create({ roomId: room.id, text: 'A card', attachments: [card] }),
  ];
  for (const each of sent) assert.deepEqual(await ann.messages.get(each), each);
  assert.deepEqual(sent.map((each) => (each.files || []).length), [0, 1, 1, 1, 0]);
  assert.deepEqual(sent[4].attachments, [card]);
  assert.deepEqual(ids(await everything(await ann.messages.list({ roomId: room.id, max: 2 }))), ids(sent).reverse());
});

test('a thread is listed, and what is removed is gone', async () => {
  const room = await ann.rooms.create({ title: 'Threads' });
  const parent = await ann.messages.create({ roomId: room.id, text: 'The parent' });
  const reply = await ann.messages.create({ roomId: room.id, text: 'The reply', parentId: parent.id });
  const thread = await ann.messages.list({ roomId: room.id, parentId: parent.id });
  assert.deepEqual(ids(thread.items), [reply.id]);
  await ann.messages.remove(reply);
  await assert.rejects(ann.messages.get(reply), isNotFound);
});

test('a card is answered by whoever got it', async () => {
  const he = await boris.people.get('me');
  const message = await ann.messages.create({ toPersonId: he.id, text: 'A card', attachments: [card] });
  const inputs = { formInput: 'text' };
  const action = await boris.attachmentActions.create({ type: 'submit', messageId: message.id, inputs });
  assert.deepEqual([action.messageId, action.personId, action.inputs], [message.id, he.id, inputs]);
  assert.deepEqual(await ann.attachmentActions.get(action), action);
});

test('a webhook is made, read, listed, sent back whole with changes, and removed', async () => {
  const room = await ann.rooms.create({ title: 'Webhooks' });
  const wanted = { resource: 'messages', event: 'created', filter: `roomId=${room.id}`, targetUrl: 'https://example.com' };
  const webhook = await ann.webhooks.create({ ...wanted, name: 'Test webhook' });
  const twin = await ann.webhooks.create({ ...wanted, name: 'Another webhook' });
  assert.deepEqual(await ann.webhooks.get(webhook.id), webhook);
  assert.deepEqual(await everything(await ann.webhooks.list({ max: 1 })), [webhook, twin]);
  const changed = { ...webhook, targetUrl: 'https://example.com/newpath', name: 'New name' };
  assert.deepEqual(await ann.webhooks.update(changed), changed);
  await Promise.all([ann.webhooks.remove(webhook), ann.webhooks.remove(twin)]);
  await assert.rejects(ann.webhooks.get(webhook), isNotFound);
});
