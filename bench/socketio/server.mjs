// A chat room on Socket.IO, as its documentation tells to write it, over ws alone.
// Started with its port; the room of a socket is in its address.

import { createServer } from "node:http";
import { Server } from "socket.io";
import { WebSocketServer } from "ws";

const http = createServer();
const io = new Server(http, {
	transports: ["websocket"],
	wsEngine: WebSocketServer,
	perMessageDeflate: false,
	serveClient: false,
});

io.on("connection", (socket) => {
	const { room } = socket.handshake.query;
	socket.join(room);
	socket.on("m", (text) => io.to(room).emit("m", text));
});

http.listen(Number(process.argv[2]), "127.0.0.1");
