"""A whole installation for tests that kill it: a durable server, replay, web server and users, each a process.

Everything is started by the command, as an administrator would, so that what is killed is what runs in earnest.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from throughline.platform.database.server import LocalServer

COMMAND = [sys.executable, "-m", "throughline.cli.main"]

#: Run inside the installation: a user of the replayed company with a token; prints company, site and token.
TOKEN = """
from throughline.cli.database import database, set_up_django
with database():
    set_up_django()
    from throughline.governance.public import Duty
    from throughline.governance.tokens import issue_own_token
    from throughline.platform.database.statements import rows
    from throughline.platform.models import Role, RoleAssignment, User
    from throughline.platform.operations import Ctx
    ((company, site, item, party),) = rows(
        '''SELECT c.id, min(s.id), (SELECT min(item_id) FROM sales_order_line l WHERE l.company_id = c.id),
                  (SELECT min(party_id) FROM sales_order o WHERE o.company_id = c.id)
           FROM governance_company c JOIN governance_site s ON s.company_id = c.id GROUP BY c.id''', alias='owner')
    user = User.objects.using('owner').create(username='integrator', name='Integrator', is_service=True)
    more = {'company_id': company} if 'company_id' in {f.name for f in Role._meta.fields} else {}
    role = Role.objects.using('owner').create(
        code='integrator', name='Integrator', permissions=['*'], duties=[str(Duty.ORDER_ENTRY)], **more)
    RoleAssignment.objects.using('owner').create(user_id=user.pk, role_id=role.pk, company_id=company)
    ctx = Ctx(company, user.pk, frozenset({'*'}), frozenset({str(Duty.ORDER_ENTRY), str(Duty.ADMINISTRATION)}))
    token = issue_own_token(ctx, name='Survival', scopes=['*'])
    print(company, site, item, party, token.secret)
"""


@dataclass
class Installation:
    """One data folder and what runs on it."""

    data: Path
    history: Path
    until: str
    port: int
    web: subprocess.Popen[bytes] | None = None
    running: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The environment of every process: this data folder, and no database of another test."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "THROUGHLINE_"))}
        return {**kept, "THROUGHLINE_DATA": str(self.data)}

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a command in a process group of its own."""
        log = (self.data.parent / "commands.log").open("ab")
        return subprocess.Popen(
            [*COMMAND, *words], env=self.environment, stdout=log, stderr=log, start_new_session=True
        )

    def begin_replay(self, report: Path | None = None) -> subprocess.Popen[bytes]:
        """Go on with the replay where it stands."""
        words = ["replay", "online-retail", str(self.history), "--until", self.until]
        self.running = self.start(*words, *(["--json", str(report)] if report else []))
        return self.running

    def serve(self) -> None:
        """Have the web server running."""
        if self.web is None or self.web.poll() is not None:
            self.web = self.start("serve", "--port", str(self.port), "--workers", "1")

    def run(self, *words: str, seconds: float = 600) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [*COMMAND, *words], env=self.environment, capture_output=True, text=True, timeout=seconds, check=False
        )

    def python(self, script: str) -> str:
        """Run a script inside the installation and give what it prints."""
        made = subprocess.run(
            [sys.executable, "-c", script], env=self.environment, capture_output=True, text=True, check=False
        )
        assert made.returncode == 0, made.stderr
        return made.stdout

    def token(self) -> list[str]:
        """Make somebody who calls the API; give company, site, an item, a customer and the secret."""
        return self.python(TOKEN).split()

    def kill_database(self) -> None:
        """Kill the PostgreSQL server and all its children, as a power cut would."""
        pid_file = LocalServer(self.data).place.pgdata / "postmaster.pid"
        if not pid_file.exists():
            return
        parent = int(pid_file.read_text().split()[0])
        for pid in [parent, *_children(parent)]:
            _kill(pid)

    def kill(self, process: subprocess.Popen[bytes] | None) -> None:
        """Kill a command with all its processes."""
        if process is not None and process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(30)

    def stop(self) -> None:
        """Stop everything, whatever state it is in."""
        self.kill(self.running)
        self.kill(self.web)
        LocalServer(self.data).stop("immediate")


def _children(parent: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rsplit(")", 1)[1].split()
        except OSError:  # it ended meanwhile
            continue
        if int(fields[1]) == parent:
            found.append(int(status.parent.name))
    return found


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


@dataclass
class Integrator:
    """Quotes over the API, each under its key, again and again until it is answered, whatever is killed meanwhile."""

    port: int
    site: int
    item: int
    party: int
    secret: str
    answered: dict[str, int] = field(default_factory=dict)
    failures: int = 0
    refusals: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Work until told to stop."""
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def finish(self) -> None:
        """Let the quote at hand be answered, then stop."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(120)

    def _work(self) -> None:
        while not self._stop.is_set():
            key = uuid4().hex
            for _ in range(400):
                order = self._quote(key)
                if order is not None:
                    self.answered[key] = order
                    break
                self.failures += 1
                time.sleep(0.25)
            time.sleep(0.05)

    def _quote(self, key: str) -> int | None:
        line = {"item_id": self.item, "quantity": "1", "unit_price": "1"}
        quote = {"party_id": self.party, "site_id": self.site, "customer_po": key, "lines": [line]}
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v1/operations/sales.quote_orders",
            json.dumps({"quotes": [quote]}).encode(),
            {
                "Authorization": f"Bearer {self.secret}",
                "Content-Type": "application/json",
                "Idempotency-Key": key,
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                told: dict[str, Any] = json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            if refused.code < 500:
                self.refusals.append(refused.read().decode())
            return None
        except OSError:
            return None
        return int(told["outcomes"][0]["document"])
