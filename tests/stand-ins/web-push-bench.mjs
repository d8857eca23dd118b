// npm web-push at its best: side by side, over connections that stay open, without TLS.
// Reads {subscriptions, payload, vapid, atATime, messages} as one line of JSON; prints seconds.
import { createRequire } from 'node:module';
import readline from 'node:readline';

const require = createRequire(import.meta.url);
const http = require('node:http');
Object.assign(require('node:https'), { request: http.request, Agent: http.Agent }); // it knows https only
const webPush = require('web-push');

const agent = new http.Agent({ keepAlive: true, maxSockets: 100 });
for await (const line of readline.createInterface({ input: process.stdin })) {
	const { subscriptions, payload, vapid, atATime, messages } = JSON.parse(line);
	webPush.setVapidDetails('mailto:bench@example.com', vapid.publicKey, vapid.privateKey);
	let next = 0;
	const sendSome = async () => {
		while (next < messages) {
			const subscription = subscriptions[next++ % subscriptions.length];
			await webPush.sendNotification(subscription, payload, { agent, TTL: 60 });
		}
	};
	const began = process.hrtime.bigint();
	await Promise.all(Array.from({ length: atATime }, sendSome));
	console.log(Number(process.hrtime.bigint() - began) / 1e9);
}
