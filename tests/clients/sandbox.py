"""A served sandbox, for the walks of other clients."""

import json
import subprocess
import urllib.request
from pathlib import Path

MANAGEMENT = "111111111111"


class Server:
    """`orgc sandbox serve` on a free port, in a project of its own."""

    def __init__(self, program, folder):
        Path(folder, "orgc.toml").write_text('name = "walk"\nedition = "2026"\n')
        command = [program, "--project", folder, "sandbox", "serve", "--port", "0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.url = self.process.stdout.readline().strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def order(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/_orgc/{path}", data, method=method)
        with urllib.request.urlopen(request) as reply:
            return reply.read()

    def advance(self, seconds):
        self.order("POST", "clock", {"advance-ms": int(seconds * 1000)})

    def code(self, sent_to):
        codes = json.loads(self.order("GET", "view"))["codes"]
        return next(one["code"] for one in codes if one["sent_to"] == sent_to)
