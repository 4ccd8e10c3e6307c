"""The page that lists the programming interface shows every verb, and lines that can be pasted."""

from __future__ import annotations

import html
import json
import re
import shlex

from starlette.testclient import TestClient

from liangrong.services.verbs.catalogue import VERBS

SECTION = re.compile(r'<section class="panel" id="([^"]+)".*?</section>', re.DOTALL)


def test_every_verb_has_its_section_in_the_order_of_the_catalogue(client: TestClient) -> None:
    page = client.get("/api").text
    assert [found[1] for found in SECTION.finditer(page)] == list(VERBS)
    for name, verb in VERBS.items():
        assert f'href="#{name}">{html.escape(verb.title.zh)}<' in page


def test_units_and_required_parameters_are_told(client: TestClient) -> None:
    sections = {found[1]: found[0] for found in SECTION.finditer(client.get("/api?lang=en").text)}
    row = re.search(r"<code>net_financing</code></th><td>([^<]*)</td><td>([^<]*)</td><td>([^<]*)</td>", sections["flows"])
    assert row is not None
    assert row.groups() == ("net financing", "decimal text", "元")
    assert re.search(r"<code>measure</code></th><td>yes</td>", sections["show"])
    assert re.search(r"<code>scope</code></th><td></td>", sections["show"])


def test_a_line_that_is_shown_asks_what_it_says(client: TestClient) -> None:
    sections = {found[1]: found[0] for found in SECTION.finditer(client.get("/api").text)}

    def line(name: str) -> list[str]:
        found = re.search(r'<pre class="line"><code>(.*?)</code></pre>', sections[name], re.DOTALL)
        assert found is not None
        return shlex.split(html.unescape(found[1].replace("<wbr>", "")))

    assert line("rule-value")[0] == "curl"
    assert client.get(line("rule-value")[1]).status_code == 200
    words = line("assess")
    posted = client.post(words[3], content=words[-1].encode(), headers={"content-type": "application/json"})
    assert posted.status_code == 200, posted.text
    assert json.loads(words[-1])["account"]


def test_every_page_leads_there(client: TestClient) -> None:
    assert re.search(r'<footer>.*href="/api\?lang=en"', client.get("/api?lang=en").text, re.DOTALL)
