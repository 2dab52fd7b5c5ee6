"""One person's browser without a browser: signs in through the form, keeps cookies, reads pages."""

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request

from bs4 import BeautifulSoup, Tag


class Reader:
    def __init__(self, address: str) -> None:
        self.address = address
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    @property
    def cookie(self) -> str:
        return "; ".join(f"{each.name}={each.value}" for each in self.cookies)

    def page(self, path: str, **fields: str) -> BeautifulSoup:
        sent = urllib.parse.urlencode(fields).encode() if fields else None
        asked = urllib.request.Request(  # noqa: S310 - our own address
            self.address + path, data=sent, headers={"Referer": self.address + path}
        )
        with self.opener.open(asked, timeout=30) as answer:
            return BeautifulSoup(answer.read(), "html.parser")

    def signed_in(self, email: str, password: str) -> bool:
        form = self.page("/sign-in")
        token = form.select_one("input[name=csrf_token]")
        assert isinstance(token, Tag), "the sign-in page has no csrf_token"
        try:
            answer = self.page("/sign-in", email=email, password=password, csrf_token=str(token["value"]))
        except urllib.error.HTTPError:
            return False
        return answer.select_one("input[name=password]") is None

    def rows(self, path: str) -> int:
        return len(self.page(path).select("main tbody tr"))

    def first_application(self) -> str:
        links = [str(link["href"]) for link in self.page("/applications/").select("a[href]")]
        found = next((link for link in links if re.fullmatch(r"/applications/[\w-]*\d[\w-]*/?", link)), None)
        assert found, f"the list names no application: {links}"
        return found
