"""A file that is sent from the page of a form, with what stands in its other fields."""

import io


def post_file(browser, path, data, name="tal.csv", **typed):
    page = browser.get(path)
    form = {field["name"]: field.get("value", "") for field in page.soup.select("main form[method=post] input[name]")}
    form |= {each["name"]: each.select_one("option")["value"] for each in page.soup.select("main form select")}
    return browser.fetch("POST", path, form | typed | {"file": (io.BytesIO(data), name)})
