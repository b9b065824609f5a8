"""Mail servers of the outside: one speaks SMTP, one has a provider's interface."""

import json
import socketserver
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def serving(server):
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def smtp(answers):
    """Takes mail, but answers the commands named in `answers` in that way."""
    usual = {"DATA": "354 go on", "QUIT": "221 bye", "EHLO": "250 mail.example"}

    class Talk(socketserver.StreamRequestHandler):
        def handle(self):
            self.say("220 mail.example")
            while line := self.rfile.readline():
                command = line.split()[0].decode().upper()
                answer = answers.get(command) or usual.get(command, "250 fine")
                self.say(answer)
                if command == "QUIT":
                    return
                if answer.startswith("354"):
                    while self.rfile.readline().strip() != b".":
                        pass
                    self.say(answers.get(".", "250 taken"))

        def say(self, line):
            self.wfile.write(f"{line}\r\n".encode())

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)
    server.daemon_threads = True
    return serving(server)


def postmark(status, fields, taken):
    """The interface of Postmark; what it is sent goes into the list `taken`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append((self.headers["X-Postmark-Server-Token"], json.loads(body)))
            content = json.dumps(fields).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args):
            pass

    return serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler))
