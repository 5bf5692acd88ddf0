// A bot on webex-node-bot-framework as its README shows one: it says things back. Its environment says where Webex is
// (HYDRA_SERVICE_URL, read by the SDK inside), who it is, what its webhooks are signed with and where it listens.
const http = require('http');
const Framework = require('webex-node-bot-framework');
const webhook = require('webex-node-bot-framework/webhook');

const { WEBEX_ACCESS_TOKEN, WEBHOOK_SECRET, PORT } = process.env;

const framework = new Framework({
  token: WEBEX_ACCESS_TOKEN,
  webhookUrl: `http://127.0.0.1:${PORT}/hook`,
  webhookSecret: WEBHOOK_SECRET,
});
framework.hears(/.*/, (bot, trigger) => bot.say(`You said: ${trigger.text}`), 'Says it back');

const take = webhook(framework);

// The framework expects what Express and its body parser hand on: here it is made from Node's own.
const server = http.createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  if (request.method !== 'POST') {
    response.end();
    return;
  }
  request.body = JSON.parse(Buffer.concat(parts));
  response.status = (code) => Object.assign(response, { statusCode: code });
  response.send = (words) => response.end(words);
  take(request, response);
});
server.listen(PORT, '127.0.0.1', () => framework.start());
