"""The first administrator of a company comes in by a link that the machine prints, and so does a rescuer."""

from typing import Any
from uuid import uuid4

from django.test import Client

from throughline.cli.main import main
from throughline.governance.access.usual import USUAL
from throughline.platform import verification
from throughline.platform.database.statements import rows


def test_a_company_is_founded_with_its_first_administrator(capsys: Any) -> None:
    code = uuid4().hex[:8]
    assert main(["administrator", f"ada-{code}", "--company", code]) == 1
    assert "--found" in capsys.readouterr().err
    founding = ["--company", code, "--found", "Acme", "--country", "nl", "--currency", "eur"]
    assert main(["administrator", f"ada-{code}", *founding, "--address", "http://testserver"]) == 0
    link = capsys.readouterr().out.split("testserver")[1].split()[0]
    client = Client()
    done = client.post(link, {"new": "first harbour one", "again": "first harbour one"})
    assert done["Location"] == "/"
    assert client.get("/people/").status_code == 200
    assert "Invite a person" in client.get("/people/").content.decode()
    home = client.get("/").content.decode()  # it leads to what is to be set up, and first to what this person may do
    assert "Define the roles" in home
    assert client.get("/first-day/").status_code == 200
    offered = client.get("/do/roles/usual/").content.decode()
    assert "Credit controller" in offered
    assert 'value="administrator"' not in offered  # it is there already
    done = client.post("/do/roles/usual/", {"roles": ["sales_desk", "picker"]})
    assert done["Location"] == "/roles/"
    assert "Sales desk" in client.get("/roles/").content.decode()
    assert client.post("/do/roles/usual/", {"roles": ["sales_desk"]}).status_code == 422
    rest = [code for code in USUAL if f'value="{code}"' in client.get("/do/roles/usual/").content.decode()]
    assert client.post("/do/roles/usual/", {"roles": rest})["Location"] == "/roles/"
    all_there = client.get("/do/roles/usual/").content.decode()  # nothing is left to take: it says so and leads on
    assert "All usual roles are there" in all_there
    assert 'href="/roles/"' in all_there
    assert "data-operation" not in all_there
    assert main(["administrator", f"bob-{code}", *founding]) == 1
    assert main(["administrator", f"bob-{code}", "--company", code]) == 0
    ((company,),) = rows("SELECT id FROM governance_company WHERE code = %s", [code])
    report = verification.run(code, alias="owner")
    assert company
    assert not report.broken(), [(check.name, check.rows[:3]) for check in report.broken()]
