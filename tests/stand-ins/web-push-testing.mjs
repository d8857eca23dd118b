// npm web-push-testing, on 127.0.0.1 only: a push service and the browsers that subscribe to it.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const Server = require('web-push-testing/src/server.js');
const { PushApiModel } = require('web-push-testing/src/PushApiModel.js');

const server = new Server(new PushApiModel(), Number(process.argv[2]));
const listen = server._app.listen.bind(server._app);
server._app.listen = (port, began) => listen(port, '127.0.0.1', began);
server.startServer();
